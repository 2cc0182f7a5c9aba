"""The tunes: Irish, Scottish and English dance music and airs from three old printed collections.

Volunteers typed the books in as ABC; the music21 package carries the files, and they are taken out
of its wheel without installing it. The reader brings the tunes into the normal form of
`seqlab.music.abc`, keeps the valid ones, and finds out which are the same tune in two books.
"""

import hashlib
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from seqlab.data import split
from seqlab.data.fetch import fetch
from seqlab.data.recipes import Reading, reading_of, recipe
from seqlab.music import abc, validity
from seqlab.music import raw as raw_abc

# Folder of the wheel, and what stands in the column "collection".
COLLECTIONS = {
    "music21/corpus/oneills1850": "O'Neill's Music of Ireland",
    "music21/corpus/ryansMammoth": "Ryan's Mammoth Collection",
    "music21/corpus/airdsAirs": "Aird's Airs",
}

# The transcribers signed in many spellings, often with an address; a part of the name tells them.
TRANSCRIBERS = {
    "bradley": "Ivan Bradley",
    "campin": "Jack Campin",
    "chambers": "John Chambers",
    "ray davies": "Ray Davies",
    "chris falt": "Chris Falt",
    "stephen foy": "Stephen Foy",
    "de grae": "Paul de Grae",
    "hastings": "Ted Hastings",
    "michael hogan": "Michael Hogan",
    "keays": "Tom Keays",
    "michael d. long": "Michael D. Long",
    "norbeck": "Henrik Norbeck",
    "trish": "Trish O'Neil",
    "paap": "Norbert Paap",
    "petersen": "Dan G. Petersen",
    "mvhplank": "mvhplank",
    "puckette": "Bob Puckette",
    "safranek": "Bob Safranek",
    "terhorst": "Nick Terhorst",
    "thorpe": "Robert Thorpe",
    "walsh": "John B. Walsh",
    "wooldridge": "Dave Wooldridge",
    "worman": "A. Lee Worman",
}

# Two tunes are twins if they share this part of the shorter one's runs of eight melodic steps.
# Measured on the set: above it nearly every pair is one tune in two versions, below 0.15 pairs
# share little more than the idiom's common turns.
STEPS = 8
TWIN_SHARE = 0.2


@dataclass(frozen=True)
class RawTune:
    """A tune as it stands in the package file.

    Attributes:
        text: its ABC, from the `X:` line on.
        title: the first one, empty if there is none.
        collection: one of the values of `COLLECTIONS`.
        transcriber: who typed it in, empty if the file does not say.

    """

    text: str
    title: str
    collection: str
    transcriber: str


def read_raw() -> list[RawTune]:
    """Return all tunes of the three collections as they were typed in, in the books' order.

    Raises:
        DataError: if the package file cannot be had.

    """
    return list(_raw_tunes(fetch(RECIPE.package)))


def read_tunes(raw_tunes: list[RawTune]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the rows of the data set, and how many raw tunes were dropped for each reason.

    A row has the columns `abc` (the normal form), `title`, `collection` and `group`; twins, as
    `twin_groups` finds them, have the same group.
    """
    kept: dict[str, tuple[RawTune, str]] = {}  # by body: the first tune that has it
    dropped: Counter[str] = Counter()
    for raw in raw_tunes:
        try:
            text = raw_abc.normalise(raw.text)
        except abc.AbcError as error:
            dropped[f"not in the normal form: {_reason(error.message)}"] += 1
            continue
        body = text.rpartition("\n")[2]
        problems = validity.problems(text)
        if problems:
            dropped[f"not valid: {problems[0].kind}"] += 1
        elif body in kept:
            dropped["the same body as an earlier tune"] += 1
        else:
            kept[body] = raw, text
    groups = twin_groups(
        [raw.text for raw, _ in kept.values()], [text for _, text in kept.values()]
    )
    rows = [
        {"abc": text, "title": raw.title, "collection": raw.collection, "group": group}
        for (raw, text), group in zip(kept.values(), groups, strict=True)
    ]
    return rows, dict(dropped.most_common())


def raw_validity() -> tuple[float, float]:
    """Return two shares of the raw tunes of the books, before anything was filtered.

    The first is the share that the normal form can hold (one voice, one key), the second the share
    of those that are valid.
    """
    reading = reading_of(RECIPE)
    total = sum(reading["credits"].values())
    refused, invalid = (
        sum(count for reason, count in reading["dropped"].items() if reason.startswith(start))
        for start in ("not in the normal form", "not valid")
    )
    return (total - refused) / total, 1 - invalid / (total - refused)


def twin_groups(raw_texts: list[str], texts: list[str]) -> list[int]:
    """Return a group number for each tune, the same one for tunes that may be versions of one tune.

    Tunes are twins if they have a title in common, or the same melody in any key, rhythm and
    barring, or melodies that overlap in at least `TWIN_SHARE` of their runs of `STEPS` steps; and
    twins of twins are in the same group. The number depends on the group's raw tunes only.

    Args:
        raw_texts: the tunes as typed in, for all their titles.
        texts: the same tunes in normal form.

    """
    melodies = [melodic_steps(text) for text in texts]
    titles = [
        {plain for title in raw_abc.fields(raw).get("T", []) if (plain := plain_title(title))}
        for raw in raw_texts
    ]
    links = [
        *split.sharing_a_key(titles),
        *split.sharing_a_key([{steps} if steps else set() for steps in melodies]),
        *split.overlapping([runs_of(steps) for steps in melodies], TWIN_SHARE),
    ]
    groups = split.connected_groups(len(texts), links)
    # from the raw text, so that no tune changes sides when the normal form is refined
    first_text: dict[int, str] = {}
    for group, raw in zip(groups, raw_texts, strict=True):
        first_text[group] = min(raw, first_text.get(group, raw))
    return [_number(first_text[group]) for group in groups]


def melodic_steps(text: str) -> tuple[int, ...]:
    """Return the semitones from each note to the next one as written, tied notes taken as one."""
    pitches = []
    tied = False
    for event in abc.parse(text).events:
        if event.pitch is not None and not tied:
            pitches.append(event.pitch)
        tied = event.tied
    return tuple(after - before for before, after in pairwise(pitches))


def runs_of(steps: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Return the runs of `STEPS` steps in a row that occur in a melody."""
    return {steps[i : i + STEPS] for i in range(len(steps) - STEPS + 1)}


def plain_title(title: str) -> str:
    """Return what two spellings of a title have in common; empty for a tune without a name.

    >>> plain_title("The Cuckoo's Nest -- Hornpipe") == plain_title("CUCKOO'S NEST, THE")
    True
    """
    words = title.lower().partition(" -- ")[0].replace("-", " ").replace("&", " and ")
    plain = " ".join(re.sub(r"[^\w\s]", "", words).split())
    plain = plain.removeprefix("the ").removesuffix(" the")
    return "" if plain in {"untitled", "no title"} else plain


def _raw_tunes(wheel: Path) -> Iterator[RawTune]:
    with zipfile.ZipFile(wheel) as archive:
        for folder, collection in COLLECTIONS.items():
            for member in sorted(archive.namelist()):
                path = PurePosixPath(member)
                if str(path.parent) == folder and path.suffix == ".abc":
                    for text in raw_abc.split_tunes(raw_abc.decode(archive.read(member))):
                        yield _raw_tune(text, collection)


def _raw_tune(text: str, collection: str) -> RawTune:
    fields = raw_abc.fields(text)
    notes = [note for note in fields.get("N", []) if "ranscribed by" in note]
    signature = " ".join(fields.get("Z", []) + notes).lower()
    names = [name for part, name in TRANSCRIBERS.items() if part in signature]
    return RawTune(text, fields.get("T", [""])[0], collection, names[0] if names else "")


def _reason(message: str) -> str:
    """Return what is wrong, without the advice after the colon and the sign that it was said of."""
    return re.sub(r"'.*?'|\".*?\"", "a sign", re.split(r"(?<=[a-z]): ", message)[0])


def _number(text: str) -> int:
    """Return a number for a text, always the same one."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


def _read(wheel: Path) -> Reading:
    raw_tunes = list(_raw_tunes(wheel))
    rows, dropped = read_tunes(raw_tunes)
    credits = Counter(raw.transcriber or "not named" for raw in raw_tunes)
    return {"rows": rows, "dropped": dropped, "credits": dict(credits.most_common())}


RECIPE = recipe(
    "tunes",
    _read,
    [__file__, split.__file__, abc.__file__, raw_abc.__file__, validity.__file__],
    share=f"{TWIN_SHARE:.0%}",
    steps=STEPS,
)
