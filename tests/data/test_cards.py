from pathlib import Path

from seqlab import data
from seqlab.data.cards import describe
from seqlab.data.recipes import reading_of

README = Path(__file__).parents[2] / "data" / "README.md"


def test_every_number_is_counted_from_the_rows():
    recipe = data.RECIPES["tunes"]
    rows = [{"abc": "abc", "group": 1}, {"abc": "ab", "group": 1}, {"abc": "cd", "group": 2}]
    reading = {"rows": rows, "dropped": {"bad": 3, "worse": 1_000}, "credits": {"Ann": 4}}
    card = describe(recipe, reading, {"train": rows[:2], "test": rows[2:]})
    assert "3 rows; column `abc` is written with 4 distinct symbols" in card
    assert "| train | 2 | 1 | 5 |" in card
    assert "| test | 1 | 1 | 2 |" in card
    assert "1,003 of the 1,006 rows" in card
    assert "| worse | 1,000 |" in card
    assert "Ann (4)" in card


def test_the_cards_of_the_repository_are_up_to_date(tunes):
    assert README.read_text("utf-8") == data.catalogue(), (
        "data/README.md is stale: run `python -m seqlab.data > data/README.md`"
    )


def test_the_splits_hold_what_the_reader_kept(tunes):
    assert sum(map(len, tunes.values())) == len(reading_of(data.RECIPES["tunes"])["rows"])
