from collections import Counter

import pytest

from seqlab.data.split import runs, words
from seqlab.data.ukrainian import TWIN_SHARE, WORDS, groups_of, tidy


def test_documents_of_one_author_and_versions_of_one_text_are_in_one_group():
    story = "Знизу текла ріка, кінця її не було видно, а сонце вже сідало за далекий ліс."
    mine, again, yours, other = groups_of(
        [story, "Зовсім інше.", story.replace("ліс", "гай"), "Ще щось."], ["ann", "ann", "bob", "c"]
    )
    assert mine == again == yours != other


def test_line_ends_and_letters_have_one_form():
    assert tidy("\ufeffодин \r\nіи\u0306\n") == "один\nій"


@pytest.fixture(scope="module")
def texts(real):
    return [text for split in real("ukrainian").values() for text in split["text"]]


def test_it_is_long_and_ukrainian(texts):
    letters = Counter("".join(texts).lower())
    assert sum(map(len, texts)) > 2_500_000
    assert letters["і"] > 20 * letters["ы"] + 20 * letters["э"]
    assert not letters["\r"]


def test_no_held_out_document_has_a_version_in_train(real):
    loaded = real("ukrainian")
    train = [runs(words(text), WORDS) for text in loaded["train"]["text"]]
    for split in ("validation", "test"):
        for text in loaded[split]["text"]:
            its_runs = runs(words(text), WORDS)
            assert all(
                len(its_runs & others) < TWIN_SHARE * min(len(its_runs), len(others))
                for others in train
            ), text
