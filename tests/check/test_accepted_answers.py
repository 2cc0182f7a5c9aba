"""What a check calls right works in every cell that follows.

Each lab is run from top to bottom with answers that other people wrote, one for each exercise, as
often as there are answers; only its trainings are short, and what they reach is not claimed.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import matplotlib.pyplot as plt
import pytest

import seqlab
from bench.explain import ANSWERS, Given, defined, read_answers
from seqlab.authoring.source import read_source
from seqlab.check import judge
from seqlab.check.exercise import exercise_named
from seqlab.check.lab import lab_names

ROOT = ANSWERS.parents[1]
# A lab's words for a long training -> for one that only shows that its cells run.
SHORT = {
    "lab1": [("train_for(12, bag", "train_for(1, bag"),
             ("train_for(10, reader", "train_for(1, reader"),
             ("train_for(10, writer", "train_for(1, writer")],
    "lab2": [],
    "lab3": [("EPOCHS, BATCH = 5, 128", "EPOCHS, BATCH = 1, 2048")],
    "lab4": [("STEPS, BATCH = 700, 64", "STEPS, BATCH = 28, 64")],
    "lab5": [("STEPS, SEED = 700, 1", "STEPS, SEED = 10, 1"), ("    steps=120,", "    steps=10,")],
}  # fmt: skip


@cache
def right_answers() -> dict[str, dict[str, list[Given]]]:
    """Return the right answers by lab and exercise."""
    found: dict[str, dict[str, list[Given]]] = defaultdict(lambda: defaultdict(list))
    for folder in (ANSWERS, ANSWERS / "kept"):
        for given in read_answers(folder):
            if given.kind == "right":
                found[given.lab][given.name].append(given)
    return found


RIGHT = [given for lab in right_answers().values() for some in lab.values() for given in some]
RUNS = [
    (lab, number)
    for lab, exercises in right_answers().items()
    for number in range(max(map(len, exercises.values())))
]


@pytest.mark.parametrize("given", RIGHT, ids=lambda g: f"{g.lab} {g.name}: {g.words}")
def test_a_right_answer_by_another_hand_is_accepted(given):
    exercise = exercise_named(given.lab, given.name)
    verdict = judge(exercise, defined(given, exercise.names()))
    assert verdict.right, verdict.message


def test_every_lab_has_answers_by_another_hand():
    assert set(right_answers()) == set(lab_names())


@pytest.mark.parametrize(("lab", "number"), RUNS)
def test_a_lab_runs_to_its_end_with_answers_by_another_hand(lab, number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("seqlab.check.checker", lambda lab: _nothing)
    seqlab.setup(seed=number)
    (path,) = (ROOT / "course" / "labs").glob(f"{lab}_*.py")
    text = path.read_text(encoding="utf-8")
    for old, new in SHORT[lab]:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / path.name
    path.write_text(text, encoding="utf-8")
    names = {"__name__": "__main__"}
    quiet = dict.fromkeys(("check", "claim", "show", "explore", "play", "display"), _nothing)
    for cell in read_source(tmp_path, path).cells:
        if cell.kind != "code":
            continue
        exec(compile(cell.answered(), f"{lab}:{cell.line}", "exec"), names)
        names |= {name: value for name, value in quiet.items() if name in names}
        for name in {name for name in right_answers()[lab] if f"def {name}(" in cell.text} | {
            name for name in right_answers()[lab] if f"class {name}(" in cell.text
        }:
            answers = right_answers()[lab][name]
            names[name] = defined_here(answers[number % len(answers)], names)
        plt.close("all")


def defined_here(given: Given, names):
    """Define an answer in the very names of the lab, as its cell does."""
    exec(compile(given.text, f"{given.lab} {given.name}: {given.words}", "exec"), names)
    return names[given.name]


def _nothing(*_: object, **__: object) -> None:
    return None
