from collections import Counter

import pytest

from seqlab.data.sentiment import (
    FILES,
    TWIN_SHARE,
    WORDS,
    Sentence,
    groups_of,
    rows_of,
)
from seqlab.data.split import runs, words

SLIDE = (
    "The @MIT Introduction to #DeepLearning is definitely one of the best courses of its kind "
    "currently available online introtodeeplearning.com"
)


def sentence(text, source="tweets", document="tweets 1"):
    return Sentence(text, 1.5, source, document)


# --- by hand ---------------------------------------------------------------------------------


def test_sentences_of_one_review_are_in_one_group():
    same, too, other = groups_of(
        [
            sentence("It works.", "products", "products 7"),
            sentence("The box is blue.", "products", "products 7"),
            sentence("The screen is dark.", "products", "products 70"),
        ]
    )
    assert same == too != other


def test_versions_of_a_sentence_are_in_one_group():
    first, second, other = groups_of(
        [
            sentence("Anger is ugly.", document="tweets 1"),
            sentence("ANGER IS UGLY!!!", document="tweets 2"),
            sentence("Anger is good.", document="tweets 3"),
        ]
    )
    assert first == second != other


def test_what_is_dropped_is_counted():
    reading = rows_of([sentence("Yes."), sentence("Yes."), sentence("..."), sentence("Yes!")])
    assert [row["text"] for row in reading["rows"]] == ["Yes.", "Yes!"]
    assert reading["dropped"] == {
        "the same text as an earlier one of its source": 1,
        "no word in it": 1,
    }


# --- the real sentences ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows(real):
    return [row for split in real("sentiment").values() for row in split]


def test_all_four_sources_are_read_whole_and_are_in_every_split(real, rows):
    counts = Counter(row["source"] for row in rows)
    whole = {"tweets": 4_200, "movies": 10_605, "products": 3_708, "news": 5_190}
    for source in FILES:
        assert 0.98 * whole[source] < counts[source] <= whole[source]
    for split in real("sentiment").values():
        assert set(split["source"]) == set(FILES)


def test_scores_are_on_the_scale_and_on_both_sides_of_it(rows):
    scores = [row["score"] for row in rows]
    assert -4 <= min(scores) < -3
    assert 3 < max(scores) <= 4


def test_no_sign_of_html_is_left(rows):
    assert not [row["text"] for row in rows if "&amp;" in row["text"] or "&quot;" in row["text"]]


def test_no_group_is_a_giant(rows):
    assert max(Counter(row["group"] for row in rows).values()) <= 150


def test_no_held_out_sentence_has_a_version_in_train(real):
    loaded = real("sentiment")
    holders = {}
    for number, text in enumerate(loaded["train"]["text"]):
        for run in runs(words(text), WORDS):
            holders.setdefault(run, []).append(number)
    sizes = [len(runs(words(text), WORDS)) for text in loaded["train"]["text"]]
    for split in ("validation", "test"):
        for text in loaded[split]["text"]:
            its_runs = runs(words(text), WORDS)
            shared = Counter(number for run in its_runs for number in holders.get(run, []))
            for number, count in shared.items():
                assert count < TWIN_SHARE * min(len(its_runs), sizes[number]), text


def test_the_tweet_of_the_lecture_is_not_in_it(rows):
    its_words = set(words(SLIDE))
    closest = max(len(its_words & set(words(row["text"]))) for row in rows)
    assert closest < 0.6 * len(its_words)
