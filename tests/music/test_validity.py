import random

import pytest

from music.effort import calls_in
from music.tunes import TUNES
from seqlab.data.tunes import RawTune
from seqlab.music.abc import AbcError
from seqlab.music.raw import normalise
from seqlab.music.validity import Problem, is_valid, problems


def found(body: str, metre: str = "6/8") -> list[tuple[int, str]]:
    """Columns and kinds of the problems of a body."""
    return [(p.column, p.kind) for p in problems(f"M:{metre}\nL:1/8\nK:D\n{body}")]


@pytest.mark.parametrize("tune", TUNES)
def test_a_tune_without_faults_is_valid(tune):
    assert problems(tune) == []
    assert is_valid(tune)


def test_a_problem_names_its_place_its_kind_and_what_to_do():
    assert problems("M:6/8\nL:1/8\nK:D\nABc def|ABc d|]") == [
        Problem(4, 9, "short bar", "this bar lasts 4/8, the metre wants 6/8: add notes or a rest")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "A|A6|A3 A2|]",  # a pickup, and the last bar it completes
        "A6|A6|]",
        "A|A6|A3-A3|]",
        "A|A6|A3 A2||A6|A3 A2|]",  # completed by the pickup of the tune
        "A|A6|A3 A2:|A|A6|A3 A2|]",  # both sections with a pickup
        "|:A|A6|1 A3 A2:|2 A3 A3|]",
        "A6|A2:|A4|A6|]",  # a bar split by a repeat
        "A6|A2||A4|A6|]",
        "A6|A3 [1 A3:|[2 B3|A6|]",  # endings that begin inside a bar
        "A|:A6|A4A|1 A|A6|A4A:|2 A|A6|A4A|]",  # a bar that each ending completes with its pickup
        "|:A6|A3|1 A3|A6:|2 A3|A6|]",
        "A6-:|B6|]",  # a tie into the repeat
        "A|A6-|A3 A2|]",
    ],
)
def test_bars_that_players_accept_are_valid(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A6|A4|A6|]", [(4, "short bar")]),
        ("A6|A3 A4|A6|]", [(4, "long bar")]),
        ("A7|A6|]", [(1, "long bar")]),
        ("A6|A6|A3 A2|]", [(7, "short bar")]),  # no pickup completes it
        ("A|A6|A4|]", [(6, "short bar")]),  # the pickup is too short for it
        ("A6||A6|A2|A6|]", [(8, "short bar")]),
        ("A6|A3 [1 A2:|[2 B3|]", [(4, "short bar"), (7, "short bar")]),
        ("|:A6|1 A6:|2 A2|A6|]", [(12, "short bar")]),  # a second ending is no pickup
        ("|:A6|A3|1 A2|A6:|2 A3|A6|]", [(6, "short bar"), (9, "short bar")]),
        ("|:A6|A3|1 A3|A6:|2 A6|A6|]", [(6, "short bar")]),  # the second time it stays short
        ("|:A6|A3:|1 A3|A6:|2 A3|A6|]", [(10, "short bar"), (19, "short bar")]),
        ("A6||A6||A6|", []),
        ("A6| |A6|]", [(5, "empty bar")]),
        ("|:A6|A6|]", [(3, "repeat")]),
        ("A6|1 A6|2 A6|]", [(9, "repeat")]),
        ("A6|1 A6:|A6|]", [(4, "repeat")]),
        ("A6|2 A6|]", [(4, "repeat")]),
        ("A6-|B6|]", [(1, "tie")]),
        ("A3-z3|A6|]", [(1, "tie")]),
        ("A6|A6-|]", [(4, "tie")]),
        ("A6|A6", [(4, "end")]),
        ("A6|]", [(1, "end")]),
        ("A6|z6|]", [(1, "end")]),
        ("A6|(3AB|A6|]", [(4, "short bar"), (8, "syntax")]),
        ("A6|A4A>|A6|]", [(4, "short bar"), (8, "syntax")]),
        ("A6|A?5|A6|]", [(4, "short bar"), (5, "syntax"), (6, "syntax")]),
    ],
)
def test_all_problems_are_found_in_the_order_of_the_text(body, expected):
    assert found(body) == expected


@pytest.mark.parametrize(
    "text", ["", "M:6/8\nL:1/8\nABc|", "M:6/8\nL:1/0\nK:D\nA|", "X:1\nM:6/8\nL:1/8\nK:D\nA|"]
)
def test_a_bad_header_is_one_problem(text):
    assert [problem.kind for problem in problems(text)] == ["header"]


def mutated(tune: str, rng: random.Random) -> str:
    """Change a few characters of a tune, as an untrained model might."""
    text = list(tune)
    alphabet = "".join(TUNES) + '?[]{}"!\\%&Zx'
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(text))
        edit = rng.choice(("replace", "insert", "delete", "repeat"))
        if edit == "replace":
            text[place] = rng.choice(alphabet)
        elif edit == "insert":
            text.insert(place, rng.choice(alphabet))
        elif edit == "delete" and len(text) > 1:
            del text[place]
        else:
            text[place:place] = text[place : place + rng.randint(1, 20)]
    return "".join(text)


def test_ten_thousand_mutated_tunes_are_judged_in_few_calls_and_without_a_crash():
    rng = random.Random(5)
    verdicts, dearest = [], 0.0
    for index in range(10_000):
        text = mutated(TUNES[index % len(TUNES)], rng)
        calls = calls_in(lambda text=text: verdicts.append(is_valid(text)))
        dearest = max(dearest, calls / (len(text) + 1))
    assert dearest < 60  # calls for each character
    assert sum(verdicts) < 1_500  # a few changes are harmless: another letter, a space


def test_about_nine_in_ten_real_tunes_are_valid(real_tunes: list[RawTune]):
    tried = real_tunes[::3]
    verdicts = []
    for raw in tried:
        try:
            verdicts.append(is_valid(normalise(raw.text)))
        except AbcError:
            continue
    assert len(verdicts) / len(tried) > 0.94  # the others have chords, new keys, slips
    assert 0.895 < sum(verdicts) / len(verdicts) < 0.925
