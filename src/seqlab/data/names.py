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
from seqlab.data.fetch import PackageFile
from seqlab.data.recipes import Card, Reading, Recipe

PACKAGE = PackageFile(
    requirement="pycountry==26.2.16",
    filename="pycountry-26.2.16-py3-none-any.whl",
    sha256="115c4baf7cceaa30f59a4694d79483c9167dbce7a9de4d3d571c5f3ea77c305a",
    size=8_044_600,
)

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


RECIPE = Recipe(
    name="names",
    card=Card(
        title="names of countries and languages in English and Ukrainian",
        summary="The countries of ISO 3166-1 and the languages of ISO 639-3, each with the "
        "Ukrainian name that volunteers gave it. Few of the names are translated word by word; "
        "most are written as they sound, and some have a name of their own (Hungary is Угорщина). "
        "The Ukrainian names of languages begin with a small letter and may put an explanation in "
        "brackets where English has several words. Regions (ISO 3166-2) are not among them: there "
        "the English column would hold local names, and not all of the translations belong to "
        "them.",
        sources=(
            "The Debian project *iso-codes*: lists of ISO 3166-1 and ISO 639-3, and their "
            "Ukrainian translations by Yuri Chornoivan and other volunteers",
        ),
        licence="iso-codes, and pycountry, which carries it, are under the GNU Lesser General "
        "Public License, version 2.1. The course does not pass the lists on: they are fetched "
        "from pycountry, and read.",
        citations=(
            "The Debian iso-codes team, *iso-codes*, https://salsa.debian.org/iso-codes-team",
            "Christian Theune, Nate Schimmoller and other contributors, *pycountry*, version "
            "26.2.16",
        ),
        homepage="https://github.com/pycountry/pycountry",
        columns={
            "english": "name of a country or a language",
            "ukrainian": "the same name, as it is listed; an apostrophe is always '",
            "kind": "country or language",
            "group": "the same one for names with the same English words in any order, or with the "
            "same Ukrainian name",
        },
        text="ukrainian",
        classes="kind",
        splitting="Whole groups were split, by a hash. A held-out name may share words with names "
        "in train (there are dozens of Zapotec languages), as new names do.",
    ),
    package=PACKAGE,
    read=_read,
    reader_sources=(Path(__file__), Path(split.__file__)),
)
