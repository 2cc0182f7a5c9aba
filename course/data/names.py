"""Names of countries and languages in English and Ukrainian: a small set for real translation.

The package pycountry carries the lists of the ISO and their translations, made by people in the
project iso-codes, as files of gettext.
"""

import gettext
import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from seqlab.data import split
from seqlab.data.recipes import Reading, recipe

# The kind of name, the standard that lists it, and the standard's key in its own file.
LISTS = {"country": ("iso3166-1", "3166-1"), "language": ("iso639-3", "639-3")}

APOSTROPHES = str.maketrans("’ʼ", "''")


def plain(name: str) -> str:
    """Return what spellings of one name have in common: no accents, capitals, order of words.

    >>> plain("Kalinga (Lubuagan)"), plain("Lubuagan Kalinga")
    ('kalinga lubuagan', 'kalinga lubuagan')
    """
    letters = unicodedata.normalize("NFKD", name)
    unmarked = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(sorted(split.words(unmarked))) or name


def rows_of(pairs: Iterable[tuple[str, str, str]]) -> Reading:
    """Return the rows of the data set from the English name, the Ukrainian one, and their kind."""
    rows: list[dict[str, str]] = []
    dropped: Counter[str] = Counter()
    for english, ukrainian, kind in pairs:
        english, ukrainian = (
            unicodedata.normalize("NFC", name).translate(APOSTROPHES)
            for name in (english, ukrainian)
        )
        if english == ukrainian:
            dropped["not translated"] += 1
        elif re.search(r"\d", english + ukrainian):
            dropped["with a number"] += 1
        elif not re.fullmatch(r"[А-ЩЬЮЯҐЄІЇа-щьюяґєії' (),.-]+", ukrainian):
            dropped["with other letters than Ukrainian ones in the translation"] += 1
        elif not re.fullmatch(r"[^\W\d_]+([' (),.-]+[^\W\d_]+)*\W*", english):
            dropped["with a sign that is no letter in the English name"] += 1
        else:
            rows.append({"english": english, "ukrainian": ukrainian, "kind": kind})
    same = split.sharing_a_key([{row["ukrainian"].casefold()} for row in rows])
    groups = split.named_groups([plain(row["english"]) for row in rows], same)
    grouped = [{**row, "group": group} for row, group in zip(rows, groups, strict=True)]
    return {"rows": grouped, "dropped": dict(dropped.most_common()), "credits": {}}


def _read(wheel: Path) -> Reading:
    pairs = []
    with zipfile.ZipFile(wheel) as archive:
        for kind, (standard, key) in LISTS.items():
            entries = json.loads(archive.read(f"pycountry/databases/{standard}.json"))[key]
            translations = archive.read(f"pycountry/locales/uk/LC_MESSAGES/{standard}.mo")
            ukrainian = gettext.GNUTranslations(io.BytesIO(translations)).gettext
            pairs += [(entry["name"], ukrainian(entry["name"]), kind) for entry in entries]
    return rows_of(pairs)


RECIPE = recipe("names", _read, [__file__, split.__file__])
