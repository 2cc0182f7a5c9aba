"""Tries the exercises while they are written: the solution, each mistake, or another answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from seqlab.check.exercise import Exercise, exercise_numbered
from seqlab.check.judge import judge

DRAWS, DRAWS_EACH = 25, 3  # seeds on which the solution is judged, and each mistake


class TrialError(Exception):
    """What keeps an exercise from being tried."""


def try_exercise(number: str) -> Iterator[tuple[str, bool]]:
    """Judge the solution of an exercise, then each of its mistakes; yield a line for each.

    Args:
        number: Such as "3.3".

    Yields:
        A line of the table, and whether all is as it should be.

    Raises:
        ExerciseError: The exercise is not in order.
        TrialError: No exercise has this number.
    """
    exercise = _found(number)
    started = time.perf_counter()
    solution = exercise.define(exercise.solution)
    wrong = [v for v in (judge(exercise, solution, seed) for seed in range(DRAWS)) if not v.right]
    note = wrong[0].message if wrong else f"right on {DRAWS} draws"
    yield _line("solution", not wrong, note, started), not wrong
    for mistake in exercise.mistakes:
        started = time.perf_counter()
        answer = exercise.answer_of(mistake)
        verdicts = [judge(exercise, answer, seed) for seed in range(DRAWS_EACH)]
        off = [v for v in verdicts if v.mistake != mistake.name]
        note = f"told {off[0].mistake or 'nothing'}: {off[0].message}" if off else mistake.hint
        yield _line(mistake.name, not off, note, started), not off
    for advice in exercise.advice:
        started = time.perf_counter()
        verdict = judge(exercise, exercise.answer_of(advice))
        good = verdict.right and verdict.hint == advice.hint
        yield _line(f"{advice.name} (right)", good, verdict.message, started), good


def try_answer(number: str, path: Path) -> tuple[str, bool]:
    """Judge an answer written in a file, in the names of its lab.

    Raises:
        TrialError: No exercise has this number, or the file does not define its name.
    """
    exercise = _found(number)
    names = exercise.names()
    before = names.get(exercise.name)
    try:
        code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    except SyntaxError as error:
        raise TrialError(f"{path}:{error.lineno}: this does not parse: {error.msg}") from None
    exec(code, names)
    if names.get(exercise.name) is before:
        raise TrialError(f"{path} does not define {exercise.name}, which {number} asks for")
    verdict = judge(exercise, names[exercise.name])
    return f"{number} {exercise.name}: {verdict.mistake or ''}\n{verdict.message}", verdict.right


def _found(number: str) -> Exercise:
    try:
        return exercise_numbered(number)
    except LookupError as error:
        raise TrialError(str(error)) from None


def _line(name: str, good: bool, note: str, started: float) -> str:
    mark = "ok " if good else "OFF"
    short = note if not good or len(note) < 60 else f"{note[:57]}..."
    return f"{mark} {time.perf_counter() - started:5.2f} s  {name:32} {short}"
