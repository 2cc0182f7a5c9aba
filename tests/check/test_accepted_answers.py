"""What a check calls right works in every cell that follows.

Each lab is run from top to bottom with answers that other people wrote, one for each exercise, as
often as there are answers; only its trainings are short, and what they reach is not claimed.
"""

from __future__ import annotations

import pytest
from labs_by_others import nothing, right_answers, run_lab, runs

from bench.explain import defined
from seqlab.check import judge
from seqlab.check.exercise import exercise_named
from seqlab.check.lab import lab_names

RIGHT = [given for lab in right_answers().values() for some in lab.values() for given in some]


@pytest.mark.parametrize("given", RIGHT, ids=lambda g: f"{g.lab} {g.name}: {g.words}")
def test_a_right_answer_by_another_hand_is_accepted(given):
    exercise = exercise_named(given.lab, given.name)
    verdict = judge(exercise, defined(given, exercise.names()))
    assert verdict.right, verdict.message


def test_every_lab_has_answers_by_another_hand():
    assert set(right_answers()) == set(lab_names())


@pytest.mark.parametrize(("lab", "number"), runs("lab1", "lab2", "lab3"))
def test_a_lab_runs_to_its_end_with_answers_by_another_hand(lab, number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("seqlab.check.checker", lambda lab: nothing)
    run_lab(lab, number, tmp_path)
