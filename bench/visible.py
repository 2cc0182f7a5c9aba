"""How much of a notebook is read: visible code lines, which of them are the lesson, and minutes.

``python -m bench.visible [SOURCE ...]`` counts the lectures' sources, or those that are named. The
minutes are a formula and no observation: 100 words and 12 lines of code a minute (technical English
as a second language), 1.5 minutes for a prediction.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import ROOT
from seqlab.authoring.source import Cell, read_source

WORDS, LINES, PREDICTION = 100, 12, 1.5  # a minute, a minute, minutes

# Names of figures, of measuring and of the set-up. A statement without any is the lesson.
APPARATUS = re.compile(
    r"plt|seqlab|figure|axes|panels?|show|explore|label_lines|claim|predict|reveal|quiz|draw_\w+|plot\w*"
)
_DEEPER = re.compile(r"^## .*\(deeper\)$", re.MULTILINE)
_HEADING = re.compile(r"^## ", re.MULTILINE)
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """What is read in a part of a notebook, in words, lines of code and predictions."""

    words: int
    lines: int
    lesson: int
    predictions: int

    @property
    def share(self) -> float:
        """The share of the visible lines of code that is the lesson."""
        return self.lesson / self.lines if self.lines else 1.0

    @property
    def minutes(self) -> float:
        """How long the part takes to read and to predict."""
        return self.words / WORDS + self.lines / LINES + PREDICTION * self.predictions


def count(path: Path) -> dict[str, Part]:
    """Count the source of a notebook.

    Args:
        path: A file in ``course/``.

    Returns:
        "all" of it, and the "core": all but the sections whose heading ends with ``(deeper)``.
    """
    cells = list(_with_depth(read_source(ROOT, path).cells))
    return {
        "all": _part([cell for cell, _ in cells]),
        "core": _part([cell for cell, deeper in cells if not deeper]),
    }


def _with_depth(cells: tuple[Cell, ...]) -> Iterator[tuple[Cell, bool]]:
    """Yield each cell, and whether it belongs to a section that goes deeper."""
    deeper = False
    for cell in cells:
        if cell.kind == "markdown" and _HEADING.search(cell.text):
            deeper = bool(_DEEPER.search(cell.text))
        yield cell, deeper


def _part(cells: list[Cell]) -> Part:
    text = " ".join(_FOLDED.sub("", cell.text) for cell in cells if cell.kind == "markdown")
    code = [cell for cell in cells if cell.kind == "code"]
    visible = [cell.text for cell in code if not cell.aside]
    return Part(
        words=sum(any(map(str.isalnum, word)) for word in text.split()),
        lines=sum(_written(cell) for cell in visible),
        lesson=sum(lesson_lines(cell) for cell in visible),
        predictions=sum(_predictions(cell.text) for cell in code),
    )


def lesson_lines(cell: str) -> int:
    """Return how many lines of a code cell are neither imports nor apparatus."""
    lines = cell.split("\n")
    return sum(
        _written("\n".join(lines[statement.lineno - 1 : statement.end_lineno]))
        for statement in _statements(cell)
        if not _is_apparatus(statement)
    )


def _statements(cell: str) -> list[ast.stmt]:
    """Return the statements of a cell, whose magics stand for nothing."""
    return ast.parse(re.sub(r"^[%!].*$", "", cell, flags=re.MULTILINE)).body


def _is_apparatus(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return True
    names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    if isinstance(statement, ast.FunctionDef):
        names.add(statement.name)
    return any(APPARATUS.fullmatch(name) for name in names)


def _predictions(cell: str) -> int:
    calls = [
        node for node in ast.walk(ast.Module(_statements(cell), [])) if isinstance(node, ast.Call)
    ]
    return sum(isinstance(call.func, ast.Name) and call.func.id == "predict" for call in calls)


def _written(text: str) -> int:
    return sum(bool(line.strip()) for line in text.split("\n"))


def table(paths: list[Path]) -> str:
    """Return one line for each notebook: lines, their share that is the lesson, and the core."""
    head = f"{'notebook':18}{'lines':>6}{'lesson':>8}{'min':>5}"
    rows = [f"{head}{'core lines':>12}{'words':>7}{'min':>5}"]
    for path in paths:
        parts = count(path)
        whole, core = parts["all"], parts["core"]
        rows.append(
            f"{path.stem:18}{whole.lines:6}{whole.share:8.0%}{whole.minutes:5.0f}"
            f"{core.lines:12}{core.words:7}{core.minutes:5.0f}"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    named = [Path(name).absolute() for name in sys.argv[1:]]
    print(table(named or sorted((ROOT / "course" / "lecture").glob("*.py"))))
