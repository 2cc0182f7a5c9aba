from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from music.effort import calls_in
from seqlab.music.abc import AbcError, Note, parse
from seqlab.music.raw import normalise

HEAD = "M:6/8\nL:1/8\nK:D\n"
ABC_TEXT = st.text("ABCDEFGabcdefgz^_=,'/0123456789()<>-|:[] \n\"!{}~KLMX", max_size=60)


def pitches(body: str, key: str = "D") -> list[int | None]:
    return [event.pitch for event in parse(f"M:4/4\nL:1/8\nK:{key}\n{body}").events]


def durations(body: str, metre: str = "4/4") -> list[Fraction]:
    """Durations in eighths."""
    return [event.duration * 8 for event in parse(f"M:{metre}\nL:1/8\nK:C\n{body}").events]


def played(body: str) -> list[int]:
    return [note.pitch for note in parse(f"M:4/4\nL:1/8\nK:C\n{body}").played()]


# --- parse ---


def test_the_key_the_octave_marks_and_accidentals_set_the_pitch():
    assert pitches("C,CcC'c'|F^F^^F=F_F__F|z") == [49, 61, 73, 73, 85, 66, 66, 67, 65, 64, 63, None]


def test_an_accidental_lasts_in_all_octaves_until_the_bar_line():
    assert pitches("_B b B|B") == [70, 82, 70, 71]


def test_an_ending_that_begins_inside_a_bar_keeps_its_accidentals():
    assert pitches("|:^F4 [1 F4:|[2 F4|", key="C") == [66, 66, 65]


def test_a_tie_carries_an_accidental_over_the_bar_line_once():
    assert pitches("^G-|G G") == [68, 68, 67]


@pytest.mark.parametrize(
    ("key", "pitch_of_f", "pitch_of_b"),
    [("C", 65, 71), ("Am", 65, 71), ("Bb", 65, 70), ("Edor", 66, 71), ("F#m", 66, 71),
     ("Amix", 66, 71), ("Flyd", 65, 71), ("Ephr", 65, 71), ("Bloc", 65, 71), ("Cb", 64, 70)],
)  # fmt: skip
def test_every_mode_has_its_key_signature(key, pitch_of_f, pitch_of_b):
    assert pitches("FB", key) == [pitch_of_f, pitch_of_b]


def test_numbers_after_a_note_multiply_its_length():
    assert durations("A2 A/ A// A3/2 A/4 A") == [2, 0.5, 0.25, 1.5, 0.25, 1]


def test_broken_rhythm_takes_from_one_note_and_gives_to_the_other():
    expected = [1.5, 0.5, 0.5, 1.5, 1.75, 0.25, 0.25, 1.75]
    assert durations("A>B A<B A>>B A<<B") == [Fraction(x) for x in expected]


def test_tuplets_put_p_notes_in_the_time_of_q():
    assert durations("(3ABc d") == [Fraction(2, 3)] * 3 + [1]
    assert durations("(2AB") == [Fraction(3, 2)] * 2
    assert durations("(5ABcde") == [Fraction(2, 5)] * 5
    assert durations("(5ABcde", metre="6/8") == [Fraction(3, 5)] * 5
    assert durations("(3:2:2A2B c") == [Fraction(4, 3), Fraction(2, 3), 1]


def test_repeats_and_endings_are_played_as_players_do():
    assert played("C|D:|E|]") == [60, 62, 60, 62, 64]
    assert played("C|:D|E:|F|]") == [60, 62, 64, 62, 64, 65]
    assert played("C|1 D:|2 E|F|]") == [60, 62, 60, 64, 65]
    assert played("C|1 D:|2 E:|F|G:|") == [60, 62, 60, 64, 65, 67, 65, 67]
    assert played("|:C|1 D:|2 E||F:|") == [60, 62, 60, 64, 65, 65]
    assert played("C||D:|E|]") == [60, 62, 62, 64]
    assert played("|:C||D:|E|]") == [60, 62, 60, 62, 64]
    assert played("C::D:|") == [60, 60, 62, 62]
    assert played("C [1 D:|[2 E|]") == [60, 62, 60, 64]


def test_ties_join_notes_and_rests_leave_gaps():
    tune = parse("M:4/4\nL:1/4\nK:C\nC2 D2-|D z C2|]")
    assert tune.played() == [
        Note(Fraction(0), Fraction(1, 2), 60),
        Note(Fraction(1, 2), Fraction(3, 4), 62),
        Note(Fraction(3, 2), Fraction(1, 2), 60),
    ]


def test_bars_know_their_bar_lines_and_endings():
    bars = parse(HEAD + "|:A3|1 B3:|2 c3|]").bars
    assert [(bar.opening, bar.ending, bar.closing) for bar in bars] == [
        ("|:", None, "|"),
        ("|", 1, ":|"),
        (":|", 2, "|]"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("", 1, 1, "M:6/8"),
        ("M:6/8\nK:D\nABc|", 2, 1, "L:1/8"),
        ("M:none\nL:1/8\nK:D\nABc|", 1, 3, "metre"),
        ("M:6/0\nL:1/8\nK:D\nABc|", 1, 3, "metre"),
        ("M:6/8\nL:1/0\nK:D\nABc|", 2, 3, "unit length"),
        ("M:6/8\nL:1/8\nK:H\nABc|", 3, 3, "key"),
        ("M:6/8\nL:1/8\nK:G#\nABc|", 3, 3, "seven"),
        (HEAD, 3, 1, "notes are missing"),
        (HEAD + "ABc|\nABc|", 5, 1, "one line"),
        ("M:6/8\nL:2/16\nK:D\nABc|", 2, 3, "unit length"),
        (HEAD + "| ||", 4, 1, "no notes"),
        (HEAD + "ABc?|", 4, 4, "'?'"),
        (HEAD + "AB[ce]|", 4, 3, "chords"),
        (HEAD + 'AB"Am"c|', 4, 3, "quotation"),
        (HEAD + "ABc/0|", 4, 3, "length"),
        (HEAD + "A0Bc|", 4, 1, "length"),
        (HEAD + "A999999999Bc|", 4, 1, "length"),
        (HEAD + "A5|", 4, 1, "tie two"),
        (HEAD + "A64>B|", 4, 1, "shorten"),
        (HEAD + "AB^|", 4, 3, "accidental"),
        (HEAD + "c'''''|", 4, 1, "octave"),
        (HEAD + "^z|", 4, 1, "rest"),
        (HEAD + "A>|B", 4, 3, "no note after >"),
        (HEAD + ">AB|", 4, 1, "between two notes"),
        (HEAD + "A>>>B|", 4, 2, ">>"),
        (HEAD + "(3AB|c", 4, 5, "not finished"),
        (HEAD + "(3A(3BcdAB|", 4, 4, "inside"),
        (HEAD + "(1AB|", 4, 1, "2 to 9"),
        (HEAD + "|-A|", 4, 2, "tie"),
        (HEAD + "A|3 B|", 4, 3, "'3'"),
        (HEAD + "A|3 B|", 4, 3, "1 and 2 are the most"),
        (HEAD + "A|1,3 B|", 4, 3, "endings '1,3'"),
        (HEAD + "A [1-2B|", 4, 3, "endings '1-2'"),
        (HEAD + "A\u00a0B|", 4, 2, "no-break space"),
        (HEAD + "A\tB|", 4, 2, "u+0009"),
        (HEAD + "A" * 30_000, 1, 1, "characters"),
        (HEAD + "Шевченко", 4, 1, "'Ш'"),
    ],
)
def test_an_error_names_the_place_and_what_to_do(text, line, column, says):
    with pytest.raises(AbcError) as caught:
        parse(text)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert says in error.message
    assert str(error) == f"line {line}, column {column}: {error.message}"


@given(ABC_TEXT, st.booleans())
@settings(max_examples=600, deadline=None)
def test_no_text_makes_the_readers_raise_anything_but_an_abc_error(text, with_header):
    for read in (parse, normalise):
        try:
            read(HEAD + text if with_header else text)
        except AbcError:
            continue


def test_the_longest_text_costs_no_more_calls_for_a_character_than_a_short_one():
    short, longest = (HEAD + "A:|" * count for count in (300, 6_600))
    each = [calls_in(parse(text).played) / len(text) for text in (short, longest)]
    reading = [calls_in(partial(parse, text)) / len(text) for text in (short, longest)]
    assert each[1] < 1.2 * each[0]
    assert reading[1] < 1.2 * reading[0]
    assert each[1] + reading[1] < 60
