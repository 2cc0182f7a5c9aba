"""A cell that needs an exercise which is still open ends with one box, not with a traceback."""

from __future__ import annotations

import html
import re
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from seqlab import style
from seqlab.check.exercise import Exercise
from seqlab.check.lab import read_lab

if TYPE_CHECKING:
    from seqlab.check.checker import Checker

_TODO = re.compile(r"TODO (\d+\.\d+): ")
PLACE = "next-exercise"  # to which the end of a lab links
WHAT = (
    "Write your answer there, in place of the line with raise, and run the cell. Then choose "
    "Run > Run Selected Cell and All Below."
)
STUCK = (
    'When you are stuck: check({name}, more=True) shows a stronger hint. seqlab.skip("{id}"), in a '
    "new cell below it, puts in a working answer; you can come back later."
)


def announce(check: Checker) -> None:
    """From now on let IPython show a box where an exercise of a lab is still open.

    The error stays an error, and what runs the cells stops at it: only what is shown of it is
    another. Outside IPython this does nothing.

    Args:
        check: The checks of the lab.
    """
    import matplotlib.pyplot as plt
    from IPython import get_ipython
    from IPython.display import display

    shell = get_ipython()
    if shell is None:
        return

    def show(
        _: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
        tb_offset: int | None = None,
    ) -> None:
        found = _TODO.match(str(error))
        needed = [each for each in check.exercises.values() if found and each.id == found[1]]
        if needed:
            plt.close("all")  # a picture that was begun would stand below the box, empty
            display(box(check, needed[0]), raw=True)
            line = f"Exercise {needed[0].id} is still open."
            error._render_traceback_ = lambda: [line]  # type: ignore[attr-defined]
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((NotImplementedError,), show)


def box(check: Checker, needed: Exercise) -> dict[str, str]:
    """Return what is shown where a cell needs an open exercise: what is next, and what to do.

    Args:
        check: The checks of the lab.
        needed: The exercise.
    """
    first = check.first_open(needed)
    title = f"Next: exercise {first.id}, {first.name}"
    why = f"This cell needs {needed.name} (exercise {needed.id}), which is still open."
    stuck = STUCK.format(name=first.name, id=first.id)
    lines = [why, first.todo, WHAT, stuck]
    where = _link(read_lab(check.lab).headings.get(first.id, ""))
    body = style.paragraphs(*map(html.escape, lines[:2]), where, *map(html.escape, lines[2:]))
    return {
        "text/plain": "\n".join([title, *lines]),
        "text/html": f'<div id="{PLACE}">{style.panel("note", title, body)}</div>',
    }


def _link(heading: str) -> str:
    """Return a link to a heading of the notebook, as JupyterLab names its place."""
    if not heading:
        return ""
    place = quote(heading.replace(" ", "-"), safe=":")
    colour = style.LOOKS["right"].heading
    return f'<a style="color: {colour}" href="#{place}">{html.escape(heading)}</a>'
