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
from typing import Any

from seqlab.data import split
from seqlab.data.fetch import PackageFile
from seqlab.data.recipes import Card, HubPartner, Reading, Recipe

PACKAGE = PackageFile(
    requirement="vaderSentiment==3.3.2",
    filename="vaderSentiment-3.3.2.tar.gz",
    sha256="5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9",
    size=2_466_783,
)
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


def _hub_rows(batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Make our columns from the hub's, where a label 0, 1 or 2 stands for the feeling."""
    texts = [unescaped(text) for text in batch["text"]]
    return {
        "text": texts,
        "score": [float(label - 1) for label in batch["label"]],
        "source": ["TweetEval"] * len(texts),
        "group": [" ".join(split.words(text)) for text in texts],
    }


RECIPE = Recipe(
    name="sentiment",
    card=Card(
        title="judged sentences of tweets, reviews and editorials",
        summary="English sentences, each with the mean of what about twenty people said of its "
        "feeling, from -4 (extremely negative) to 4 (extremely positive); 0 is neutral. The tweets "
        "were made after real ones, users and addresses replaced by `@anonymous` and "
        "`http://url_removed`; 200 of them were contrived to test grammar and punctuation.",
        sources=(
            "Tweets: after 4,000 messages of Twitter's public timeline, and 200 contrived ones",
            "Movies: sentences of reviews from rotten.tomatoes.com, after Bo Pang and Lillian Lee, "
            "2004",
            "Products: sentences of 309 customer reviews of five products, from Minqing Hu and "
            "Bing Liu, 2004",
            "News: sentences of 500 opinion articles of the New York Times",
        ),
        licence="The authors published the sentences and ratings with VADER under the MIT licence, "
        "copyright C.J. Hutto. The sentences of reviews and articles are quotations; what they are "
        "taken from belongs to those who wrote it.",
        citations=(
            "C.J. Hutto and Eric Gilbert, *VADER: A Parsimonious Rule-based Model for Sentiment "
            "Analysis of Social Media Text*, Proceedings of ICWSM 2014, pp. 216-225",
            "Bo Pang and Lillian Lee, *A Sentimental Education: Sentiment Analysis Using "
            "Subjectivity Summarization Based on Minimum Cuts*, Proceedings of ACL 2004, "
            "pp. 271-278",
            "Minqing Hu and Bing Liu, *Mining and Summarizing Customer Reviews*, Proceedings of "
            "KDD 2004, pp. 168-177",
        ),
        homepage="https://github.com/cjhutto/vaderSentiment",
        columns={
            "text": "the sentence, HTML's signs such as `&amp;` turned into characters",
            "score": "mean rating, -4 to 4",
            "source": "tweets, movies, products or news",
            "group": "the same one for sentences of one review or article, and for near equal ones",
        },
        text="text",
        classes="source",
        splitting="Whole groups were split, by a hash. A group joins the sentences of one review "
        "of a product or one article (the sources of tweets and movies name none), and those that "
        f"share {TWIN_SHARE:.0%} of the shorter one's runs of {WORDS} words, directly or through "
        "others.",
    ),
    package=PACKAGE,
    read=lambda package: rows_of(list(_sentences(package))),
    reader_sources=(Path(__file__), Path(split.__file__)),
    hub=HubPartner(
        repository="cardiffnlp/tweet_eval",
        revision="b3a375baf0f409c77e6bc7aa35102b7b3534f8be",
        part="sentiment",
        to_rows=_hub_rows,
        licence="CC BY 3.0 for the part `sentiment`, as its card states; Twitter's terms apply",
        note="It holds 59,899 tweets labelled negative, neutral or positive, which become the "
        "scores -1, 0 and 1.",
    ),
)
