"""Data sets in the form in which the shipped networks read them."""

from seqlab.data.prepared import MASK, RARE, Tunes, rows_of, words_of
from seqlab.text import Vocabulary

KNOWN = Vocabulary([MASK, RARE, "the", "king", "is", "dead", "."])


def test_the_speaker_is_not_part_of_a_speech():
    assert words_of("KING.\nThe King is dead.") == ["the", "king", "is", "dead", "."]
    assert words_of("2 Lord.\nO, my lord!") == ["o", ",", "my", "lord", "!"]
    assert words_of("Ham.\n'Tis I'll!") == ["'tis", "i'll", "!"]


def test_unknown_words_are_rare_and_each_row_follows_the_one_before():
    rows = rows_of([["the", "king"], [], ["smiles", "."]], KNOWN, time=2)
    read = [[KNOWN.tokens[i] for i in row] for row in rows.tolist()]
    assert read == [["<start>", "the"], ["king", "<start>"], ["<rare>", "."]]


def test_tunes_become_numbers_of_the_characters_of_all_splits():
    tunes = Tunes.from_texts({"train": ["AB|"], "validation": ["cA|"]})
    assert tunes.vocabulary.decode(tunes.ids["train"][0]) == "AB|"
    assert len(tunes.ids["validation"][0]) == 5  # with its ends
