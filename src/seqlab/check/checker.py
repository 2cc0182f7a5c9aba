"""What a notebook calls: ``check(answer)``, its report, and what is done so far."""

from __future__ import annotations

import difflib
import html
import inspect
import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from seqlab import progress, style
from seqlab.check import todo
from seqlab.check.exercise import Answer, Exercise, exercises_of
from seqlab.check.judge import TRY_IT, Verdict, judge
from seqlab.check.lab import lab_names, read_lab

MIME = "application/vnd.seqlab.check+json"
TRIES = 3  # different wrong ones, after which a stronger hint is offered

PUT_IN = "put_in_by_skip"  # the attribute that marks an answer of the course
SKIPPED = (
    "This is the answer of the course, which skip has put in: it does not count. Write your own "
    "in the cell of the exercise, and run that cell."
)

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
        opened: Whether what can be folded is open, and part of the plain text.
    """

    title: str
    kind: str
    message: str
    folded: tuple[tuple[str, str], ...] = ()
    record: dict[str, Any] = field(default_factory=dict)
    opened: bool = False

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    def __bool__(self) -> bool:
        return self.right

    def __str__(self) -> str:
        text = f"{self.title}: {STATES[self.kind]}\n{self.message}".strip()
        if self.opened:
            return "\n\n".join([text, *(f"{name}:\n{more}" for name, more in self.folded)])
        if self.folded and not self.right:
            name = self.title.split()[-1]
            text += f"\n\nA stronger hint: check({name}, more=True)"
        return text

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        body = _html(self.message) + "".join(
            style.fold(name, style.code(text) if name == ONE_WAY else _html(text), self.opened)
            for name, text in self.folded
        )
        title = f"{self.title}: {STATES[self.kind]}"
        return {
            "text/plain": str(self),
            "text/html": style.panel(self.kind, title, body),
            MIME: {"title": self.title, "right": self.right},
            **({progress.MIME: self.record} if self.record else {}),
        }


def _html(text: str) -> str:
    """Return a message as HTML: paragraphs, and the call to try as code."""
    parts = []
    for part in text.split("\n\n"):
        head, _, rest = part.partition("\n")
        if head == TRY_IT:
            parts.append(html.escape(head) + style.code(rest))
        else:
            lines = "<br>".join(html.escape(line) for line in part.splitlines())
            parts.append(style.paragraphs(lines))
    return "".join(parts)


ONE_WAY = "One way to write it"
MORE_NAMES = ("A stronger hint", "A neighbouring example")


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
        if not report.right and os.environ.get(progress.STRICT):
            raise AssertionError(str(report))
        return report

    def _report(self, answer: Answer, more: bool) -> Report:
        name = getattr(answer, "__name__", "")
        if not callable(answer) or name not in self.exercises:
            return Report("check", "wrong", self._not_found(answer, name))
        exercise = self.exercises[name]
        title = f"{exercise.id} {name}"
        if getattr(answer, PUT_IN, False):
            return Report(title, "note", SKIPPED)
        try:
            verdict = judge(exercise, answer)
        except NotImplementedError as error:
            return self._todo_report(exercise, title, str(error), more)
        event = progress.record(
            self.lab, name, verdict.right, number=exercise.id, mistake=verdict.mistake
        )
        record = event.as_json() if self.lab else {}
        if not verdict.right:
            self.done.discard(name)
            return self._wrong_report(exercise, answer, title, verdict, more, record)
        self.done.add(name)
        text = self.count()
        if verdict.mistake:
            text += f"\n\nOne thing to know: {verdict.message}"
        lines = exercise.solution.split("\n")
        solution = "\n".join(line for line in lines if not line.lstrip().startswith("# TODO"))
        folded = ((ONE_WAY, solution),)
        return Report(title, "right", text, folded, record)

    def count(self) -> str:
        """Say how many exercises are done, and how many were skipped: "7 of 11 done, 1 skipped"."""
        text = f"{len(self.done)} of {len(self.exercises)} done"
        skipped = len(self._skipped())
        return f"{text}, {skipped} skipped" if skipped else text

    def first_open(self, needed: Exercise) -> Exercise:
        """Return the first exercise up to this one that is neither done nor skipped."""
        behind = self.done | self._skipped()
        upto = itertools.takewhile(lambda each: each is not needed, self.exercises.values())
        return next((each for each in upto if each.name not in behind), needed)

    def _skipped(self) -> set[str]:
        return progress.skipped(self.lab) & self.exercises.keys() if self.lab else set()

    def _todo_report(self, exercise: Exercise, title: str, todo: str, more: bool) -> Report:
        if exercise.todo and todo != exercise.todo:
            text = f"It calls an exercise that is still to be done.\n{todo}"
            return Report(title, "wrong", text)
        text = f"{todo}\nWrite your answer in place of the line with raise, then run the cell."
        folded = tuple(zip(MORE_NAMES, exercise.more, strict=False)) if more else ()
        return Report(title, "note", text, folded, opened=more)

    def _wrong_report(
        self,
        exercise: Exercise,
        answer: Answer,
        title: str,
        verdict: Verdict,
        more: bool,
        record: dict[str, Any],
    ) -> Report:
        tries = self._wrong.setdefault(exercise.name, set())
        tries.add(verdict.message)
        message = "\n\n".join([*self._not_right_yet(exercise, answer), verdict.message])
        folded: tuple[tuple[str, str], ...] = ()
        if more or len(tries) >= TRIES:
            folded = tuple(zip(MORE_NAMES, exercise.more, strict=False))
        return Report(title, "wrong", message, folded, record, opened=more)

    def _not_right_yet(self, exercise: Exercise, answer: Answer) -> list[str]:
        """Name the exercises that an answer uses, and that are not right yet."""
        used = getattr(inspect.unwrap(answer), "__code__", None)
        names = set(used.co_names) if used else set()
        behind = self.done | self._skipped()
        above = itertools.takewhile(lambda name: name != exercise.name, self.exercises)
        return [
            f"It uses `{name}` ({self.exercises[name].id}), which is not right yet: begin there."
            for name in above
            if name in names and name not in behind
        ]

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

    In a notebook, a cell that needs an exercise that is still open then ends with one box.
    """
    check = Checker(exercises_of(lab), lab)
    todo.announce(check)
    if check.done and not os.environ.get(progress.STRICT):
        print(
            f"Lab {lab[3:]}: {check.count()}. After a restart, "
            "click the cell where you stopped and choose Run > Run All Above Selected Cell: your "
            "answers are kept in the notebook. An exercise that is still blank may stop it there: "
            "then run the cells below it one by one."
        )
    return check
