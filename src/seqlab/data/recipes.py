"""Recipes: all that is known of a data set, and what its reader made of the package file."""

import gzip
import hashlib
import json
import os
import tomllib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from seqlab.data.fetch import DataError, PackageFile, data_dir, fetch, writing
from seqlab.stored import course_folder


class Reading(TypedDict):
    """What a reader makes of a package file: plain data, so that it can be kept as JSON."""

    rows: list[dict[str, Any]]  # all with the same columns; one is "group", unless in order
    dropped: dict[str, int]  # why rows of the source were left out, and how many for each reason
    credits: dict[str, int]  # whom the source names for its rows, and for how many


@dataclass(frozen=True)
class Card:
    """What a person should know of a data set before using it, apart from what can be counted.

    It is written in `course/data/NAME.toml`, with the pinned file, beside the reader.

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
    sources: Sequence[str]
    licence: str
    citations: Sequence[str]
    homepage: str
    columns: Mapping[str, str]
    splitting: str
    text: str = ""
    classes: str = ""


@dataclass(frozen=True)
class Recipe:
    """All that `seqlab.data.load` needs for one data set.

    Attributes:
        name: what `load` calls it.
        card: what is told of it.
        package: the file it is read from.
        read: makes the rows from that file.
        reader_sources: the source files that decide what `read` returns.
        in_order: whether the order of the rows means something, such as time: then the first ones
            are for training and the last ones for the test, and they need no groups.

    """

    name: str
    card: Card
    package: PackageFile
    read: Callable[[Path], Reading]
    reader_sources: tuple[Path, ...]
    in_order: bool = False

    def reader_key(self) -> str:
        """Return a name of the reader's present source: it changes when the reader does."""
        key = hashlib.sha256()
        for source in self.reader_sources:
            key.update(source.read_bytes())
        return key.hexdigest()[:16]


def recipe(
    name: str,
    read: Callable[[Path], Reading],
    reader_sources: Iterable[str | Path],
    in_order: bool = False,
    **numbers: object,
) -> Recipe:
    """Return the recipe of the data set whose card is `course/data/NAME.toml`.

    Args:
        name: what `load` calls it.
        read: makes the rows from the package file.
        reader_sources: the source files that decide what `read` returns.
        in_order: whether the rows stand in order of time.
        **numbers: settings of the reader that the card names in braces, as in `{words}`.

    """
    text = (course_folder("data") / f"{name}.toml").read_text(encoding="utf-8").format(**numbers)
    card = tomllib.loads(text)
    package = PackageFile(**card.pop("file"))
    return Recipe(name, Card(**card), package, read, tuple(map(Path, reader_sources)), in_order)


def reading_of(recipe: Recipe) -> Reading:
    """Return what the reader makes of the package file, which is fetched if need be.

    Reading can take many seconds, so the result is kept beside the package file, under a name that
    changes with that file and with the reader's own source: a kept reading is never out of date.
    Where it cannot be kept, in a folder of another user or on a full disk, it is used all the same.

    Raises:
        DataError: if the package file cannot be had.

    """
    package_file = fetch(recipe.package)
    kept = path_of_reading(recipe)
    reading = _kept_reading(kept) or _not_kept.get(kept)
    return reading or _read_and_keep(recipe, package_file, kept)


def path_of_reading(recipe: Recipe) -> Path:
    """Return where the reading of the package file is kept, whether or not it is there."""
    key = f"{recipe.package.sha256[:8]}-{recipe.reader_key()}"
    return data_dir() / f"{recipe.name}-{key}.json.gz"


_not_kept: dict[Path, Reading] = {}  # what this process has read and could not keep


def _read_and_keep(recipe: Recipe, package_file: Path, kept: Path) -> Reading:
    reading = None
    try:
        with writing(data_dir() / f"{recipe.name}.json.gz"):
            reading = _kept_reading(kept)  # another process may have made it meanwhile
            if reading is None:
                print(f"Reading the data set {recipe.name}, only once ...")
                reading = recipe.read(package_file)
                _keep(reading, kept, data_dir().glob(f"{recipe.name}-*.json.gz"))
    except DataError as error:
        reading = reading or recipe.read(package_file)
        print(f"The data set {recipe.name} is ready, but not for the next time. {error}")
        _not_kept[kept] = reading
    return reading


def _keep(reading: Reading, kept: Path, outdated: Iterable[Path]) -> None:
    partial = kept.with_suffix(".partial")
    try:
        partial.write_bytes(gzip.compress(json.dumps(reading).encode(), mtime=0))
        for path in outdated:
            path.unlink()
        os.replace(partial, kept)
    finally:
        partial.unlink(missing_ok=True)


def _kept_reading(path: Path) -> Reading | None:
    """Return the reading that is kept in the file, None if it is missing or damaged."""
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        return None
