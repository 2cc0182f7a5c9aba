"""A person's own tune books: which of the tunes the course can read, and why not the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from seqlab.music.abc import AbcError
from seqlab.music.raw import decode, fields, normalise, numbered_tunes
from seqlab.music.validity import Problem, problems


class BookError(ValueError):
    """A file cannot be read or written; says which and why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the course makes of a raw tune.

    Attributes:
        name: its number and its title.
        abc: its normal form, empty if it was refused.
        fault: what is wrong with it first, and where; empty for a valid tune.

    """

    name: str
    title: str
    abc: str
    fault: str

    def __str__(self) -> str:
        verdict = "valid" if not self.fault else "not valid" if self.abc else "refused"
        return ": ".join(part for part in (verdict, self.name, self.fault) if part)


def judge(path: Path) -> list[Verdict]:
    """Read all tunes of an ABC file and judge each, in the order of the file.

    Raises:
        BookError: if the file cannot be read, or is no text.

    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BookError(f"{path} cannot be read: {error.strerror}") from None
    if b"\0" in content:
        raise BookError(f"{path} is not plain text: save it as UTF-8")
    return [_verdict(text, line) for line, text in numbered_tunes(decode(content))]


def _verdict(text: str, line: int) -> Verdict:
    """Judge a raw tune that begins in this line of its file."""
    header = fields(text)
    title = header.get("T", [""])[0]
    name = f'X:{header["X"][0]} "{title}"'
    try:
        normal = normalise(text)
    except AbcError as error:
        place = f"line {line + error.line - 1}, column {error.column}"
        return Verdict(name, title, "", f"{place}: {error.message}")
    found = problems(normal)
    return Verdict(name, title, normal, _fault(normal, found[0]) if found else "")


def _fault(normal: str, problem: Problem) -> str:
    """Say what is wrong; the place is shown as the notes there, since the lines are others now."""
    notes = normal.split("\n")[problem.line - 1][problem.column - 1 :][:16]
    return f'at "{notes}": {problem.message}'


def summary(verdicts: Iterable[Verdict]) -> str:
    """Say how many tunes there are, how many were read, and how many of these are valid."""
    judged = list(verdicts)
    read = sum(verdict.abc != "" for verdict in judged)
    valid = sum(not verdict.fault for verdict in judged)
    if not judged:
        return "no tunes: each begins with a line such as X:1"
    return f"{len(judged)} tunes, {read} read, {valid} valid"


def write(verdicts: Iterable[Verdict], path: Path) -> int:
    """Write the valid tunes as JSON lines with ``abc`` and ``title``; return how many there are.

    Raises:
        BookError: if the file cannot be written.

    """
    lines = list(_json_lines(verdicts))
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise BookError(f"{path} cannot be written: {error.strerror}") from None
    return len(lines)


def _json_lines(verdicts: Iterable[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        if not verdict.fault:
            row = {"abc": verdict.abc, "title": verdict.title}
            yield json.dumps(row, ensure_ascii=False) + "\n"
