"""An independent reader, music21, reads real tunes as we do."""

import re
import warnings
from collections.abc import Sequence
from fractions import Fraction

import pytest

from seqlab.data.tunes import RawTune
from seqlab.music.abc import AbcError, parse
from seqlab.music.raw import normalise

Events = list[tuple[int | None, Fraction]]
LEFT_OUT = re.compile("not part of the normal form|changes inside the tune|not a key of the course")


def read_by_music21(text: str) -> Events:
    """Pitches and durations in whole notes; music21 carries accidentals only from version 2 on."""
    from music21 import converter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        score = converter.parse(f"%abc-2.1\n{text}", format="abc", forceSource=True)
    return [
        (note.pitch.midi if note.isNote else None, Fraction(note.quarterLength) / 4)
        for note in score.flatten().notesAndRests
    ]


def normalised(tunes: Sequence[RawTune]) -> tuple[list[str], int]:
    """Return the tunes that we read, and how many we refuse that the normal form could hold."""
    read, refused = [], 0
    for tune in tunes:
        try:
            read.append(normalise(tune.text))
        except AbcError as error:
            refused += not LEFT_OUT.search(error.message)
    return read, refused


@pytest.fixture(scope="module")
def pairs(sample_of_real_tunes: list[RawTune]) -> list[tuple[Events, Events]]:
    texts, _ = normalised(sample_of_real_tunes)
    # Where a bar ends in ::, music21 loses the second part; two bar lines say the same to it.
    theirs = [read_by_music21("X:1\n" + text.replace("::", ":|\n|:")) for text in texts]
    ours = [[(event.pitch, event.duration) for event in parse(text).events] for text in texts]
    return list(zip(ours, theirs, strict=True))


def test_we_accept_what_it_accepts(real_tunes: list[RawTune]):
    read, refused = normalised(real_tunes[::10])  # music21 refuses none of them
    assert refused / (len(read) + refused) < 0.02


def test_we_agree_on_whole_tunes(pairs: list[tuple[Events, Events]]):
    assert len(pairs) > 130
    assert sum(ours == theirs for ours, theirs in pairs) / len(pairs) >= 0.98


def test_we_agree_on_the_duration_and_the_pitch_of_notes(pairs: list[tuple[Events, Events]]):
    notes = sum(max(len(ours), len(theirs)) for ours, theirs in pairs)
    for part in (0, 1):
        same = sum(a[part] == b[part] for pair in pairs for a, b in zip(*pair, strict=False))
        assert same / notes >= 0.98
