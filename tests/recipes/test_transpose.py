import random

import pytest
from music.tunes import TUNES

from course.recipes.transpose import transpose
from seqlab.data import load
from seqlab.music.abc import AbcError, parse
from seqlab.music.validity import is_valid


def semitones(text: str, other: str) -> set[int]:
    """Return by how much the notes of two tunes differ."""
    pairs = zip(parse(text).events, parse(other).events, strict=True)
    return {b.pitch - a.pitch for a, b in pairs if a.pitch is not None and b.pitch is not None}


@pytest.mark.parametrize("fifths", [-3, -2, -1, 1, 2, 3])
def test_real_tunes_stay_valid_and_move_by_one_interval(fifths):
    expected = (7 * fifths + 6) % 12 - 6  # the nearest octave
    for text in random.Random(fifths).sample(load("tunes")["validation"]["abc"][:], 100):
        moved = transpose(text, fifths)
        assert is_valid(moved)
        assert len({expected, *semitones(text, moved)}) == 1
        assert transpose(moved, -fifths) == text


@pytest.mark.parametrize("text", TUNES[:-1])
def test_every_sign_of_the_form_is_kept(text):
    moved = transpose(text, 1)
    assert len(semitones(text, moved)) <= 1
    assert transpose(moved, -1) == text


def test_accidentals_keep_their_distance_from_the_key():
    assert transpose("M:4/4\nL:1/8\nK:G\n=f^c_BF|", 1) == "M:4/4\nL:1/8\nK:D\n=c^G=FC|"


def test_raw_tunes_keep_their_titles_and_the_way_the_key_is_written():
    raw = 'X:1\nT:A Bag of Cats\nM:C|\nK: A Dorian\n"Am"ABc^d|!\nN:a note\nA,2a\'2|]'
    moved = 'X:1\nT:A Bag of Cats\nM:C|\nK: E Dorian\n"Am"EFG^A|!\nN:a note\nE,2e\'2|]'
    assert transpose(raw, 1) == moved


def test_what_cannot_be_moved_says_so():
    with pytest.raises(AbcError, match="seven"):
        transpose("M:4/4\nL:1/8\nK:F#\nF|", 2)
    with pytest.raises(AbcError, match="no key"):
        transpose("A B c", 1)
    with pytest.raises(AbcError, match="double"):
        transpose("M:4/4\nL:1/8\nK:C\n^^B|", 1 + 3)
