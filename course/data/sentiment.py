"""Sentences that people judged: how good or bad is the feeling in a tweet, a review, an editorial?

The sentences and their mean ratings were published with VADER, a rule-based judge of sentiment,
in an archive inside its source package.
"""

import html
import io
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from seqlab.data import split
from seqlab.data.recipes import Reading, recipe

ARCHIVE = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"

# What stands in the column "source", and the file in the archive.
FILES = {
    "tweets": "tweets",
    "movies": "movieReviewSnippets",
    "products": "amazonReviewSnippets",
    "news": "nytEditorialSnippets",
}

# Two sentences are versions of each other if they share this part of the shorter one's runs of
# six words; a shorter sentence is one run. With shorter runs, common turns such as "I don't know"
# chain hundreds of reviews together.
WORDS = 6
TWIN_SHARE = 0.3


@dataclass(frozen=True)
class Sentence:
    """A judged sentence as it stands in the archive.

    Attributes:
        text: the sentence.
        score: mean of about twenty people's ratings, from -4 to 4.
        source: one of the keys of `FILES`.
        document: what it is a part of: the review or the article, else the sentence alone.

    """

    text: str
    score: float
    source: str
    document: str


def unescaped(text: str) -> str:
    """Return a text with HTML's signs turned into characters; some were written so twice."""
    return html.unescape(html.unescape(text)).strip()


def groups_of(sentences: list[Sentence]) -> list[str]:
    """Return the group of each sentence: the first document of those that belong together."""
    runs = [split.runs(split.words(sentence.text), WORDS) for sentence in sentences]
    documents = [sentence.document for sentence in sentences]
    return split.named_groups(documents, split.overlapping(runs, TWIN_SHARE))


def rows_of(sentences: list[Sentence]) -> Reading:
    """Return the rows of the data set, and how many sentences were dropped for each reason."""
    kept: dict[tuple[str, str], Sentence] = {}
    dropped: Counter[str] = Counter()
    for sentence in sentences:
        if not split.words(sentence.text):
            dropped["no word in it"] += 1
        elif (sentence.source, sentence.text) in kept:
            dropped["the same text as an earlier one of its source"] += 1
        else:
            kept[sentence.source, sentence.text] = sentence
    rows = [
        {"text": one.text, "score": one.score, "source": one.source, "group": group}
        for one, group in zip(kept.values(), groups_of(list(kept.values())), strict=True)
    ]
    return {"rows": rows, "dropped": dict(dropped.most_common()), "credits": {}}


def _sentences(package: Path) -> Iterator[Sentence]:
    with tarfile.open(package) as outer:
        archive = _content(outer, ARCHIVE)
    with tarfile.open(fileobj=io.BytesIO(archive)) as inner:
        for source, name in FILES.items():
            lines = _content(inner, f"hutto_ICWSM_2014/{name}_GroundTruth.txt").decode("utf-8")
            for line in lines.split("\r\n"):
                if line:
                    number, score, text = line.split("\t")
                    # products and news: review or article, then the sentence in it
                    document = f"{source} {number.partition('_')[0]}"
                    yield Sentence(unescaped(text), round(float(score), 4), source, document)


def _content(archive: tarfile.TarFile, member: str) -> bytes:
    file = archive.extractfile(member)
    assert file is not None, f"{member} is a folder"
    return file.read()


def _read(package: Path) -> Reading:
    return rows_of(list(_sentences(package)))


RECIPE = recipe(
    "sentiment", _read, [__file__, split.__file__], share=f"{TWIN_SHARE:.0%}", words=WORDS
)
