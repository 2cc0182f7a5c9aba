from collections import defaultdict

import pytest

from seqlab.data.surnames import TABLES, plain, romanised, rows_of, table

# --- by hand ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [  # the examples of the resolution, by letter
        ("Алушта Андрій", "Alushta Andrii"),
        ("Борщагівка", "Borshchahivka"),
        ("Гадяч Згорани", "Hadiach Zghorany"),
        ("Ґалаґан", "Galagan"),
        ("Єнакієве Гаєвич", "Yenakiieve Haievych"),
        ("Короп'є", "Koropie"),
        ("Житомир Жежелів", "Zhytomyr Zhezheliv"),
        ("Їжакевич Кадиївка", "Yizhakevych Kadyivka"),
        ("Йосипівка Стрий", "Yosypivka Stryi"),
        ("Біла Церква", "Bila Tserkva"),
        ("Щербухи Гоща", "Shcherbukhy Hoshcha"),
        ("Юрій Корюківка", "Yurii Koriukivka"),
        ("Яготин Ічня", "Yahotyn Ichnia"),
        ("Знам'янка", "Znamianka"),
        ("Русь", "Rus"),
    ],
)
def test_the_examples_of_the_resolution_come_out(ukrainian, latin):
    assert romanised(ukrainian) == latin


def test_the_second_part_of_a_double_name_has_a_start_of_its_own():
    assert romanised("Яремчук-Їжак") == "Yaremchuk-Yizhak"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muñoz", "Munoz"),
        ("Ó Broin", "ÓBroin"),
        ("Kowalski", "Kowalska"),
        ("Bazylevskyi", "Bazylevska"),
        ("Łukasik", "Lukasik"),
        ("Strauß", "Strauss"),
    ],
)
def test_spellings_of_one_surname_are_alike(one, other):
    assert plain(one) == plain(other)


def test_other_surnames_stay_apart():
    assert len({plain(name) for name in ("Novak", "Nowak", "Novaka", "Novakova")}) == 4


@pytest.mark.parametrize(
    "source",
    [
        "class Provider:\n    names = ('Ann', 'Bob')",
        "class Provider:\n    names: Tuple[str, ...] = ('Ann', 'Bob')",
        "names = ['Ann', 'Bob']",
        "names = OrderedDict((('Ann', 0.5), ('Bob', 0.1)))",
        "other = names()\nnames = OrderedDict([('Ann', 0.5), ('Bob', 0.1)])",
    ],
)
def test_tables_are_read_in_all_their_forms(source):
    assert table(source, "names") == ["Ann", "Bob"]


def test_a_source_without_the_table_is_refused():
    with pytest.raises(ValueError, match="no table 'names'"):
        table("others = ('Ann',)", "names")


def test_surnames_of_several_languages_are_left_out_and_counted():
    reading = rows_of({"French": ["Martin", "Petit", "Petit"], "Spanish": ["Martín", "Gil, de"]})
    assert [row["surname"] for row in reading["rows"]] == ["Petit"]
    assert reading["dropped"] == {
        "a surname in several of the languages": 2,
        "twice in the table of its language": 1,
        "not written as a surname is": 1,
    }


# --- the real surnames -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows(real):
    return [row for split in real("surnames").values() for row in split]


def test_every_language_is_in_every_split(real):
    for split in real("surnames").values():
        assert set(split["language"]) == set(TABLES)
        assert min(map(split["language"][:].count, TABLES)) >= 20


def test_no_surname_has_two_languages_and_none_is_there_twice(rows):
    languages = defaultdict(set)
    for row in rows:
        languages[plain(row["latin"])].add(row["language"])
    assert all(len(names) == 1 for names in languages.values())
    assert len({row["surname"] for row in rows}) == len(rows)


def test_only_latin_letters_are_left_in_latin(rows):
    for row in rows:
        assert all(ord(letter) < 0x250 or letter == "’" for letter in row["latin"]), row
        ukrainian = row["language"] == "Ukrainian"
        assert ukrainian == any("\u0400" < letter < "\u0500" for letter in row["surname"])
        assert ukrainian or row["latin"] == row["surname"]


def test_nearly_every_irish_surname_begins_with_a_small_word(rows):
    irish = [row["surname"] for row in rows if row["language"] == "Irish"]
    assert sum(" " in surname for surname in irish) > 0.9 * len(irish)
