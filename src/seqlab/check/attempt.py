"""Runs an answer on a case: what came out, or how it ended."""

from __future__ import annotations

import contextlib
import io
import linecache
import os
import random
import sys
import sysconfig
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from seqlab.check.compare import difference, plain
from seqlab.check.elsewhere import Elsewhere, mark
from seqlab.check.exercise import Answer, Case, Exercise, Made, WrongForm, built
from seqlab.check.limits import TimeUp, call_within

PRINTED = 2000  # characters that an answer may print
OURS = f"{Path(__file__).parents[1]}{os.sep}"
LIBRARIES = (sysconfig.get_path("stdlib"), "site-packages", "dist-packages", "<frozen")
CUT = "The numbers are right, but the result is cut off from {name}: nothing could be learned."


@dataclass(frozen=True)
class Failure:
    """An answer that ended in an error: the kind, the message, and the learner's own line."""

    kind: str
    message: str
    line: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an answer did in a case.

    Args:
        result: What it returned, as plain values.
        gradients: The gradient of a fixed mixture of the result with respect to the arguments
            that the exercise names; None where the result does not hang on one.
        changed: Name of an argument that the answer has changed, or "".
    """

    result: Any
    gradients: dict[str, Tensor | None] = field(default_factory=dict)
    changed: str = ""


def attempt(
    exercise: Exercise,
    answer: Answer,
    case: Case,
    show: bool = False,
    seconds: float | None = None,
    locate: bool = True,
    elsewhere: bool = False,
) -> Outcome | Failure:
    """Run an answer on a copy of a case.

    Args:
        exercise: What was asked.
        answer: The learner's function or class.
        case: The arguments.
        show: Whether what it prints and warns of is shown.
        seconds: Time limit; by default that of the exercise.
        elsewhere: Whether the tensors of the case, and of its models, are on another device.
        locate: Whether a failure names the line of the answer, which takes its time.

    Raises:
        NotImplementedError: The answer is still a TODO (its own message is kept).
    """
    limit = exercise.seconds if seconds is None else seconds
    _same_draws()
    try:
        with _output(PRINTED if show else 0):
            return call_within(limit, lambda: _outcome(exercise, answer, case, elsewhere))
    except TimeUp:
        return Failure(TimeUp.__name__, f"no answer within {limit:g} s")
    except NotImplementedError as error:
        if str(error).startswith("TODO"):
            raise
        return _failure(error, locate)
    except (Exception, SystemExit) as error:  # whatever a learner's code can do
        return _failure(error, locate)


def expected_outcome(exercise: Exercise, case: Case) -> Outcome:
    """Return the right outcome of a case, gradients included."""
    _same_draws()
    arguments = _arguments(exercise, case)
    result = exercise.expected(**arguments)
    return Outcome(plain(result), _gradients(exercise, arguments, result))


def _same_draws() -> None:
    random.seed(0)
    np.random.seed(0)
    torch.default_generator.manual_seed(0)  # torch.manual_seed writes a traceback for each GPU kind
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(0)


def _outcome(exercise: Exercise, answer: Answer, case: Case, elsewhere: bool) -> Outcome:
    arguments = _arguments(exercise, case)
    if elsewhere:
        mark(arguments)
    with Elsewhere() if elsewhere else contextlib.nullcontext():
        if exercise.call is None:
            result = answer(*arguments.values())
        else:
            result = exercise.call(answer, **arguments)
    gradients = _gradients(exercise, arguments, result)
    return Outcome(plain(result), gradients, _changed(exercise, arguments, case))


def _arguments(exercise: Exercise, case: Case) -> Case:
    arguments = built(case)
    for name in exercise.gradients:
        arguments[name].requires_grad_()
    return arguments


def _gradients(exercise: Exercise, arguments: Case, result: Any) -> dict[str, Tensor | None]:
    """Return the gradients of a fixed mixture of all fractions in a result."""
    if not exercise.gradients:
        return {}
    parts = [t for t in _tensors(result) if t.is_floating_point() and t.requires_grad]
    if not parts:
        return dict.fromkeys(exercise.gradients)
    mixture = sum(
        (part * torch.linspace(-1, 1, part.numel(), dtype=part.dtype).view(part.shape)).sum()
        if part.numel() > 1
        else part.sum()
        for part in parts
    )
    wanted = [arguments[name] for name in exercise.gradients]
    found = torch.autograd.grad(mixture, wanted, allow_unused=True)  # type: ignore[arg-type]
    return dict(zip(exercise.gradients, map(plain, found), strict=True))


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _tensors(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _tensors(item)


def _changed(exercise: Exercise, arguments: Case, case: Case) -> str:
    for name, original in case.items():
        if name in exercise.may_change or isinstance(original, Made) or callable(original):
            continue
        if difference(plain(arguments[name]), original, name, 0.0, same=True):
            return name
    return ""


@contextlib.contextmanager
def _output(room: int) -> Iterator[None]:
    """Let so many characters through of what is printed, to either stream; and warnings, or not."""
    with (
        contextlib.redirect_stdout(_Printer(room, sys.stdout)),
        contextlib.redirect_stderr(_Printer(room, sys.stderr)),
        warnings.catch_warnings(),
    ):
        if not room:
            warnings.simplefilter("ignore")
        yield


class _Printer(io.TextIOBase):
    """Passes on what is printed, up to so many characters."""

    def __init__(self, room: int, out: Any) -> None:
        self.room, self.out = room, out

    def write(self, text: str) -> int:
        if self.room:
            self.out.write(text[: self.room])
            self.room = max(0, self.room - len(text))
            if not self.room:
                self.out.write("\n... (the rest is not shown)\n")
        return len(text)


def _failure(error: BaseException, locate: bool) -> Failure:
    message = " ".join(str(error).split())
    return Failure(type(error).__name__, message, _own_line(error) if locate else "")


def _own_line(error: BaseException) -> str:
    """Return the last line of the traceback that is neither ours nor a library's."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith((OURS, "<lab>"))
        and f"{os.sep}course{os.sep}checks{os.sep}" not in frame.filename
        and not any(library in frame.filename for library in LIBRARIES)
    ]
    if not own:
        return ""
    text = linecache.getline(own[-1].filename, own[-1].lineno or 0).strip()
    return f"line {own[-1].lineno}: {text}" if text else f"line {own[-1].lineno}"


def told(exercise: Exercise, outcome: Outcome | Failure, right: Outcome) -> str:
    """Say in what an outcome differs from the right one; "" where it does not."""
    if isinstance(outcome, Failure):
        return _told_failure(outcome)
    names = exercise.results
    name = names[0] if len(names) == 1 else "result"
    tolerance = exercise.tolerance
    if isinstance(right.result, dict) and exercise.call is not None:
        name = ""  # the keys say what each value is
    found = difference(outcome.result, right.result, name, tolerance, names)
    if found:
        return found
    for given, gradient in right.gradients.items():
        found = _told_gradient(given, outcome.gradients[given], gradient, tolerance)
        if found:
            return found
    if outcome.changed:
        return (
            f"`{outcome.changed}` was changed: whoever called the function still needs it as it "
            "was. Make a new one instead of writing into the old one."
        )
    return ""


def _told_failure(failure: Failure) -> str:
    if failure.kind == TimeUp.__name__:
        return f"Stopped: {failure.message}. Does a loop never end?"
    if failure.kind == WrongForm.__name__:
        return failure.message
    where = f"\n  {failure.line}" if failure.line else ""
    return f"It stopped with {failure.kind}: {failure.message}{where}"


def _told_gradient(name: str, came: Tensor | None, right: Tensor | None, tolerance: float) -> str:
    if right is None:
        return ""
    if came is None:
        return CUT.format(name=name)
    return difference(came, right, f"gradient of {name}", tolerance)


def same(
    one: Outcome | Failure, other: Outcome | Failure, tolerance: float, only_errors: bool = False
) -> bool:
    """Tell whether two answers did the same in a case.

    Where both stopped with an error its kind must be the same. The message may differ (it names
    shapes), except if there are only errors to go by, or if it is one of our own.
    """
    if isinstance(one, Failure) and isinstance(other, Failure):
        only_errors = only_errors or one.kind == AttributeError.__name__
        by_message = only_errors or one.kind == WrongForm.__name__
        return one.kind == other.kind and (one.message == other.message or not by_message)
    if isinstance(one, Failure) or isinstance(other, Failure):
        return False
    return not (
        _differ(one.result, other.result, tolerance)
        or _differ(one.gradients, other.gradients, tolerance)
    )


def _differ(one: Any, other: Any, tolerance: float) -> bool:
    """Tell whether two results differ, seen from either side."""
    if type(one) is not type(other):
        return True
    return bool(difference(one, other, "result", tolerance, same=True))
