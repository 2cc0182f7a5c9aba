"""Judge an answer: right, one of the known mistakes, or what was expected and what came."""

from __future__ import annotations

import contextlib
import io
import linecache
import os
import random
import sys
import sysconfig
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from seqlab.check.exercise import Answer, Exercise, Tensors, WrongForm
from seqlab.check.limits import TimeUp, call_within, global_state_kept

CASES = 5
PRINTED = 2000  # characters that an answer may print
OURS = f"{Path(__file__).parents[1]}{os.sep}"
LIBRARIES = (sysconfig.get_path("stdlib"), "site-packages", "dist-packages", "<frozen")


@dataclass(frozen=True)
class Failure:
    """An answer that ended in an error: the kind, the message, and the learner's own line."""

    kind: str
    message: str
    line: str = ""


@dataclass(frozen=True)
class Verdict:
    """What ``judge`` found.

    Args:
        right: Whether the answer is right.
        message: What to tell the learner.
        mistake: Name of the known mistake, or "".
    """

    right: bool
    message: str
    mistake: str = ""


Outcome = Tensors | Failure


def judge(exercise: Exercise, answer: Answer, seed: int | None = None) -> Verdict:
    """Try an answer on fresh random cases.

    Args:
        exercise: What was asked.
        answer: The learner's function or class.
        seed: Seed of the cases; None draws new ones each time.

    Raises:
        NotImplementedError: The answer is still a TODO (its own message is kept).
    """
    with global_state_kept(answer):
        generator = torch.Generator()
        seed = generator.seed() if seed is None else generator.manual_seed(seed).initial_seed()
        cases = [exercise.case(generator, size) for size in range(CASES)]
        expected = [exercise.expected(_copy(case)) for case in cases]
        outcomes = _outcomes(exercise, answer, cases)
        for index, (result, right) in enumerate(zip(outcomes, expected, strict=True)):
            difference = _difference(result, right, exercise.tolerance)
            if difference:
                found = _known_mistake(exercise, cases, outcomes, expected)
                if found:
                    return found
                remark = _handed_back(result, cases[index]) or _constant(outcomes, expected)
                where = _describe_case(cases[index])
                return Verdict(False, f"{remark}{difference}\nThe case: {where}")
        return Verdict(True, "right")


def _outcomes(exercise: Exercise, answer: Answer, cases: Sequence[Tensors]) -> list[Outcome]:
    """Run the answer on all cases; after a case that took too long the others are not tried."""
    outcomes: list[Outcome] = []
    for case in cases:
        last = outcomes[-1] if outcomes else None
        slow = isinstance(last, Failure) and last.kind == TimeUp.__name__
        outcomes.append(last if slow and last else _attempt(exercise, answer, case, not outcomes))
    return outcomes


def _attempt(exercise: Exercise, answer: Answer, case: Tensors, show: bool) -> Outcome:
    """Run the answer on a copy of a case; what it prints is shown only if ``show``."""
    inputs = _copy(case)
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    try:
        with contextlib.redirect_stdout(_Printer(PRINTED if show else 0)):
            return call_within(exercise.seconds, lambda: _plain(exercise.run(answer, inputs)))
    except TimeUp:
        return Failure(TimeUp.__name__, f"no answer within {exercise.seconds:g} s")
    except NotImplementedError as error:
        if str(error).startswith("TODO"):
            raise
        return _failure(error)
    except (Exception, SystemExit) as error:  # whatever a learner's code can do
        return _failure(error)


def _plain(result: Tensors) -> Tensors:
    """Return tensors that nothing of the answer hangs on: dense, on the CPU, with no history."""
    return {name: value.detach().to_dense().cpu().clone() for name, value in result.items()}


class _Printer(io.TextIOBase):
    """Passes on what is printed, up to so many characters."""

    def __init__(self, room: int) -> None:
        self.room, self.out = room, sys.stdout

    def write(self, text: str) -> int:
        if self.room:
            self.out.write(text[: self.room])
            self.room = max(0, self.room - len(text))
            if not self.room:
                self.out.write("\n... (the rest is not shown)\n")
        return len(text)


def _failure(error: BaseException) -> Failure:
    message = " ".join(str(error).split())
    return Failure(type(error).__name__, message, _own_line(error))


def _own_line(error: BaseException) -> str:
    """Return the last line of the traceback that is neither ours nor a library's."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(OURS)
        and not any(library in frame.filename for library in LIBRARIES)
    ]
    if not own:
        return ""
    text = linecache.getline(own[-1].filename, own[-1].lineno or 0).strip()
    return f"line {own[-1].lineno}: {text}" if text else f"line {own[-1].lineno}"


def _copy(case: Tensors) -> Tensors:
    return {name: value.clone() for name, value in case.items()}


def _known_mistake(
    exercise: Exercise,
    cases: Sequence[Tensors],
    outcomes: Sequence[Outcome],
    expected: Sequence[Tensors],
) -> Verdict | None:
    """Return the hint of the first known mistake that gives the same outcome in every case."""
    only_errors = all(isinstance(outcome, Failure) for outcome in outcomes)
    for mistake in exercise.mistakes:
        theirs = (_attempt(exercise, mistake.answer, case, show=False) for case in cases)
        if all(  # stops at the first case that tells them apart
            _same(one, other, exercise.tolerance, only_errors)
            for one, other in zip(outcomes, theirs, strict=True)
        ):
            differences = (
                (_difference(outcome, right, exercise.tolerance), case)
                for outcome, right, case in zip(outcomes, expected, cases, strict=True)
            )
            difference, case = next(pair for pair in differences if pair[0])
            text = f"{mistake.hint}\n{difference}\nThe case: {_describe_case(case)}"
            return Verdict(False, text, mistake.name)
    return None


def _same(one: Outcome, other: Outcome, tolerance: float, only_errors: bool = False) -> bool:
    """Tell whether two answers did the same in a case.

    Where both stopped with an error its kind must be the same. The message may differ (it names
    shapes), except if there are only errors to go by.
    """
    if isinstance(one, Failure) and isinstance(other, Failure):
        return one.kind == other.kind and (one.message == other.message or not only_errors)
    if isinstance(one, Failure) or isinstance(other, Failure):
        return False
    return one.keys() == other.keys() and not any(
        _tensor_difference(name, one[name], other[name], tolerance, nan_equal=True) for name in one
    )


def _difference(outcome: Outcome, right: Tensors, tolerance: float) -> str:
    """Say in what an outcome differs from the right one; "" where it does not."""
    if isinstance(outcome, Failure):
        if outcome.kind == TimeUp.__name__:
            return f"Stopped: {outcome.message}. Does a loop never end?"
        if outcome.kind == WrongForm.__name__:
            return outcome.message
        where = f"\n  {outcome.line}" if outcome.line else ""
        return f"It stopped with {outcome.kind}: {outcome.message}{where}"
    for name in right:
        if name not in outcome:
            return f"{name} is missing."
        difference = _tensor_difference(name, outcome[name], right[name], tolerance)
        if difference:
            return difference
    return ""


def _tensor_difference(
    name: str, came: Tensor, right: Tensor, tolerance: float, nan_equal: bool = False
) -> str:
    if came.shape != right.shape:
        return f"{name}: expected shape {tuple(right.shape)}, got {tuple(came.shape)}."
    if _family(came) != _family(right):
        return f"{name}: expected numbers of type {right.dtype}, got {came.dtype}."
    if came.is_complex():
        came, right = torch.view_as_real(came), torch.view_as_real(right)
    came, right = came.double(), right.double()
    if not nan_equal and came.isnan().any():
        return f"{name}: {came.isnan().double().mean():.0%} of the numbers are NaN."
    if torch.allclose(came, right, rtol=tolerance, atol=tolerance, equal_nan=nan_equal):
        return ""
    return f"{name}: {_largest_difference(came, right, tolerance)}"


def _largest_difference(came: Tensor, right: Tensor, tolerance: float) -> str:
    if came.numel() <= 12:
        return f"expected {_show(right)}, got {_show(came)}."
    same = torch.isclose(came, right, rtol=tolerance, atol=tolerance)
    gap = (came - right).abs().nan_to_num(torch.inf).masked_fill(same, 0.0)
    place = tuple(int(i) for i in torch.unravel_index(gap.argmax(), gap.shape))
    return (
        f"{int((~same).sum())} of {gap.numel()} numbers differ, most at {list(place)}: "
        f"expected {right[place]:.6g}, got {came[place]:.6g}."
    )


def _family(tensor: Tensor) -> str:
    if tensor.dtype == torch.bool:
        return "bool"
    if tensor.is_complex():
        return "complex"
    return "float" if tensor.is_floating_point() else "int"


def _show(tensor: Tensor) -> str:
    text = str([round(v, 4) for v in tensor.flatten().tolist()])
    return text[1:-1] if tensor.dim() == 0 else text


def _handed_back(outcome: Outcome, case: Tensors) -> str:
    """Say so where a result is nothing but one of the inputs."""
    if isinstance(outcome, Failure):
        return ""
    for name, value in outcome.items():
        for given, original in case.items():
            if value.numel() > 1 and not _tensor_difference(name, value, original, 0.0):
                return f"{name} is the input `{given}`, handed back unchanged.\n"
    return ""


def _constant(outcomes: Sequence[Outcome], expected: Sequence[Tensors]) -> str:
    """Say so where the results are the same in every case, although they should not be."""
    constant = all(_same(outcomes[0], outcome, 0.0) for outcome in outcomes)
    if isinstance(outcomes[0], Failure) or not constant:
        return ""
    if all(_same(expected[0], right, 0.0) for right in expected):
        return ""
    return "The result is the same for every input: are the arguments used?\n"


def _describe_case(case: Tensors) -> str:
    """Name the tensors of a case: small ones with their numbers, others with their shape."""
    parts = []
    for name, value in case.items():
        text = _show(value) if value.numel() <= 12 else f"shape {tuple(value.shape)}"
        parts.append(f"{name} = {text}" if value.numel() <= 12 else f"{name} of {text}")
    return ", ".join(parts)
