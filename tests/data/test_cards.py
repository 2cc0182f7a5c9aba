from pathlib import Path

import pytest

from seqlab import data
from seqlab.data.cards import describe
from seqlab.data.recipes import Card, Recipe, reading_of, recipe
from seqlab.stored import course_folder

README = Path(__file__).parents[2] / "data" / "README.md"


def test_every_card_is_of_a_set_with_its_name():
    assert {path.stem for path in course_folder("data").glob("*.toml")} == data.RECIPES.keys()
    assert all(recipe.name == name for name, recipe in data.RECIPES.items())


def test_every_number_is_counted_from_the_rows():
    tunes = data.RECIPES["tunes"]
    rows = [{"abc": "abc", "group": 1}, {"abc": "ab", "group": 1}, {"abc": "cd", "group": 2}]
    reading = {"rows": rows, "dropped": {"bad": 3, "worse": 1_000}, "credits": {"Ann": 4}}
    card = describe(tunes, reading, {"train": rows[:2], "test": rows[2:]})
    assert "3 rows; column `abc` is written with 4 distinct symbols" in card
    assert "| train | 2 | 1 | 5 |" in card
    assert "| test | 1 | 1 | 2 |" in card
    assert "1,003 of the 1,006 rows" in card
    assert "| worse | 1,000 |" in card
    assert "Ann (4)" in card


def test_what_a_set_does_not_have_is_not_told(wheel):
    card = Card("t", "s", ("source",), "free", ("cite",), "home", {"year": "of the count"}, "how")
    recipe = Recipe("toy", card, wheel, lambda path: reading, (), in_order=True)
    reading = {"rows": [{"year": 1}, {"year": 2}], "dropped": {}, "credits": {}}
    text = describe(recipe, reading, {"train": reading["rows"][:1], "test": reading["rows"][1:]})
    assert "2 rows.\n" in text
    assert "| split | rows |\n" in text
    assert "### Left out\n\nNothing." in text
    assert "Named in the source" not in text


def test_a_card_tells_the_settings_of_its_reader():
    card = data.RECIPES["sentiment"].card
    assert "share 30% of the shorter one's runs of 6 words" in card.splitting
    with pytest.raises(KeyError, match="words"):
        recipe("sentiment", lambda path: {}, (), share="30%")


def test_classes_are_counted_in_each_split(wheel):
    card = Card("t", "s", (), "", (), "", {"who": "it is"}, "", text="who", classes="who")
    rows = [{"who": "Ann"}, {"who": "Bob"}, {"who": "Ann"}]
    reading = {"rows": rows, "dropped": {}, "credits": {}}
    recipe = Recipe("toy", card, wheel, lambda path: reading, ())
    text = describe(recipe, reading, {"train": rows[:2], "test": rows[2:]})
    assert "| rows by `who` | train | test |" in text
    assert "| Ann | 1 | 1 |" in text
    assert "| Bob | 1 | 0 |" in text


def test_the_cards_of_the_repository_are_up_to_date(real):
    for name in data.RECIPES:
        real(name)
    assert README.read_text("utf-8") == data.catalogue(), (
        "data/README.md is stale: run `python -m seqlab.data > data/README.md`"
    )


@pytest.mark.parametrize("name", data.RECIPES)
def test_the_splits_hold_what_the_reader_kept(name, real):
    recipe = data.RECIPES[name]
    rows = reading_of(recipe)["rows"]
    loaded = real(name)
    assert list(loaded) == ["train", "validation", "test"]
    assert sum(map(len, loaded.values())) == len(rows)
    assert all(set(split.column_names) == set(recipe.card.columns) for split in loaded.values())


@pytest.mark.parametrize("name", data.RECIPES)
def test_every_split_has_its_share_and_no_group_is_in_two(name, real):
    loaded = real(name)
    sizes = {split: len(rows) for split, rows in loaded.items()}
    assert min(sizes["validation"], sizes["test"]) > 0.04 * sum(sizes.values())
    assert sizes["train"] > 0.7 * sum(sizes.values())  # some sets have few groups
    if "group" in data.RECIPES[name].card.columns:
        groups = [set(split["group"]) for split in loaded.values()]
        assert sum(map(len, groups)) == len(set.union(*groups))
