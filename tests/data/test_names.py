import re
import unicodedata
from collections import Counter

import pytest

from seqlab.data.names import plain, rows_of


def test_what_is_no_translation_by_letters_is_dropped_and_counted():
    reading = rows_of(
        [
            ("Chad", "Чад", "country"),
            ("Old Name", "Old Name", "language"),
            ("Old Turkish (1500)", "давня турецька (1500)", "language"),
            ("Latin", "мова latin", "language"),
            ("ǃXun/Ju", "хун", "language"),
        ]
    )
    assert [row["english"] for row in reading["rows"]] == ["Chad"]
    assert sorted(reading["dropped"].values()) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Åland Islands", "Aland Islands"), ("Kalinga (Lubuagan)", "Lubuagan Kalinga")],
)
def test_spellings_of_one_name_are_alike(one, other):
    assert plain(one) == plain(other)


def test_the_same_name_in_ukrainian_joins_a_group():
    rows = rows_of([("Guinea", "Гвінея", "country"), ("Gini", "гвінея", "language")])["rows"]
    assert rows[0]["group"] == rows[1]["group"]


def test_an_apostrophe_is_always_the_same():
    rows = rows_of([("Slav’ic", "слов’янська", "language")])["rows"]
    assert (rows[0]["english"], rows[0]["ukrainian"]) == ("Slav'ic", "слов'янська")


@pytest.fixture(scope="module")
def rows(real):
    return [row for split in real("names").values() for row in split]


def test_well_known_names_are_translated(rows):
    known = {row["english"]: row["ukrainian"] for row in rows}
    assert known["Hungary"] == "Угорщина"
    assert known["Ukraine"] == "Україна"
    assert known["Ukrainian"] == "українська"


def test_nearly_all_countries_and_languages_are_there(rows):
    counts = Counter(row["kind"] for row in rows)
    assert counts["country"] > 240
    assert counts["language"] > 7_500


def test_the_letters_are_those_of_the_two_languages(rows):
    for row in rows:
        assert re.fullmatch(r"[А-ЩЬЮЯҐЄІЇа-щьюяґєії' (),.-]+", row["ukrainian"]), row
        assert not re.search(r"[\u0400-\u04ff]", row["english"]), row
        assert unicodedata.is_normalized("NFC", row["english"] + row["ukrainian"])


def test_no_held_out_name_is_also_in_train(real):
    loaded = real("names")
    for column in ("english", "ukrainian"):
        train = {plain(name) for name in loaded["train"][column]}
        held_out = [*loaded["validation"][column], *loaded["test"][column]]
        if column == "english":
            assert not train & {plain(name) for name in held_out}
        else:
            train = {name.casefold() for name in loaded["train"][column]}
            assert not train & {name.casefold() for name in held_out}
