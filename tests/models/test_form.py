"""The reader of forms agrees with the parser on sections, repeats and pickups."""

import random

from seqlab.data import load
from seqlab.models.form import BARS, BEATS, REPEATS, FormReader, Place
from seqlab.music.abc import REPEAT_STARTS, parse
from seqlab.music.metronome import TICKS

HEAD = "M:2/4\nL:1/8\nK:C\n"


def places(body: str, head: str = HEAD) -> list[Place]:
    reader = FormReader()
    return [reader.read(character) for character in head + body][len(head) :]


def test_a_section_ends_where_its_pickup_completes_the_bar():
    last = places("A|B2c2|de")[-1]
    assert last.left - 2 == TICKS // 4
    assert last.left_at_end - 2 == TICKS // 8
    assert places("A|B2c2|de2")[-2].left_at_end == 2 + TICKS // 8
    assert places("A|B2c2|d2e")[-1].left_at_end == 2  # nothing is left: it may end here


def test_a_section_without_a_pickup_of_its_own_takes_that_of_the_tune():
    assert places("A|B2c2|d2e:|B2c2|d2e")[-1].left_at_end == 2
    assert places("A|B2c2|d2e:|BA|B2c2|d2")[-1].left_at_end == 2


def test_the_end_is_not_known_before_the_first_bar_of_a_section_is_closed():
    found = places("A|B:|c2d2|")
    assert [place.left_at_end == 0 for place in found] == [1, 0, 0, 0, 1, *[1] * 4, 0]


def test_bars_are_counted_by_section():
    assert [place.bars for place in places("A2A2|B2B2|c2c2:|d2|")][::5] == [0, 1, 2, 0]
    assert places("A2A2|" * 40)[-1].bars == BARS - 1


def test_repeats_and_endings_are_remembered():
    body = "|:A2A2|1 B4:|2 c4||d4::e4|]"
    repeat = [place.repeat for place in places(body)]
    assert repeat[1] == repeat[5] == 3
    assert repeat[body.index("1")] == repeat[body.index("B")] == 4
    assert repeat[body.index(":|2") + 1] == 2
    assert repeat[body.index("c")] == 0
    assert repeat[-1] == repeat[body.index("::") + 1] == 3


def test_a_second_ending_goes_on_in_the_section_of_the_first():
    found = places("G|A2A2|A2A2|1 B3:|2 c")
    assert found[-1].bars == 4  # with the pickup and the first ending
    assert found[-1].left_at_end - 2 == TICKS // 2 - TICKS // 4


def test_it_agrees_with_the_parser_on_real_tunes():
    for text in random.Random(5).sample(load("tunes")["validation"]["abc"][:], 150):
        body = text.split("\n", 3)[3]
        tune, found = parse(text), places(body, text[: -len(body)])
        assert all(p.left < BEATS and p.left_at_end < BEATS and p.repeat < REPEATS for p in found)
        opened = False
        for bar in tune.bars:
            opened = (opened or bar.opening in REPEAT_STARTS) and bar.opening != ":|"
            if bar.events and bar.opening in (*REPEAT_STARTS, ":|"):
                assert (found[bar.events[0].column - 1].repeat >= 3) == opened, text


def test_most_real_sections_end_where_nothing_is_left():
    ends = []
    for text in random.Random(6).sample(load("tunes")["validation"]["abc"][:], 150):
        body = text.split("\n", 3)[3]
        found = places(body, text[: -len(body)])
        ends += [found[i - 1].left_at_end for i in range(1, len(body)) if body[i : i + 2] == ":|"]
    known = [end for end in ends if end]
    assert sum(end == 2 for end in known) / len(known) > 0.9
