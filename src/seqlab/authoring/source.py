"""Reads one course source: its cells, the holes in them, and by file and line what is wrong.

A source is a py:percent text, as jupytext and editors know it. In a code cell two markers enclose
what a lab leaves out::

    # TODO 5.3: Shift the target by one character.
    ### BEGIN SOLUTION
    target = tune[1:]
    ### END SOLUTION

The comment stays in the lab, and its first line is the message of the error that takes the place of
the solution.

A code cell that is not the lesson, such as a figure, is written as below; Jupyter and Colab show
its title only, until a reader opens it::

    # %% tags=["aside"]
    # @title The ball and where it may go next
"""

import ast
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
ASIDE = "aside"

# Loose on purpose: a misspelt marker must be an error, or the lab would show the solution.
_MARKER = re.compile(r"\s*#+\s*(begin|end)\s+solution", re.IGNORECASE)
_TODO = re.compile(r"\s*#\s*TODO\b")
_NUMBERED_TODO = re.compile(r"\s*#\s*(?P<message>TODO (?P<number>\d+\.\d+): \S.*)")
_TITLE = re.compile(r"# @title \S.*")  # Colab reads it too
_CELL_START = re.compile(r"# %%(\s|$)")
_CELL_HEAD = re.compile(r"# %%(?: \[(?P<kind>markdown|raw)\])?(?P<metadata>(?: [a-z]+=\S.*)?)")
_METADATA = re.compile(r" (?P<name>[a-z]+)=(?P<value>.*?)(?= [a-z]+=|$)")
# What a notebook alone understands stands in a comment, so that the source is Python.
_MAGIC = re.compile(r"^# ?(?=%%?[a-z]|[!?]\s*[\w.~$\\/{}])")

_Fail = Callable[[int, str], NoReturn]  # takes a line of the cell, from 0, and what is wrong


class SourceError(Exception):
    """Something that an author has to mend in a source, said as `file:line: message`."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True)
class Hole:
    """A solution to be cut out; `begin` and `end` are its marker lines, from 0 in the cell."""

    number: str
    message: str
    begin: int
    end: int


@dataclass(frozen=True)
class Cell:
    """One cell as written; `line` is where its text begins in the source, counted from 1."""

    kind: str
    text: str
    line: int
    metadata: dict[str, Any]
    holes: tuple[Hole, ...]

    @property
    def for_instructors(self) -> bool:
        """Whether the cell is left out of the lab."""
        return "solution" in self.metadata.get("tags", [])

    @property
    def aside(self) -> bool:
        """Whether the code of the cell is folded away under its title."""
        return ASIDE in self.metadata.get("tags", [])

    def notebook_metadata(self) -> dict[str, Any]:
        """Return the metadata as a notebook has them: those of an aside fold its code away."""
        if not self.aside:
            return self.metadata
        return {**self.metadata, "cellView": "form", "jupyter": {"source_hidden": True}}

    def blank(self) -> str:
        """Return the text with an error in the place of every solution."""
        lines = self.text.split("\n")
        for hole in reversed(self.holes):
            indent = lines[hole.begin].removesuffix(BEGIN)
            # A JSON string is a Python string too, and always in double quotes.
            message = json.dumps(hole.message, ensure_ascii=False)
            lines[hole.begin : hole.end + 1] = [f"{indent}raise NotImplementedError({message})"]
        return "\n".join(lines)

    def answered(self) -> str:
        """Return the text with the solutions and without the markers."""
        markers = {line for hole in self.holes for line in (hole.begin, hole.end)}
        lines = enumerate(self.text.split("\n"))
        return "\n".join(line for number, line in lines if number not in markers)


@dataclass(frozen=True)
class Source:
    """A source that was found in order; `path` is relative to the project, with slashes."""

    path: str
    sha256: str
    cells: tuple[Cell, ...]


def read_source(root: Path, path: Path) -> Source:
    """Read the source at `path` and check it.

    Raises:
        SourceError: a marker is stray, unclosed or misspelt; a TODO has no number, no solution or
            another TODO's number; an aside has no title; a cell does not parse, with its solutions
            or without them.

    """
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(root).as_posix()
    cells = tuple(_cells(name, text))
    _check_numbers(name, cells)
    for cell in cells:
        if cell.kind == "code":
            _check_syntax(name, cell)
        if cell.aside:
            _check_title(name, cell)
    return Source(name, hashlib.sha256(text.encode()).hexdigest(), cells)


def _cells(name: str, text: str) -> Iterator[Cell]:
    """Yield the cells of a text, each with its place in it."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _CELL_START.match(line)]
    _check_top(name, lines[: starts[0] if starts else None])
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        kind, metadata = _head(name, start + 1, lines[start])
        first, content = _content(kind, lines, start + 1, end)
        holes = _holes(name, first + 1, content, kind)
        yield Cell(kind, content, first + 1, metadata, tuple(holes))


def _check_top(name: str, lines: list[str]) -> None:
    """Refuse text above the first cell, but for the header that Jupyter writes."""
    body = "\n".join(lines).strip()
    if body and not re.fullmatch(r"# ---\n(#.*\n)*# ---", body):
        raise SourceError(name, 1, "there is text above the first cell: begin it with `# %%`")


def _head(name: str, number: int, line: str) -> tuple[str, dict[str, Any]]:
    """Return the kind and the metadata that the first line of a cell tells."""
    head = _CELL_HEAD.fullmatch(line.rstrip())
    try:
        if head is None:
            raise ValueError
        found = {m["name"]: json.loads(m["value"]) for m in _METADATA.finditer(head["metadata"])}
    except ValueError:
        message = 'write `# %%`, `# %% [markdown]` or `# %% tags=["..."]`; no string may hold it'
        raise SourceError(name, number, f"not the beginning of a cell: {message}") from None
    return head["kind"] or "code", found


def _content(kind: str, lines: list[str], start: int, end: int) -> tuple[int, str]:
    """Return the index of a cell's first line of text, and its text as a notebook has it."""
    while end > start and not lines[end - 1].strip():
        end -= 1
    while start < end and not lines[start].strip():
        start += 1
    if kind == "code":
        return start, "\n".join(_MAGIC.sub("", line, count=1) for line in lines[start:end])
    if end - start > 1 and lines[start] == lines[end - 1] == '"""':
        return start + 1, "\n".join(lines[start + 1 : end - 1])
    return start, "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[start:end])


def _holes(name: str, first_line: int, text: str, kind: str) -> Iterator[Hole]:
    """Yield the holes of one cell, whose text begins at `first_line` of the source."""

    def fail(index: int, message: str) -> NoReturn:
        raise SourceError(name, first_line + index, message)

    lines = text.split("\n")
    begin = None
    answered_todos = set()
    for index, line in enumerate(lines):
        if not _MARKER.match(line):
            continue
        if kind != "code":
            fail(index, f"a solution marker stands in a {kind} cell")
        if line.strip() not in (BEGIN, END):
            fail(index, f"misspelt marker: write `{BEGIN}` or `{END}`, on a line of its own")
        if line.strip() == BEGIN:
            if begin is not None:
                fail(index, f"`{BEGIN}` inside the solution begun at line {first_line + begin}")
            begin = index
        elif begin is None:
            fail(index, f"`{END}` without a `{BEGIN}` above it in this cell")
        else:
            todo = _todo_above(lines, begin, fail)
            answered_todos.add(todo)
            match = _numbered_todo(lines, todo, fail)
            yield Hole(match["number"], match["message"].rstrip(), begin, index)
            begin = None
    if begin is not None:
        fail(begin, f"`{BEGIN}` without an `{END}` in this cell")
    if kind == "code":
        for index, line in enumerate(lines):
            if _TODO.match(line) and index not in answered_todos:
                number = _numbered_todo(lines, index, fail)["number"]
                fail(index, f"TODO {number} has no solution of its own: `{BEGIN}` must follow it")


def _todo_above(lines: list[str], begin: int, fail: _Fail) -> int:
    """Return the index of the one TODO in the comment right above a hole."""
    top = begin
    while top > 0 and lines[top - 1].lstrip().startswith("#"):
        top -= 1
    todos = [index for index in range(top, begin) if _TODO.match(lines[index])]
    if not todos:
        fail(begin, "no TODO right above this solution: write one, as `# TODO 5.3: what to do`")
    if len(todos) > 1:
        fail(todos[1], "two TODOs share one solution: give each its own")
    return todos[0]


def _numbered_todo(lines: list[str], index: int, fail: _Fail) -> re.Match[str]:
    match = _NUMBERED_TODO.match(lines[index])
    if match is None:
        fail(index, "TODO without a number or text: write it as `# TODO 5.3: what to do`")
    return match


def _check_numbers(name: str, cells: tuple[Cell, ...]) -> None:
    """Refuse two exercises with one number."""
    seen: dict[str, int] = {}
    for cell in cells:
        for hole in cell.holes:
            line = cell.line + hole.begin
            if hole.number in seen:
                first = seen[hole.number]
                message = (
                    f"TODO {hole.number} is there twice: its other solution is at line {first}"
                )
                raise SourceError(name, line, message)
            seen[hole.number] = line


def _check_title(name: str, cell: Cell) -> None:
    """Refuse an aside of which a reader would not know what is folded away."""
    if cell.kind != "code" or not _TITLE.fullmatch(cell.text.split("\n")[0]):
        message = "an aside is a code cell whose first line is `# @title What it shows`"
        raise SourceError(name, cell.line, message)


def _check_syntax(name: str, cell: Cell) -> None:
    """Refuse a code cell that Python cannot parse, as it is written or with its holes."""
    if error := _syntax_error(cell.text):
        line = cell.line + (error.lineno or 1) - 1
        raise SourceError(name, line, f"this does not parse: {error.msg}")
    if cell.holes and (error := _syntax_error(cell.blank())):
        line = cell.line + cell.holes[0].begin
        message = f"this cell does not parse once its solutions are cut out: {error.msg}"
        raise SourceError(name, line, message)


def _syntax_error(text: str) -> SyntaxError | None:
    """Return why IPython, with its magics and its top-level `await`, cannot parse a cell."""
    try:
        _compile(text)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # slow, and seldom needed

        try:
            _compile(TransformerManager().transform_cell(text))
        except SyntaxError as error:
            return error
    return None


def _compile(text: str) -> None:
    compile(text, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
