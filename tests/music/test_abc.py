from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from music.effort import calls_in
from music.tunes import TUNES
from seqlab.music.abc import AbcError, Note, fields, normalise, parse, split_tunes

HEAD = "M:6/8\nL:1/8\nK:D\n"
ABC_TEXT = st.text("ABCDEFGabcdefgz^_=,'/0123456789()<>-|:[] \n\"!{}~KLMX", max_size=60)


def pitches(body: str, key: str = "D") -> list[int | None]:
    return [event.pitch for event in parse(f"M:4/4\nL:1/8\nK:{key}\n{body}").events]


def durations(body: str, metre: str = "4/4") -> list[Fraction]:
    """Durations in eighths."""
    return [event.duration * 8 for event in parse(f"M:{metre}\nL:1/8\nK:C\n{body}").events]


def played(body: str) -> list[int]:
    return [note.pitch for note in parse(f"M:4/4\nL:1/8\nK:C\n{body}").played()]


def body_of(raw: str, metre: str = "6/8") -> str:
    return normalise(f"X:1\nT:A tune\nM:{metre}\nL:1/8\nK:D\n{raw}").split("\n")[3]


# --- parse ---


def test_the_key_the_octave_marks_and_accidentals_set_the_pitch():
    assert pitches("C,CcC'c'|F^F^^F=F_F__F|z") == [49, 61, 73, 73, 85, 66, 66, 67, 65, 64, 63, None]


def test_an_accidental_lasts_in_all_octaves_until_the_bar_line():
    assert pitches("_B b B|B") == [70, 82, 70, 71]


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


# --- normalise ---


def test_a_raw_tune_is_rewritten_in_normal_form():
    raw = (
        "X: 7\nT:The Test % a comment\nM: C|\nL:1/8\nQ:120\nK: E Dorian\n"
        '"Em"B|~E2 (BA) {g}BA`GE | !f! .A/2>B/2 c3/4 z4/2 \\\n(3(ABc) |\n|: A- A2 x :||\nw: la la\n'
    )
    assert normalise(raw) == "M:2/2\nL:1/8\nK:Edor\nB|E2 BA BA GE|A/>B/c3/4z2(3ABc|:A-A2z:|"


def test_spaces_stand_between_beats_and_nowhere_else():
    assert body_of("A B c d e f|A3 B2c|A6|]") == "ABc def|A3 B2c|A6|]"
    assert body_of("ABcd efga|A2B2 c4|", "4/4") == "AB cd ef ga|A2 B2 c4|"
    assert body_of("A2 Bc de|", "3/4") == "A2 Bc de|"
    assert body_of("ABc|", "3/8") == "ABc|"


def test_a_pickup_is_counted_back_from_its_bar_line():
    assert body_of("ABcd|A2B2c2d2|", "4/4") == "AB cd|A2 B2 c2 d2|"
    assert body_of("Bcd|A2B2c2d2||Bcd|e4e4|", "4/4") == "B cd|A2 B2 c2 d2||B cd|e4 e4|"


def test_an_ending_goes_on_where_the_bar_stood():
    assert body_of("d|A3 B3|1 A3A2d:|2 A3A2|]") == "d|A3 B3|1 A3 A2d:|2 A3 A2|]"
    assert body_of("A2 [1 Bcde:|[2 edcB|]") == "A2[1 B cde:|2 e dcB|]"


def test_tuplets_and_broken_pairs_are_never_split():
    assert body_of("A>B(3ABcd2e2|", "4/4") == "A>B (3ABc d2 e2|"
    assert body_of("A4>B4c8|", "4/4") == "A4>B4 c8|"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ABc def|]", "ABc def|]"),
        ("ABc def:||:ABc def||", "ABc def::ABc def||"),
        ("ABc def:|\n|:ABc def|:", "ABc def::ABc def|"),
        ("ABc def:|:ABc def|:|", "ABc def::ABc def:|"),
        ("|:ABc def:[|]|]", "|:ABc def:|"),
        ("||ABc def|\n|ABc def|||", "ABc def|ABc def||"),
        ("ABc def|[1 ABc def:|[2 ABc def|]", "ABc def|1 ABc def:|2 ABc def|]"),
        ("::ABc def::", "|:ABc def:|"),
    ],
)
def test_every_bar_line_has_one_spelling(raw, expected):
    assert body_of(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("A//", "A/4"), ("A1", "A"), ("A4/2", "A2"), ("A3/", "A3/2"), ("A/2", "A/"), ("c,", "C"),
     ("C'", "c"), ("A > B", "A>B"), ("(3:2:3ABc", "(3ABc"), ("A-B", "AB"), ("A-A", "A-A")],
)  # fmt: skip
def test_every_note_has_one_spelling(raw, expected):
    assert body_of(raw + "|") == expected + "|"


@pytest.mark.parametrize(
    ("field", "expected"),
    [("Am", "Am"), ("A Minor", "Am"), ("Amin", "Am"), ("EM", "E"), ("D Major", "D"),
     ("A Mixolydian", "Amix"), ("GDor", "Gdor"), ("F#m", "F#m"), ("Aaeo", "Am"), ("Cion", "C")],
)  # fmt: skip
def test_every_key_has_one_spelling(field, expected):
    assert normalise(f"X:1\nM:C\nL:1/8\nK:{field}\nABc|").split("\n")[2] == f"K:{expected}"


def test_a_missing_unit_follows_from_the_metre():
    assert "L:1/16" in normalise("X:1\nM:2/4\nK:D\nA|")
    assert "L:1/8" in normalise("X:1\nM:3/4\nK:D\nA|")


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        ("X:1\nM:6/8\nL:1/8\nK:D\nABc|\nA[ce]B|", 6, "chords"),
        ("X:1\nM:6/8\nL:1/8\nK:D\nABc|\nK:G\nABc|", 6, "K: changes"),
        ("X:1\nM:6/8\nL:1/8\nK:D\nABc|[M:2/4]AB|", 5, "M: changes"),
        ("X:1\nM:6/8\nL:1/8\nK:D\n[V:1]ABc|\n[V:2]ABc|", 6, "second voice"),
        ("X:1\nM:none\nL:1/8\nK:D\nABc|", 2, "metre"),
        ("X:1\nL:1/8\nK:D\nABc|", 1, "no metre"),
        ("X:1\nM:6/8\nL:1/8\nABc|", 4, "no key"),
        ("X:1\nM:6/8\nL:1/8\nK:Hp\nABc|", 4, "key"),
        ("X:1\nM:6/8\nL:1/32\nK:D\nABc|", 3, "unit"),
        ("X:1\nM:6/8\nL:1/8\nK:D\n||", 5, "no notes"),
    ],
)
def test_what_the_normal_form_does_not_hold_is_refused(raw, line, says):
    with pytest.raises(AbcError, match=says) as caught:
        normalise(raw)
    assert caught.value.line == line


@pytest.mark.parametrize("tune", TUNES)
def test_normalising_changes_nothing_that_is_heard_and_nothing_twice(tune):
    once = normalise(tune)
    assert parse(once).played() == parse(tune).played()
    assert normalise(once) == once


NOTES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "(3", "(2", "(3:2:4"]),
        st.sampled_from(["", "^", "_", "=", "~", '"G"']),
        st.sampled_from(list("ABCDEFGabcdefgzx")),
        st.sampled_from(["", "'", ","]),
        st.sampled_from(["", "2", "3", "/", "/4", "3/2"]),
        st.sampled_from(["", "", "-", ">", "<", " ", "|", ":|", "||", "|1 ", ":|2 ", "\n|:", "::"]),
    ),
)


@given(st.lists(NOTES, max_size=30), st.sampled_from(["6/8", "4/4", "C|", "3/4", "9/8"]))
@settings(max_examples=500, deadline=None)
def test_normalising_is_idempotent(notes, metre):
    try:
        once = normalise(f"X:1\nM:{metre}\nL:1/8\nK:G\n{''.join(notes)}|]")
    except AbcError:
        return
    assert normalise(once) == once
    parse(once)


# --- books of tunes ---


def test_a_book_is_cut_at_x_lines_and_blank_lines():
    book = "% a book\n\nX:1\nT:One\nK:C\nabc|\n\nwords between\nX:2\nT:Two\nK:D\nX:3\nK:C"
    assert split_tunes(book) == ["X:1\nT:One\nK:C\nabc|", "X:2\nT:Two\nK:D", "X:3\nK:C"]


def test_fields_are_those_of_the_header():
    raw = "X:1\nT:The First\nT: The Second % hm\nK:D\nABc|\nT:no title"
    assert fields(raw) == {"X": ["1"], "T": ["The First", "The Second"], "K": ["D"]}
