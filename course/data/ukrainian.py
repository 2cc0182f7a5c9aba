"""Ukrainian text: essays, letters and translations of many authors, corrected by proofreaders."""

import csv
import io
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

from seqlab.data import split
from seqlab.data.recipes import Reading, recipe

FOLDER = "ua_gec/data"

# Two documents are versions of each other, such as translations of one story, if they share this
# part of the shorter one's runs of eight words.
WORDS = 8
TWIN_SHARE = 0.2


def groups_of(texts: list[str], authors: list[str]) -> list[str]:
    """Return the group of each document: the first author of those that belong together."""
    runs = [split.runs(split.words(text), WORDS) for text in texts]
    return split.named_groups(authors, split.overlapping(runs, TWIN_SHARE))


def tidy(text: str) -> str:
    """Return a text with one form of line ends and of accented letters."""
    lines = text.replace("\ufeff", "").splitlines()
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in lines)).strip()


def _read(wheel: Path) -> Reading:
    texts, authors = [], []
    dropped: Counter[str] = Counter()
    with zipfile.ZipFile(wheel) as archive:
        table = archive.read(f"{FOLDER}/metadata.csv").decode("utf-8")
        for document in csv.DictReader(io.StringIO(table)):
            dropped["second correction of a document"] += document["annotator_id"].count(" ")
            if document["is_sensitive"] == "1":
                dropped["marked as offensive by the authors of the corpus"] += 1
                continue
            folder = f"{FOLDER}/gec-fluency/{document['partition']}/target"
            content = archive.read(f"{folder}/{document['id']}.a1.txt")
            texts.append(tidy(content.decode("utf-8")))
            authors.append(document["author_id"])
    rows = [
        {"text": text, "group": group}
        for text, group in zip(texts, groups_of(texts, authors), strict=True)
    ]
    return {"rows": rows, "dropped": dict(dropped.most_common()), "credits": {}}


RECIPE = recipe(
    "ukrainian", _read, [__file__, split.__file__], share=f"{TWIN_SHARE:.0%}", words=WORDS
)
