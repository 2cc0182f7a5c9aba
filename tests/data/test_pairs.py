import datetime
import re
import subprocess
import sys

from seqlab.data.pairs import date_pairs, numeral_pairs

NUMBERS = [0, 1, 11, 21, 40, 100, 101, 1_000, 1_234, 2_302, 21_001, 999_999, 1_000_000]
DAYS = [datetime.date(1991, 8, 24) + datetime.timedelta(days=k) for k in range(800)]


def test_numerals_are_those_of_both_languages():
    assert numeral_pairs([21_002, 345]) == [
        ("twenty one thousand and two", "двадцять одна тисяча два"),
        ("three hundred and forty five", "триста сорок п'ять"),
    ]


def test_month_and_day_change_places():
    assert date_pairs([datetime.date(2026, 3, 1)]) == [
        ("sunday march 1 2026", "неділя 1 березня 2026 р")
    ]


def test_words_stand_in_small_letters_with_one_space_between_them():
    for pair in numeral_pairs(NUMBERS) + date_pairs(DAYS):
        for text in pair:
            assert re.fullmatch(r"[\w']+( [\w']+)*", text), text
            assert text == text.lower()


def test_another_number_or_day_has_another_name_in_both_languages():
    for pairs, count in ((numeral_pairs(range(2_000)), 2_000), (date_pairs(DAYS), len(DAYS))):
        english, ukrainian = zip(*pairs, strict=True)
        assert len({*english}) == len({*ukrainian}) == count


def test_the_libraries_are_loaded_when_they_are_needed_only():
    code = "import sys, seqlab.data.pairs; print({'num2words', 'babel'} & {*sys.modules})"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert child.stdout == "set()\n"
