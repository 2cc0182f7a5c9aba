"""The metronome agrees with the parser on what a bar holds."""

import random

import pytest

from music.tunes import TUNES
from seqlab.data import load
from seqlab.music.abc import Tune, parse
from seqlab.music.metronome import LONGEST, TICKS, Metronome

HEAD = "M:4/4\nL:1/8\nK:C\n"


def all_left(text: str) -> list[int]:
    metronome = Metronome()
    return [metronome.read(character) for character in text]


def left(body: str, head: str = HEAD) -> int:
    return all_left(head + body)[-1]


def left_before_bar_lines(text: str, tune: Tune) -> list[tuple[int, int]]:
    """Return what the metronome and the parser leave of each bar that a bar line closes."""
    body = text.split("\n")[3]
    found = all_left(text)[-len(body) :]
    ends = [bar.column - 1 for bar in tune.bars[1:]] + [len(body)]
    pairs = []
    for bar, end in zip(tune.bars, ends, strict=True):
        if bar.closing and bar.events and not bar.ending:
            expected = round(float((tune.bar_duration - bar.duration) * TICKS))
            pairs.append((found[end - len(bar.closing) - 1], max(-1, min(LONGEST, expected))))
    return pairs


def test_it_agrees_with_the_parser_on_real_tunes():
    for text in random.Random(3).sample(load("tunes")["validation"]["abc"][:], 150):
        pairs = left_before_bar_lines(text, parse(text))
        assert len(pairs) > 2
        for mine, parsed in pairs:
            assert abs(mine - parsed) <= 1, text  # a triplet of sixteenths is rounded


@pytest.mark.parametrize("text", TUNES[:-1])
def test_it_agrees_with_the_parser_on_every_sign_of_the_form(text):
    assert all(abs(mine - parsed) <= 1 for mine, parsed in left_before_bar_lines(text, parse(text)))


def test_it_counts_while_a_note_is_still_being_written():
    assert all_left(HEAD + "A3/2B")[-5:] == [168, 120, 156, 156, 132]


def test_a_broken_rhythm_keeps_the_sum():
    assert left("A>B") == left("A<B") == left("A>>B") == left("A<<B") == left("AB") == TICKS - 48


def test_a_tuplet_is_counted_as_it_is_played():
    assert left("(3ABc") == TICKS - 48
    assert left("(3ABcd") == TICKS - 72


def test_a_second_ending_goes_on_where_the_first_one_began():
    assert left("A2[1B2:|[2") == TICKS - 48
    assert left("A8|1B2:|2") == TICKS


def test_a_bar_too_long_is_minus_one_however_long():
    assert left("A8A") == left("A8A8") == -1


def test_the_metre_and_the_unit_come_from_the_header():
    assert left("A", "M:6/8\nL:1/8\nK:D\n") == 120
    assert left("A", "M:3/4\nL:1/4\nK:D\n") == 96


def test_rubbish_counts_nothing_and_stops_nothing():
    rubbish = random.Random(1)
    for _ in range(200):
        text = "".join(rubbish.choices("ABz|:[]()123/<>^=_,' \nMLK", k=80))
        assert all(-1 <= value <= LONGEST for value in all_left(text))
        assert all(-1 <= value <= LONGEST for value in all_left(HEAD + text))


def test_a_header_may_hold_more_and_name_its_metre():
    assert left("AB", "X:1\nT:A: title\nM: C|\nL:1/4\nK:D Major\n") == TICKS - 96
