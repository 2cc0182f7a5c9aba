"""What a notebook calls: ``check(answer)``, its report, and what is done so far."""

from __future__ import annotations

import difflib
import html
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from seqlab import progress, style
from seqlab.check.exercise import Answer, Exercise, exercises_of
from seqlab.check.judge import Verdict, judge
from seqlab.check.lab import lab_names, read_lab

MIME = "application/vnd.seqlab.check+json"
STRICT = "SEQLAB_STRICT"  # set where solutions are built and tested: a wrong answer is an error
TRIES = 3  # different wrong ones, after which a stronger hint is offered

STATES = {"right": "right", "wrong": "not yet", "note": "not begun"}


@dataclass(frozen=True)
class Report:
    """A verdict as a notebook shows it.

    Args:
        title: "5.3 make_windows" or "".
        kind: "right", "wrong", or "note" for a TODO that is not begun.
        message: The text below the title.
        folded: Pairs of a summary and a text that are shown on a click; code where it is "code".
        record: What a saved notebook keeps of it.
    """

    title: str
    kind: str
    message: str
    folded: tuple[tuple[str, str], ...] = ()
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    def __bool__(self) -> bool:
        return self.right

    def __str__(self) -> str:
        return f"{self.title}: {STATES[self.kind]}\n{self.message}".strip()

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        body = _html(self.message) + "".join(
            style.fold(summary, _html(text)) for summary, text in self.folded
        )
        title = f"{self.title}: {STATES[self.kind]}"
        return {
            "text/plain": str(self),
            "text/html": style.panel(self.kind, title, body),
            MIME: {"title": self.title, "right": self.right},
            **({progress.MIME: self.record} if self.record else {}),
        }


def _html(text: str) -> str:
    """Return a message as HTML; its indented lines and the call keep their form."""
    parts = []
    for part in text.split("\n\n"):
        head, _, rest = part.partition("\n")
        if head in (TRY_IT, ONE_WAY):
            parts.append(html.escape(head) + style.code(rest))
        else:
            lines = "<br>".join(html.escape(line) for line in part.splitlines())
            parts.append(f"<div>{lines}</div>")
    return "".join(parts)


TRY_IT = "Try it:"
ONE_WAY = "One way to write it:"


class Checker:
    """The checks of one lab; finds the exercise by the name of the answer.

    Args:
        exercises: The exercises of the lab, in their order.
        lab: Its name, such as "lab3", under which progress is kept; "" keeps none.
    """

    def __init__(self, exercises: Sequence[Exercise], lab: str = "") -> None:
        self.exercises = {exercise.name: exercise for exercise in exercises}
        self.lab = lab
        self.done: set[str] = set()
        if lab:
            self.done = progress.done(lab) & self.exercises.keys()
        self._wrong: dict[str, set[str]] = {}

    def __call__(self, answer: Answer, more: bool = False) -> Report:
        """Check an answer.

        Args:
            answer: The function or class itself, not its result: ``check(encode_tune)``.
            more: Whether a wrong answer gets a stronger hint at once.
        """
        __tracebackhide__ = True
        report = self._report(answer, more)
        if not report.right and os.environ.get(STRICT):
            raise AssertionError(str(report))
        return report

    def _report(self, answer: Answer, more: bool) -> Report:
        name = getattr(answer, "__name__", "")
        if not callable(answer) or name not in self.exercises:
            return Report("check", "wrong", self._not_found(answer, name))
        exercise = self.exercises[name]
        title = f"{exercise.id} {name}"
        try:
            verdict = judge(exercise, answer)
        except NotImplementedError as error:
            text = f"{error}\nWrite your answer in place of the `raise` line, then run the cell."
            return Report(title, "note", text)
        event = progress.record(
            self.lab, name, verdict.right, number=exercise.id, mistake=verdict.mistake
        )
        record = event.as_json() if self.lab else {}
        if not verdict.right:
            self.done.discard(name)
            return self._wrong_report(exercise, title, verdict, more, record)
        self.done.add(name)
        text = f"{len(self.done)} of {len(self.exercises)} done"
        if verdict.mistake:
            text += f"\n\nOne thing to know: {verdict.message}"
        folded = ((ONE_WAY.rstrip(":"), f"{ONE_WAY}\n{exercise.solution}"),)
        return Report(title, "right", text, folded, record)

    def _wrong_report(
        self,
        exercise: Exercise,
        title: str,
        verdict: Verdict,
        more: bool,
        record: dict[str, Any],
    ) -> Report:
        tries = self._wrong.setdefault(exercise.name, set())
        tries.add(verdict.message)
        message = verdict.message
        folded: tuple[tuple[str, str], ...] = ()
        if more:
            message = "\n\n".join([message, *exercise.more])
        elif len(tries) >= TRIES and exercise.more:
            names = ("A stronger hint", "A neighbouring example", "One more")
            folded = tuple(zip(names, exercise.more, strict=False))
            message += f"\n\nA stronger hint: check({exercise.name}, more=True)"
        return Report(title, "wrong", message, folded, record)

    def _not_found(self, answer: Any, name: str) -> str:
        """Say why there is no exercise for an answer, and what to do."""
        if name == "<lambda>":
            return "Write your answer with `def`: check finds the exercise by its name."
        if not callable(answer) or not isinstance(answer, type | type(_html)):
            return (
                "Give check the function itself, as you wrote it with `def`: check(name), "
                "not its result."
            )
        near = difflib.get_close_matches(name, self.exercises, n=1)
        if near:
            return f"No exercise is called {name!r}. Did you mean {near[0]!r}?"
        for lab in lab_names() if self.lab else ():
            if name in read_lab(lab).tasks:
                return f"{name!r} is an exercise of Lab {lab[3:]}, and this is Lab {self.lab[3:]}."
        return f"No exercise is called {name!r}. There are: {', '.join(self.exercises)}"


def checker(lab: str) -> Checker:
    """Return the checks of a lab, such as ``checker("lab5")``.

    What was done before is kept: after a restart of the kernel it says so.

    Raises:
        ValueError: There is no such lab.
    """
    check = Checker(exercises_of(lab), lab)
    if check.done and not os.environ.get(STRICT):
        print(
            f"Lab {lab[3:]}: {len(check.done)} of {len(check.exercises)} done. After a restart, "
            "click the cell where you stopped and choose Run > Run All Above Selected Cell: your "
            "answers are kept in the notebook."
        )
    return check
