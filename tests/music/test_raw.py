import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from music.tunes import TUNES
from seqlab.music.abc import AbcError, parse
from seqlab.music.raw import decode, fields, normalise, numbered_tunes, prepare, split_tunes


def body_of(raw: str, metre: str = "6/8") -> str:
    return normalise(f"X:1\nT:A tune\nM:{metre}\nL:1/8\nK:D\n{raw}").split("\n")[3]


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


def test_an_ending_goes_on_with_the_beats_of_the_bar_that_it_completes():
    raw = "|:A2B2c2d2|ABcde|1 fga|A2B2c2d2:|2 efg|A8|]"
    expected = "|:A2 B2 c2 d2|AB cd e|1 f ga|A2 B2 c2 d2:|2 e fg|A8|]"
    assert body_of(raw, "4/4") == expected
    assert body_of("ABc|1 A2B2c2d2:|", "4/4") == "A Bc|1 A2 B2 c2 d2:|"  # it completes nothing


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
        ("|:ABc|1 def | :|2 dec|]", "|:ABc|1 def:|2 dec|]"),
        ("|:ABc|1 def |\n:|2 dec|]", "|:ABc|1 def:|2 dec|]"),
        ("|:ABc|1 def |:|2 dec|]", "|:ABc|1 def:|2 dec|]"),
        ("|:ABc def | :|def ABc|]", "|:ABc def:|def ABc|]"),
        ("|:ABc def [|]:|def ABc|]", "|:ABc def:|def ABc|]"),
        ("ABc def|: |def ABc:|", "ABc def|:def ABc:|"),
        ("ABc def : |def ABc|", "ABc def:|def ABc|"),
        ("|:[1 ABc:|[2 def|]", "|:[1 ABc:|2 def|]"),
        ("ABc | 1 def :| 2 ABc|]", "ABc|1 def:|2 ABc|]"),
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
     ("A Mixolydian", "Amix"), ("GDor", "Gdor"), ("F#m", "F#m"), ("Aaeo", "Am"), ("Cion", "C"),
     ("D clef=treble", "D"), ("Am bass", "Am"), ("G maj clef=G2", "G"),
     ('Edor clef="alto"', "Edor")],
)  # fmt: skip
def test_every_key_has_one_spelling(field, expected):
    assert normalise(f"X:1\nM:C\nL:1/8\nK:{field}\nABc|").split("\n")[2] == f"K:{expected}"


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("1/2", "A2>B2 c/2|d3/4"), ("1/1", "A4>B4 c|d3/2"), ("1", "A4>B4 c|d3/2")],
)
def test_a_unit_longer_than_a_quarter_becomes_a_quarter(unit, expected):
    # the same music with longer numbers
    raw = f"X:1\nM:4/4\nL:{unit}\nK:D\nA>B c/4|d3/8|]"
    units = {"1/2": 2, "1/1": 4, "1": 4}[unit]
    once = normalise(raw)
    assert once.startswith("M:4/4\nL:1/4\n")
    written = [event.duration * 4 for event in parse(once).events]
    assert written == [Fraction(n * units) for n in (Fraction(3, 2), 0.5, 0.25, 0.375)]


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
        ("X:1\nM:6/8\nL:1/8\nK:Hp\nABc|", 4, "Highland pipes; write K:Amix or K:D"),
        ("X:1\nM:6/8\nL:1/8\nK:HP\nABc|", 4, "Highland pipes; write K:Amix or K:D"),
        ("X:1\nM:6/8\nL:1/8\nK:none\nABc|", 4, "write K:C"),
        ("X:1\nM:6/8\nL:1/8\nK:\nABc|", 4, "write K:C"),
        ("X:1\nM:6/8\nL:1/8\nK:D octave=-1\nABc|", 4, "'octave=-1' after the key .*: remove"),
        ("X:1\nM:6/8\nL:1/8\nK:D clef=treble transpose=1\nABc|", 4, "'transpose=1' after the key"),
        ("X:1\nM:6/8\nL:1/8\nK:D clef=treble-8\nABc|", 4, "'clef=treble-8' after the key"),
        ("X:1\nM:6/8\nL:1/8\nK:D middle=d\nABc|", 4, "'middle=d' after the key"),
        ("X:1\nM:6/8\nL:1/8\nK:D ^f _b\nABc|", 4, "as they sound"),
        ("X:1\nM:6/8\nL:1/8\nK:Dmix=c\nABc|", 4, "write D, Am or Edor"),
        ("X:1\nM:6/8\nL:1/8\nK:D\nABc [1,3 ABc:|", 5, "'1,3' .* 1 and 2 are the most"),
        ("X:1\nM:6/8\nL:1/8\nK:D\nABc|1, 2 ABc:|", 5, "'1, 2' .* 1 and 2 are the most"),
        ("X:1\nM:6/8\nL:1/8\nK:D\nABc|1-3 ABc:|", 5, "'1-3' .* 1 and 2 are the most"),
        ("X:1\nM:6/8\nL:1/8\nK:D\nABc|1 A:|2 B:|3 c|]", 5, "'3' .* 1 and 2 are the most"),
        ('X:1\nM:6/8\nL:1/8\nK:D\nABc ["1st" ABc:|', 5, "names an ending in words: write .1 or .2"),
        ('X:1\nM:6/8\nL:1/8\nK:D\nABc ["Am"ace]|', 5, "chords"),
        ("X:1\nM:6/8\nL:1/8\nK:D\n||", 5, "no notes"),
    ],
)
def test_what_the_normal_form_does_not_hold_is_refused(raw, line, says):
    with pytest.raises(AbcError, match=says) as caught:
        normalise(raw)
    assert caught.value.line == line


def test_signs_of_pages_and_text_processors_stand_for_plain_ones():
    copied = "\ufeffX:1\nM:\u00a06/8\nL:1/8\nK:D\nA\u00a0B\u200bc\u202fd\u20192|“Am”A6|]"
    assert normalise(copied) == "M:6/8\nL:1/8\nK:D\nAB cd'2|A6|]"


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


SIGNS = "ABCDEFGabcdefgz^_=,'/0123456789()<>-|:[] \n\"!{}~KLMXV%\u00a0\t“é\0"


def edited(text: str, rng: random.Random) -> str:
    """Change a few places of a raw tune."""
    signs = list(text)
    for _ in range(rng.randint(1, 5)):
        place = rng.randrange(len(signs))
        signs[place : place + rng.randint(0, 3)] = rng.choices(SIGNS, k=rng.randint(0, 2))
    return "".join(signs) or " "


def test_real_tunes_with_slips_of_the_pen_are_rewritten_or_refused_but_break_nothing(
    sample_of_real_tunes,
):
    rng = random.Random(11)
    refused = rewritten = 0
    for index in range(600):
        try:
            once = normalise(edited(sample_of_real_tunes[index % 150].text, rng))
        except AbcError as error:
            refused += str(error).isprintable()
            continue
        assert normalise(once) == once
        parse(once)
        rewritten += 1
    assert refused + rewritten == 600  # all messages can be printed
    assert rewritten > 200


# --- for a network ---


def test_pasted_tunes_in_any_form_are_prepared_for_a_network():
    pasted = "\nX: 1\nT: Mine\nM: C|\nL: 1/2\nK: Gmaj\nG B | \\\nd2 |"
    assert prepare(pasted, "M:2/\nL14KG|BdABCDEF ") == "M:2/2\nL:1/4\nK:G\nG2 B2|d4|"


def test_what_a_network_does_not_know_is_named_with_its_place():
    with pytest.raises(ValueError, match=r"does not know '5', as in 'M:5/4'"):
        prepare("X:1\nM:5/4\nL:1/4\nK:G\nGGGGG|", "M:/4L1KG\n|")
    with pytest.raises(AbcError, match="there is no key"):
        prepare("ABc|", "ABc|")


# --- books of tunes ---


def test_a_book_is_cut_at_x_lines_and_blank_lines():
    book = "% a book\n\nX:1\nT:One\nK:C\nabc|\n\nwords between\nX:2\nT:Two\nK:D\nX:3\nK:C"
    assert split_tunes(book) == ["X:1\nT:One\nK:C\nabc|", "X:2\nT:Two\nK:D", "X:3\nK:C"]


def test_the_tunes_of_a_book_know_their_first_line():
    assert numbered_tunes("% a book\n\nX:1\nK:C\nX:2") == [(3, "X:1\nK:C"), (5, "X:2")]


def test_files_are_utf8_or_else_latin1():
    assert decode("T:Fionnghuala é".encode()) == "T:Fionnghuala é"
    assert decode("T:é".encode("latin-1")) == "T:é"
    assert decode("X:1".encode("utf-8-sig")) == "X:1"


def test_fields_are_those_of_the_header():
    raw = "X:1\nT:The First\nT: The Second % hm\nK:D\nABc|\nT:no title"
    assert fields(raw) == {"X": ["1"], "T": ["The First", "The Second"], "K": ["D"]}
