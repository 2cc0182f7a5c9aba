"""WordPiece: the longest known pieces, from the front."""

import pytest

from seqlab.models.wordpiece import WordPiece

TOKENS = "[PAD] [UNK] [CLS] [SEP] play ##ing ##ed ##ful un ##play p ##l ##a ##y naive , ! 東 京"
pieces = WordPiece(TOKENS.split())


def inside(text: str) -> list[str]:
    """Return the pieces without the two that stand around every text."""
    first, *found, last = pieces.split(text)
    assert (first, last) == ("[CLS]", "[SEP]")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("play", ["play"]),
        ("playing", ["play", "##ing"]),
        ("unplayed", ["un", "##play", "##ed"]),
        ("play,playing!", ["play", ",", "play", "##ing", "!"]),
        ("  play \t\n play\u00a0", ["play", "play"]),
        ("NAÏVE Play", ["naive", "play"]),
        ("東京", ["東", "京"]),
        ("pla\u0000y\u200b", ["play"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_the_longest_known_pieces(text, expected):
    assert inside(text) == expected


def test_a_word_with_an_unknown_rest_is_unknown_as_a_whole():
    assert inside("playX play") == ["[UNK]", "play"]


def test_a_very_long_word_is_unknown():
    assert inside("p" + "l" * 99) == ["p", *["##l"] * 99]
    assert inside("p" + "l" * 100) == ["[UNK]"]


def test_numbers_are_places_in_the_vocabulary():
    assert pieces.encode("playing") == [2, 4, 5, 3]
