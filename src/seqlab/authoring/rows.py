"""The table of the lecture's rows in the README, made from `course/rows.toml` and the claims."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seqlab.claims import Claim, read_claims, stored_notebooks

ROWS = "course/rows.toml"
BAR = r"\|"  # in a table, a bar that is no column
BEGIN, END = "<!-- rows: built from course/rows.toml -->", "<!-- end of rows -->"


class RowError(Exception):
    """The table cannot be made: says what does not fit, and where."""


def lecture_table(root: Path) -> str:
    """Return the table in Markdown.

    Raises:
        RowError: a row names a notebook or a claim that is not there.

    """
    rows = tomllib.loads((root / ROWS).read_text(encoding="utf-8"))["row"]
    paths = stored_notebooks(root)
    claims = {claim.id: claim for path in paths.values() for claim in read_claims(path)}
    lines = ["| | on the slides | you run it in | and measure |", "| ---: | --- | --- | --- |"]
    for number, row in enumerate(rows, 1):
        for kind, known in (("where", paths), ("claims", claims)):
            if missing := [name for name in row[kind] if name not in known]:
                raise RowError(
                    f"{ROWS}, row {number}: {', '.join(missing)} under {kind!r} is not "
                    "there; build the notebook, or change the row"
                )
        lines.append(_line(number, row, paths, claims, root))
    return "\n".join(lines)


def update_readme(root: Path) -> bool:
    """Put the table into README.md; return whether this changed it.

    Raises:
        RowError: the table cannot be made.

    """
    readme = root / "README.md"
    old = readme.read_text(encoding="utf-8")
    new = with_table(old, lecture_table(root))
    if new != old:
        readme.write_text(new, encoding="utf-8", newline="\n")
    return new != old


def with_table(readme: str, table: str) -> str:
    """Return the text with the table between its two marks.

    Raises:
        RowError: the marks are not there.

    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise RowError(f"README.md needs the lines  {BEGIN}  and  {END}  for the table")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def _line(
    number: int,
    row: dict[str, Any],
    paths: Mapping[str, Path],
    claims: Mapping[str, Claim],
    root: Path,
) -> str:
    links = ", ".join(
        f"[{_short(name)}]({paths[name].relative_to(root).as_posix()})" for name in row["where"]
    )
    measured = "<br>".join(
        f"{claims[id].statement.replace('|', BAR)}: **{claims[id].value:.3g}**"
        for id in row["claims"]
    )
    return f"| {number} | {row['slides']} | {links} | {measured} |".replace("|  |", "| |")


def _short(name: str) -> str:
    """Return `07` for a notebook and `Lab 3` for a lab's solution."""
    head = name.partition("_")[0]
    return f"Lab {head.removeprefix('lab')}" if head.startswith("lab") else head
