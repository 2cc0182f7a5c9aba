"""Checks that answer back: right, which mistake it is, or what was expected and what came."""

from seqlab.check.checker import Checker, Report, checker
from seqlab.check.exercise import Exercise, Mistake, WrongForm, made
from seqlab.check.judge import Verdict, judge

__all__ = [
    "Checker", "Exercise", "Mistake", "Report", "Verdict", "WrongForm", "checker", "judge", "made",
]  # fmt: skip
