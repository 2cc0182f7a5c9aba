"""Judge an answer: right, a mistake that can be named, or what was expected and what came."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch

from seqlab.check.attempt import Failure, Outcome, attempt, expected_outcome, same, told
from seqlab.check.diagnosis import Tried, explain
from seqlab.check.elsewhere import MIXED, NO_NUMPY, answers_device, is_on_the_cpu
from seqlab.check.exercise import Answer, Case, Exercise
from seqlab.check.lab import read_lab
from seqlab.check.limits import TimeUp, global_state_kept
from seqlab.check.show import call_text

SIZES = 5
ENDLESS = (
    "What should end each loop, and does that come true? A `while` needs a line in it that brings "
    "it nearer to its end; a list must not grow while a `for` goes through it."
)
ON_A_GPU = (
    "A tensor is made on the CPU, and the others are where the model is. Make it there too: "
    "torch.tensor(..., device=device), or take the device of a tensor that came in, x.device."
)
TRY_IT = "Try it in a cell of its own:"
TOO_LONG = "(The call that shows it holds too many numbers to be shown.)"
LONGEST_CALL = 2000  # characters of a call that is shown


@dataclass(frozen=True)
class Verdict:
    """What ``judge`` found.

    Args:
        right: Whether the answer is right.
        message: What to tell the learner: the failing call, what came, and the hint.
        mistake: Name of the mistake, or "": one of the exercise's own, two of them joined by
            " + ", or a general one.
        call: The smallest failing call, as it can be pasted into a cell.
        difference: What was expected, and what came.
        hint: What explains it, or "".
    """

    right: bool
    message: str
    mistake: str = ""
    call: str = ""
    difference: str = ""
    hint: str = ""


def judge(exercise: Exercise, answer: Answer, seed: int = 0, diagnose: bool = True) -> Verdict:
    """Try an answer on random cases.

    Args:
        exercise: What was asked.
        answer: The learner's function or class.
        seed: Seed of the cases: the same answer always gets the same verdict.
        diagnose: Whether to look for what explains a wrong answer.

    Raises:
        NotImplementedError: The answer is still a TODO (its own message is kept).
    """
    with global_state_kept(answer), _uncompiled():
        tried, failing = _try(exercise, answer, draw_cases(exercise, seed))
        if failing is None:
            return _elsewhere(exercise, answer, tried[0]) or _advised(exercise, answer, seed)
        difference = told(exercise, failing.outcome, failing.right)
        call = call_text(exercise, failing.case, answer)
        mistake, hint = _cell_not_run(exercise, failing.outcome)
        if _timed_out(failing.outcome):
            mistake, hint = "endless", ENDLESS
        if not mistake and diagnose:
            others = [one for one in tried if one is not failing]
            mistake, hint = explain(exercise, answer, [failing, *others], difference)
        text = _message(call, difference, hint)
        return Verdict(False, text, mistake, call, difference, hint)


def _uncompiled() -> AbstractContextManager[None]:
    """Let what ``torch.compile`` has wrapped run as it was written.

    A time limit that cuts into the compiler leaves torch broken.
    """
    if "torch._dynamo" in sys.modules:  # else nothing is compiled, and the import takes seconds
        return torch.compiler.set_stance("force_eager")
    return nullcontext()


def draw_cases(exercise: Exercise, seed: int) -> list[Case]:
    """Return the cases of a verdict: all sizes, the smallest first, each of them several times."""
    generator = torch.Generator().manual_seed(seed)
    drawn = [
        [exercise.draw(generator, size) for size in range(SIZES)] for _ in range(exercise.draws)
    ]
    return [cases[size] for size in range(SIZES) for cases in drawn]


def _try(
    exercise: Exercise, answer: Answer, cases: Sequence[Case]
) -> tuple[list[Tried], Tried | None]:
    """Run the answer until it fails, then on one more case of each size, for the diagnosis."""
    tried: list[Tried] = []
    failing: Tried | None = None
    for number, case in enumerate(cases):
        if failing is not None and (number % exercise.draws or _timed_out(tried[-1].outcome)):
            continue
        outcome = attempt(exercise, answer, case, show=not tried)
        tried.append(Tried(case, outcome, expected_outcome(exercise, case)))
        if failing is None and told(exercise, outcome, tried[-1].right):
            failing = tried[-1]
    return tried, failing


def _elsewhere(exercise: Exercise, answer: Answer, tried: Tried) -> Verdict | None:
    """Return a verdict on an answer that works on the CPU only, where the lab may use a GPU.

    It is right as long as the notebook itself works on the CPU.
    """
    if not exercise.anywhere:
        return None
    with answers_device(answer):
        outcome = attempt(exercise, answer, tried.case, elsewhere=True)
    if not isinstance(outcome, Failure) or outcome.message not in (MIXED, NO_NUMPY):
        return None
    call = call_text(exercise, tried.case, answer)
    difference = f"Right on the CPU. On a GPU: {outcome.message}"
    if outcome.line:
        difference += f"\n  {outcome.line}"
    text = _message(call, difference, ON_A_GPU)
    return Verdict(is_on_the_cpu(answer), text, "cpu_only", call, difference, ON_A_GPU)


def _advised(exercise: Exercise, answer: Answer, seed: int) -> Verdict:
    """Return the verdict on a right answer, with a word on what could be better."""
    if not exercise.advice:
        return Verdict(True, "right")
    case = exercise.draw(torch.Generator().manual_seed(seed), SIZES)
    outcome = attempt(exercise, answer, case)
    if not told(exercise, outcome, expected_outcome(exercise, case)):
        return Verdict(True, "right")
    for advice in exercise.advice:
        theirs = attempt(exercise, exercise.answer_of(advice), case)
        if same(outcome, theirs, exercise.tolerance):
            return Verdict(True, advice.hint, advice.name, hint=advice.hint)
    return Verdict(True, exercise.advice[0].hint, exercise.advice[0].name)


def _timed_out(outcome: Outcome | Failure) -> bool:
    return isinstance(outcome, Failure) and outcome.kind == TimeUp.__name__


def _cell_not_run(exercise: Exercise, outcome: Outcome | Failure) -> tuple[str, str]:
    """Return a hint where the answer misses what another cell of the lab defines."""
    missing = re.match(r"name '(\w+)' is not defined", getattr(outcome, "message", ""))
    if not missing or not exercise.lab or not read_lab(exercise.lab).defines(missing[1]):
        return "", ""
    task = read_lab(exercise.lab).tasks.get(missing[1])
    if task:
        return "cell_not_run", (
            f"`{missing[1]}` is exercise {task.number}. Its cell has not been run since the kernel "
            "started: run it, then this one. If it is still to be written, it comes first."
        )
    return "cell_not_run", (
        f"`{missing[1]}` is defined in a cell above, which has not been run since the kernel "
        "started. Click this cell, choose Run > Run All Above Selected Cell, then run it again."
    )


def _message(call: str, difference: str, hint: str) -> str:
    shown = f"{TRY_IT}\n{call}" if len(call) <= LONGEST_CALL else TOO_LONG
    parts = [shown, difference, hint]
    return "\n\n".join(part for part in parts if part)
