"""Cards: where a data set comes from, under which terms, what it holds and what was left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from seqlab.data.recipes import Reading, Recipe


def describe(recipe: Recipe, reading: Reading, splits: Mapping[str, list[dict[str, Any]]]) -> str:
    """Return the card of a data set in Markdown; every number in it is counted from the rows."""
    card, package, hub = recipe.card, recipe.package, recipe.hub
    kept, left_out = len(reading["rows"]), sum(reading["dropped"].values())
    symbols = set().union(*(row[card.text] for row in reading["rows"]))
    parts = [
        f"## {recipe.name}: {card.title}",
        card.summary,
        "Taken from:\n\n" + _bullets(card.sources),
        f"File: `{package.filename}`, found in [{package.requirement}]({card.homepage}), "
        f"{package.size:,} bytes, SHA-256 `{package.sha256}`.",
        "### Licence and credits",
        card.licence,
        "Named in the source, with the number of rows: "
        + ", ".join(f"{name} ({count:,})" for name, count in reading["credits"].items())
        + ".",
        "Please cite:\n\n" + _bullets(card.citations),
        "### Contents",
        _bullets(f"`{name}`: {meaning}" for name, meaning in card.columns.items()),
        f"{kept:,} rows; column `{card.text}` is written with {len(symbols)} distinct symbols.",
        _table(
            ("split", "rows", "groups", "characters"),
            (
                (
                    split,
                    len(rows),
                    len({row["group"] for row in rows}),
                    sum(len(row[card.text]) for row in rows),
                )
                for split, rows in splits.items()
            ),
        ),
        card.splitting,
        "### Left out",
        f"{left_out:,} of the {kept + left_out:,} rows of the source:",
        _table(("why", "rows"), reading["dropped"].items()),
        "### Larger partner",
        f'`load("{recipe.name}", source="hub")` takes [{hub.repository}]({hub.homepage}), '
        f"licence: {hub.licence}. {hub.note}",
    ]
    return "\n\n".join(parts) + "\n"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    """Return a Markdown table: the first column text, the others whole numbers."""
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    for name, *numbers in rows:
        lines.append("| " + " | ".join([name, *(f"{number:,}" for number in numbers)]) + " |")
    return "\n".join(lines)
