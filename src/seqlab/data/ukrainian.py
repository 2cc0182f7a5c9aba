"""Ukrainian text: essays, letters and translations of many authors, corrected by proofreaders."""

import csv
import io
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from seqlab.data import split
from seqlab.data.fetch import PackageFile
from seqlab.data.recipes import Card, HubPartner, Reading, Recipe

PACKAGE = PackageFile(
    requirement="ua-gec==2.1.3",
    filename="ua_gec-2.1.3-py3-none-any.whl",
    sha256="b907c561c45babbcd6bc066add8e82e6b7a78ee7c9e2ceabe7828e4a8da1314d",
    size=36_014_869,
)
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


def _hub_rows(batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Make our columns from the hub's: each article is a group of its own."""
    return {"text": [tidy(text) for text in batch["text"]], "group": batch["title"]}


RECIPE = Recipe(
    name="ukrainian",
    card=Card(
        title="Ukrainian documents, corrected",
        summary="Whole documents by several hundred authors: texts that they gave, essays, and "
        "translations from Russian, English and other languages. Proofreaders corrected spelling, "
        "punctuation, grammar and style; here stands the corrected text of the first proofreader.",
        sources=("UA-GEC, corpus of grammatical error correction for Ukrainian, version 2",),
        licence="CC BY 4.0, © Grammarly and the authors of the corpus: whoever passes it on names "
        "them. Rows are changed in nothing but line ends and the form of accented letters.",
        citations=(
            "Oleksiy Syvokon, Olena Nahorna, Pavlo Kuchmiichuk and Nastasiia Osidach, *UA-GEC: "
            "Grammatical Error Correction and Fluency Corpus for the Ukrainian Language*, "
            "Proceedings of the Second Ukrainian Natural Language Processing Workshop, 2023, "
            "pp. 96-102",
        ),
        homepage="https://github.com/grammarly/ua-gec",
        columns={
            "text": "a document, paragraphs in lines",
            "group": "the same one for documents of one author, and for near equal ones",
        },
        text="text",
        splitting="Whole groups were split, by a hash. A group joins the documents of one author, "
        f"and those that share {TWIN_SHARE:.0%} of the shorter one's runs of {WORDS} words, such "
        "as translations of one story, directly or through others. The corpus's own parts were "
        "not kept.",
    ),
    package=PACKAGE,
    read=_read,
    reader_sources=(Path(__file__), Path(split.__file__)),
    hub=HubPartner(
        repository="wikimedia/wikipedia",
        revision="b04c8d1ceb2f5cd4588862100d08de323dccfbaa",
        part="20231101.uk",
        to_rows=_hub_rows,
        licence="CC BY-SA 3.0 and GFDL, as its card states",
        note="It holds the articles of the Ukrainian Wikipedia as of November 2023, several "
        "gigabytes.",
    ),
)
