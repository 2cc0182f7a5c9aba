"""Measures of many tunes at once."""

import statistics

import pytest

from music.tunes import TUNES
from seqlab.music import measure

HEAD = "M:2/4\nL:1/8\nK:C\n"
WRONG = HEAD + "CDE|FGA|]"  # bars too short
RUBBISH = "[[["


def test_the_share_of_valid_tunes():
    assert measure.valid_share([HEAD + "CDEF|GABc|]", WRONG, RUBBISH, HEAD + "C4|D4|]"]) == 0.5


def test_the_share_of_no_tunes_is_refused():
    with pytest.raises(ValueError, match="no tunes"):
        measure.valid_share([])


def test_bars_are_distinct_by_what_sounds_not_by_how_it_is_written():
    assert measure.distinct_bars([HEAD + "CDEF|GABc|]"]) == 1.0
    assert measure.distinct_bars([HEAD + "CDEF|CDEF|]"]) == 0.5
    assert measure.distinct_bars([HEAD + "CDEF|C D E F|]"]) == 0.5
    assert measure.distinct_bars([HEAD + "CDEF|]", "M:2/4\nL:1/4\nK:G\nC/D/E/=F/|]"]) == 0.5


def test_the_same_pitches_in_another_rhythm_are_another_bar():
    assert measure.distinct_bars([HEAD + "C2D2|C3D|]"]) == 1.0


def test_the_spread_of_pitches_is_in_semitones():
    assert measure.pitch_spread([HEAD + "C2c2|]"]) == pytest.approx(6.0)
    assert measure.pitch_spread([HEAD + "C2z2|C4|]"]) == 0.0
    semitones = [60, 62, 64, 65]
    assert measure.pitch_spread([HEAD + "CDEF|]"]) == pytest.approx(statistics.pstdev(semitones))


def test_the_mean_number_of_bars():
    assert measure.mean_bars([HEAD + "C4|D4|]", HEAD + "C4|D4|E4|F4|]"]) == 3.0


def test_tunes_that_cannot_be_read_are_left_out():
    readable = [HEAD + "CDEF|GABc|]"]
    for of in (measure.distinct_bars, measure.pitch_spread, measure.mean_bars):
        assert of([*readable, RUBBISH]) == of(readable)
        assert of([RUBBISH]) == 0.0


def test_a_tune_is_copied_as_far_as_its_windows_are_known():
    known = measure.text_windows(TUNES)
    assert measure.copied_share(TUNES[1], known) == 1.0
    assert measure.copied_share(HEAD + "CDEF|GABc|" * 9, known) == 0.0
    body = TUNES[1].split("\n", 3)[3]
    half = HEAD + body[:48] + "x" * 16
    windows = 48 + 16 - measure.WINDOW + 1
    assert measure.copied_share(half, known) == (48 - measure.WINDOW + 1) / windows


def test_the_header_is_not_compared_and_short_tunes_have_nothing_to_copy():
    short = HEAD + "CDEF|]"
    assert measure.text_windows([short]) == set()
    assert measure.copied_share(short, {short}) == 0.0
