"""What a notebook calls: ``check(answer)``, its report, and what is done so far."""

from __future__ import annotations

import html
import os
from dataclasses import dataclass
from typing import Any

from seqlab.check.exercise import Answer, Exercise, exercises_of
from seqlab.check.judge import judge

MIME = "application/vnd.seqlab.check+json"
STRICT = "SEQLAB_STRICT"  # set where solutions are built and tested: a wrong answer is an error


@dataclass(frozen=True)
class Report:
    """A verdict as a notebook shows it.

    Args:
        title: "5.3 make_windows" or "".
        right: Whether the answer is right.
        message: The text below the title.
    """

    title: str
    right: bool
    message: str

    def __str__(self) -> str:
        state = "right" if self.right else "not yet"
        return f"{self.title}: {state}\n{self.message}".strip()

    __repr__ = __str__

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        colour = "#0072b2" if self.right else "#d55e00"  # told apart by colour-blind readers too
        mark = "✓" if self.right else "✗"
        state = "right" if self.right else "not yet"
        lines = "<br>".join(html.escape(line) for line in self.message.splitlines())
        return {
            "text/plain": str(self),
            "text/html": (
                f'<div style="border-left: 4px solid {colour}; padding: 0.4em 0.8em">'
                f'<b style="color: {colour}">{mark} {html.escape(self.title)}: {state}</b>'
                f"<br>{lines}</div>"
            ),
            MIME: {"title": self.title, "right": self.right},
        }


class Checker:
    """The checks of one lab; finds the exercise by the name of the answer.

    Args:
        exercises: The exercises of the lab, in their order.
    """

    def __init__(self, exercises: tuple[Exercise, ...]) -> None:
        self.exercises = {exercise.name: exercise for exercise in exercises}
        self.done: set[str] = set()

    def __call__(self, answer: Answer) -> Report:
        """Check an answer.

        Args:
            answer: The function or class itself, not its result: ``check(encode_tune)``.

        Raises:
            NotImplementedError: The answer is still a TODO; the message is that of the TODO.
        """
        __tracebackhide__ = True
        report, todo = self._report(answer)
        if todo:
            raise NotImplementedError(todo)
        if not report.right and os.environ.get(STRICT):
            raise AssertionError(str(report))
        return report

    def _report(self, answer: Answer) -> tuple[Report, str]:
        """Return the report, and the text of the TODO where the answer is still one."""
        name = getattr(answer, "__name__", None)
        if not callable(answer) or name is None:
            return Report("check", False, "Give check the function itself: check(name)."), ""
        exercise = self.exercises.get(name)
        if exercise is None:
            known = ", ".join(self.exercises)
            return Report("check", False, f"No exercise is called {name!r}. There are: {known}"), ""
        title = f"{exercise.id} {name}"
        try:
            verdict = judge(exercise, answer)
        except NotImplementedError as error:
            return Report(title, False, str(error)), str(error)
        if not verdict.right:
            self.done.discard(name)
            return Report(title, False, verdict.message), ""
        self.done.add(name)
        return Report(title, True, f"{len(self.done)} of {len(self.exercises)} done"), ""


def checker(lab: str) -> Checker:
    """Return the checks of a lab, such as ``checker("lab5")``.

    Raises:
        ValueError: There is no such lab.
    """
    return Checker(exercises_of(lab))
