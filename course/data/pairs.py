"""Pairs to translate, English and Ukrainian, made up by rule and without end: numerals and dates.

Nothing is fetched: num2words knows the numerals, babel the dates.
"""

import datetime
import re
from collections.abc import Iterable


def words(text: str) -> str:
    """Return the text in small letters, its words with one space between them.

    Hyphens, commas and full stops become spaces; an apostrophe is part of its word.

    >>> words("Twenty-one thousand, and one"), words("П'ять")
    ('twenty one thousand and one', "п'ять")
    """
    return " ".join(re.sub(r"[-,.]", " ", text.lower()).split())


def numeral_pairs(numbers: Iterable[int]) -> list[tuple[str, str]]:
    """Return each number's numeral in English, the British way, and in Ukrainian.

    Ukrainian numerals agree with their nouns: тисяча is feminine, so the same 2 is дві in дві
    тисячі and два at the end.

    >>> numeral_pairs([2302])
    [('two thousand three hundred and two', 'дві тисячі триста два')]
    """
    from num2words import num2words  # here, so that seqlab.data stays cheap to import

    return [(words(num2words(n)), words(num2words(n, lang="uk"))) for n in numbers]


def date_pairs(days: Iterable[datetime.date]) -> list[tuple[str, str]]:
    """Return each day's date in English, the American way, and in Ukrainian.

    Month and day change places, and the month is declined. The year is one word, in digits; the
    last Ukrainian word is short for "of the year".

    >>> date_pairs([datetime.date(1991, 8, 24)])
    [('saturday august 24 1991', 'субота 24 серпня 1991 р')]
    """
    from babel.dates import format_date  # here, so that seqlab.data stays cheap to import

    return [
        (
            words(format_date(day, "full", locale="en_US")),
            words(format_date(day, "full", locale="uk")),
        )
        for day in days
    ]
