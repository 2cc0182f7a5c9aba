"""Every exercise of every lab: its mistakes get their own hint, nonsense gets none."""

from __future__ import annotations

import pkgutil
from functools import cache

import pytest
import torch

import seqlab.check
from seqlab.check import checker, judge

LABS = sorted(m.name for m in pkgutil.iter_modules(seqlab.check.__path__) if m.name[:3] == "lab")
EXERCISES = [exercise for lab in LABS for exercise in checker(lab).exercises.values()]
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]
SEEDS = range(3)


def by_id(value: object) -> str:
    return getattr(value, "id", None) or getattr(value, "name", "")


@cache
def expected_once(exercise_id: str) -> object:
    exercise = next(e for e in EXERCISES if e.id == exercise_id)
    return exercise.expected(exercise.case(torch.Generator().manual_seed(99), 0))


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=by_id)
def test_each_mistake_gets_its_own_hint(exercise, mistake):
    for seed in SEEDS:
        verdict = judge(exercise, mistake.answer, seed=seed)
        assert not verdict.right
        assert verdict.mistake == mistake.name, verdict.message
        assert verdict.message.startswith(mistake.hint)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_an_exercise_has_at_least_three_mistakes_with_names_and_hints_of_their_own(exercise):
    assert len(exercise.mistakes) >= 3
    assert len({mistake.name for mistake in exercise.mistakes}) == len(exercise.mistakes)
    assert len({mistake.hint for mistake in exercise.mistakes}) == len(exercise.mistakes)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_nothing_the_first_input_handed_back_or_a_constant_is_never_right(exercise):
    answers = [
        lambda *inputs: None,
        lambda *inputs: inputs[0] if inputs else None,
        lambda *inputs: inputs,
        lambda *inputs: 0,
        lambda *inputs: torch.zeros(()),
        lambda *inputs: torch.tensor(float("nan")),
        lambda *inputs: (torch.full((2, 3), float("nan")),) * 2,
    ]
    for answer in answers:
        assert not judge(exercise, answer, seed=0).right


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_the_right_result_of_one_case_is_not_right_for_the_others(exercise):
    cases = [exercise.case(torch.Generator().manual_seed(seed), 1) for seed in (0, 1)]
    first, second = (exercise.expected(case) for case in cases)
    assert first.keys() != second.keys() or any(
        first[name].shape != second[name].shape or not torch.allclose(first[name], second[name])
        for name in first
    )


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_cases_and_results_are_plain_tensors(exercise):
    case = exercise.case(torch.Generator().manual_seed(0), 0)
    assert all(type(value) is torch.Tensor for value in case.values())
    assert all(type(value) is torch.Tensor for value in exercise.expected(case).values())
