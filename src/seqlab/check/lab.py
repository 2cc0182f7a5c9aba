"""Reads a lab's source: which exercises it has, and the solution of each.

What stands between the markers of a lab is the only solution there is. A definition of the lab is
run again, alone, with no more of the lab than it needs.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from seqlab.stored import course_folder

_CELL = re.compile(r"^# %%.*$", re.MULTILINE)
_MARKER = re.compile(r"^\s*### (BEGIN|END) SOLUTION\n", re.MULTILINE)
_TODO = re.compile(r"# TODO (?P<number>\d+\.\d+): (?P<text>.*)")

_HEADING = re.compile(r"^# #+ (?P<text>Exercise (?P<number>\d+\.\d+).*)$", re.MULTILINE)

# What a definition finds in a lab, where the lab's own value hangs on the machine.
_FIXED = {"device": "device = torch.device('cpu')"}


@dataclass(frozen=True)
class Task:
    """One TODO of a lab.

    Args:
        number: Its number, such as "3.3".
        todo: The text of the TODO.
        name: Name of the function or class that holds it.
        source: The solution: the whole text of that function or class.
        hole: First and last line, from 1, of what the learner has to write in it.
    """

    number: str
    todo: str
    name: str
    source: str
    hole: tuple[int, int]


class Lab:
    """A lab's exercises and definitions.

    Args:
        path: Its source, in ``course/labs``.
    """

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        self.headings = {m["number"]: m["text"] for m in _HEADING.finditer(text)}
        cells = _code_cells(text)
        self._statements = [(node, cell) for cell in cells for node in _parse(cell)]
        self.tasks = {task.name: task for task in map(_task, self._statements) if task}

    def surroundings(self, name: str, all_above: bool = False) -> dict[str, Any]:
        """Return names of the lab and their values, run with no more of it than they need.

        Args:
            name: The exercise: what its solution needs is returned.
            all_above: Whether to return also what other answers may use: imports, constants, and
                the solutions of the exercises above.
        """
        place = next(k for k, (node, _) in enumerate(self._statements) if name in _bound(node))
        kept: list[ast.stmt] = []
        wanted = _loaded(self._statements[place][0])
        if all_above:
            above = [node for node, _ in self._statements[:place]]
            imported = {name for node in above if _is_import(node) for name in _bound(node)}
            constants = [n for n in above if isinstance(n, ast.Assign) and _loaded(n) <= imported]
            wanted |= imported | (self.tasks.keys() - {name})
            named = {name for node in constants for name in _bound(node)}
            wanted |= {name for name in named if name.isupper() or name in _FIXED}
        for node, _ in reversed(self._statements[:place]):
            found = _bound(node) & wanted
            if found:
                kept.append(_fixed(node))
                wanted = (wanted - found) | _loaded(kept[-1])
        names: dict[str, Any] = {"__name__": "seqlab.checks.solution"}
        exec(compile(ast.Module(kept[::-1], []), "<lab>", "exec"), names)
        return names

    def needs(self, name: str) -> set[str]:
        """Return the names that the solution of an exercise takes from the cells above it."""
        place = next(k for k, (node, _) in enumerate(self._statements) if name in _bound(node))
        above = [node for node, _ in self._statements[:place]]
        return {name for node in above for name in _bound(node)} & _loaded(
            self._statements[place][0]
        )

    def defines(self, name: str) -> bool:
        """Tell whether a cell of the lab defines or imports this name."""
        return any(name in _bound(node) for node, _ in self._statements)


@cache
def read_lab(name: str) -> Lab:
    """Return the lab called ``name``, such as "lab3".

    Raises:
        ValueError: There is no such lab.
    """
    paths = sorted(course_folder("labs").glob(f"{name}_*.py"))
    if not re.fullmatch(r"lab\d+", name) or not paths:
        raise ValueError(f"no lab is called {name!r}; a lab's name is like 'lab5'")
    return Lab(paths[0])


def lab_names() -> list[str]:
    """Return the names of all labs, in their order."""
    return sorted(path.stem.split("_")[0] for path in course_folder("labs").glob("lab*_*.py"))


def _code_cells(text: str) -> list[str]:
    """Return the code cells of a py:percent text, without the header above the first."""
    starts = [*_CELL.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [
        text[start.end() : end]
        for start, end in zip(starts, ends, strict=True)
        if "[markdown]" not in start.group()
    ]


def _parse(cell: str) -> list[ast.stmt]:
    lines = [("pass" if line.startswith(("%", "!")) else line) for line in cell.split("\n")]
    return ast.parse("\n".join(lines)).body


def _task(statement: tuple[ast.stmt, str]) -> Task | None:
    node, cell = statement
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return None
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    text = "\n".join(cell.split("\n")[first - 1 : node.end_lineno])
    todo = _TODO.search(text)
    if todo is None or "### BEGIN SOLUTION" not in text:
        return None
    source = _MARKER.sub("", text + "\n").rstrip()
    before, _, rest = text.partition("### BEGIN SOLUTION\n")
    begin = before.count("\n") + 1
    end = begin + rest.partition("### END SOLUTION")[0].rstrip().count("\n")
    return Task(todo["number"], todo[0][2:], node.name, source, (begin, end))


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _bound(node: ast.stmt) -> set[str]:
    """Return the names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(name.asname or name.name).split(".")[0] for name in node.names}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name) and _set(n)}
    return set()


def _set(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _loaded(node: ast.stmt) -> set[str]:
    """Return the names that a statement takes from outside: no parameters, nothing local."""
    return set(_global_names(symtable.symtable(ast.unparse(node), "<lab>", "exec")))


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _global_names(inner)


def _fixed(node: ast.stmt) -> ast.stmt:
    (name, *others) = _bound(node)
    return ast.parse(_FIXED[name]).body[0] if name in _FIXED and not others else node
