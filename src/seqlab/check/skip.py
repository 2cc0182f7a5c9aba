"""Puts a working answer into a notebook, so that the rest of a lab can be done without it."""

from __future__ import annotations

import html
import re
from typing import Any

from seqlab import progress, style
from seqlab.check.checker import PUT_IN, Checker
from seqlab.check.exercise import exercises_of
from seqlab.check.lab import Task, lab_names, read_lab


class SkipError(ValueError):
    """An exercise cannot be skipped; the message says why, and a notebook shows it alone."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


def put_in(number: str) -> None:
    """Define the solution of an exercise in the notebook that runs, and say so.

    It is not counted as done. The learner comes back by running the cell of the exercise.

    Args:
        number: Of the exercise, such as "4.4".

    Raises:
        SkipError: There is no such exercise, no notebook runs, or cells above were not run yet.
    """
    from IPython import get_ipython
    from IPython.display import display

    lab, task = _find(number)
    shell = get_ipython()
    if shell is None:
        raise SkipError("seqlab.skip puts an answer into a notebook: call it in a cell of a lab")
    names: dict[str, Any] = shell.user_ns
    missing = sorted(read_lab(lab).needs(task.name) - names.keys())
    if missing:
        raise SkipError(
            f"The answer to {number} needs {', '.join(missing)}: click this cell, choose "
            "Run > Run All Above Selected Cell, then run it again"
        )
    exec(compile(task.source, f"<exercise {number}>", "exec", dont_inherit=True), names)
    setattr(names[task.name], PUT_IN, True)
    event = progress.record(lab, task.name, False, number, kind="skip")
    display({**_note(lab, task), progress.MIME: event.as_json()}, raw=True)


def _find(number: str) -> tuple[str, Task]:
    """Return the name of the lab and its exercise."""
    if not isinstance(number, str) or not re.fullmatch(r"\d+\.\d+", number):
        raise SkipError(
            f'name the exercise by its number, as in seqlab.skip("4.4"), not {number!r}'
        )
    lab = f"lab{number.partition('.')[0]}"
    if lab not in lab_names():
        labs = ", ".join(name[3:] for name in lab_names())
        raise SkipError(f"there is no exercise {number}: the labs are {labs}")
    tasks = read_lab(lab).tasks.values()
    found = [task for task in tasks if task.number == number]
    if not found:
        numbers = ", ".join(task.number for task in tasks)
        raise SkipError(f"there is no exercise {number}: Lab {lab[3:]} has {numbers}")
    return lab, found[0]


def _note(lab: str, task: Task) -> dict[str, str]:
    title = f"Skipped: exercise {task.number}, {task.name}"
    count = Checker(exercises_of(lab), lab).count()
    lines = [
        f"A working {task.name} is in its place now: run the cells below. {count}.",
        f"Come back: write your own answer in the cell of exercise {task.number} and run that "
        "cell. Then it counts.",
    ]
    body = "<br>".join(map(html.escape, lines))
    return {
        "text/plain": "\n".join([title, *lines]),
        "text/html": style.panel("note", title, body),
    }
