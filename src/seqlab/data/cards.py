"""Cards: where a data set comes from, under which terms, what it holds and what was left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from seqlab.data.recipes import Card, Reading, Recipe


def describe(recipe: Recipe, reading: Reading, splits: Mapping[str, list[dict[str, Any]]]) -> str:
    """Return the card of a data set in Markdown; every number in it is counted from the rows."""
    card, package = recipe.card, recipe.package
    parts = [
        f"## {recipe.name}: {card.title}",
        card.summary,
        "Taken from:\n\n" + _bullets(card.sources),
        f"File: `{package.filename}`, found in [{package.requirement}]({card.homepage}), "
        f"{package.size:,} bytes, SHA-256 `{package.sha256}`.",
        "### Licence and credits",
        card.licence,
        *_credits(reading["credits"]),
        "Please cite:\n\n" + _bullets(card.citations),
        "### Contents",
        _bullets(f"`{name}`: {meaning}" for name, meaning in card.columns.items()),
        *_sizes(card, reading["rows"], splits),
        card.splitting,
        "### Left out",
        *_left_out(len(reading["rows"]), reading["dropped"]),
    ]
    return "\n\n".join(parts) + "\n"


def _credits(credits: Mapping[str, int]) -> Iterator[str]:
    if credits:
        names = ", ".join(f"{name} ({count:,})" for name, count in credits.items())
        yield f"Named in the source, with the number of rows: {names}."


def _sizes(
    card: Card, rows: list[dict[str, Any]], splits: Mapping[str, list[dict[str, Any]]]
) -> Iterator[str]:
    if card.text:
        symbols = set().union(*(row[card.text] for row in rows))
        yield (
            f"{len(rows):,} rows; column `{card.text}` is written with {len(symbols):,} distinct "
            "symbols."
        )
    else:
        yield f"{len(rows):,} rows."
    counters: dict[str, Callable[[list[dict[str, Any]]], int]] = {"rows": len}
    if "group" in card.columns:
        counters["groups"] = lambda rows: len({row["group"] for row in rows})
    if card.text:
        counters["characters"] = lambda rows: sum(len(row[card.text]) for row in rows)
    yield _table(
        ("split", *counters),
        ((split, *(count(rows) for count in counters.values())) for split, rows in splits.items()),
    )
    if card.classes:
        classes = {
            split: Counter(str(row[card.classes]) for row in rows) for split, rows in splits.items()
        }
        yield _table(
            (f"rows by `{card.classes}`", *splits),
            (
                (value, *(counts[value] for counts in classes.values()))
                for value in sorted(set().union(*classes.values()))
            ),
        )


def _left_out(kept: int, dropped: Mapping[str, int]) -> Iterator[str]:
    if not dropped:
        yield "Nothing."
        return
    left_out = sum(dropped.values())
    yield f"{left_out:,} of the {kept + left_out:,} rows of the source:"
    yield _table(("why", "rows"), dropped.items())


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    """Return a Markdown table: the first column text, the others whole numbers."""
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    for name, *numbers in rows:
        lines.append("| " + " | ".join([name, *(f"{number:,}" for number in numbers)]) + " |")
    return "\n".join(lines)
