"""Every exercise of every lab: its mistakes get their own hint, nonsense gets none."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cache

import pytest
import torch

from seqlab.check import judge
from seqlab.check.attempt import expected_outcome, same, told
from seqlab.check.compare import plain
from seqlab.check.exercise import exercises_of, faults_of
from seqlab.check.judge import draw_cases
from seqlab.check.lab import course_folder, lab_names, read_lab
from seqlab.check.show import call_text

EXERCISES = [exercise for lab in lab_names() for exercise in exercises_of(lab)]
MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes]
SEEDS = range(3)


def by_id(value: object) -> str:
    return getattr(value, "id", None) or getattr(value, "name", "")


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=by_id)
def test_each_mistake_gets_its_own_hint(exercise, mistake):
    for seed in SEEDS:
        verdict = judge(exercise, exercise.answer_of(mistake), seed=seed)
        assert not verdict.right
        assert verdict.mistake == mistake.name, verdict.message
        assert verdict.hint == mistake.hint
        assert verdict.message.endswith(mistake.hint)


ADVICE = [(exercise, advice) for exercise in EXERCISES for advice in exercise.advice]


@pytest.mark.parametrize(("exercise", "advice"), ADVICE, ids=by_id)
def test_what_could_be_better_is_right_and_gets_its_own_hint(exercise, advice):
    for seed in SEEDS:
        verdict = judge(exercise, exercise.answer_of(advice), seed=seed)
        assert verdict.right
        assert verdict.hint == advice.hint


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_the_solution_is_right_for_every_draw_of_cases(exercise):
    for seed in range(25):
        verdict = judge(exercise, exercise.define(exercise.solution), seed=seed, diagnose=False)
        assert verdict.right, f"seed {seed}: {verdict.message}"
        assert not verdict.hint


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_an_exercise_has_at_least_three_mistakes_with_names_and_hints_of_their_own(exercise):
    assert len(exercise.mistakes) >= 3
    assert len({mistake.name for mistake in exercise.mistakes}) == len(exercise.mistakes)
    assert len({mistake.hint for mistake in exercise.mistakes}) == len(exercise.mistakes)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_an_exercise_has_stronger_hints_that_do_not_give_the_solution_away(exercise):
    assert len(exercise.more) == 2
    lines = [line.strip() for line in exercise.solution.split("\n")[1:]]
    code = [line for line in lines if line.startswith("return ") or " = " in line]
    code = [line for line in code if len(line) > 12]
    for text in (*exercise.more, *(mistake.hint for mistake in exercise.mistakes)):
        assert not [line for line in code if line in text]


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
        assert not judge(exercise, answer, diagnose=False).right


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_the_right_result_of_one_case_is_not_right_for_the_others(exercise):
    generators = [torch.Generator().manual_seed(seed) for seed in (0, 1)]
    pairs = [[exercise.draw(generator, size) for generator in generators] for size in range(1, 4)]
    rights = [[expected_outcome(exercise, case) for case in pair] for pair in pairs]
    alike = [same(first, second, exercise.tolerance) for first, second in rights]
    assert not all(alike)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_a_case_shown_as_a_call_is_the_case(exercise):
    """The shown call, run in the lab, gives just what the judge has seen."""
    solution = exercise.define(exercise.solution)
    for case in (draw_cases(exercise, seed=1)[0], draw_cases(exercise, seed=2)[0]):
        names = {**exercise.names(), "torch": torch, exercise.name: solution}
        text = call_text(exercise, case, solution)
        assert len(text) < 2000, "a learner can read it"
        *before, last = ast.parse(text).body
        torch.manual_seed(0)
        exec("\n".join(map(ast.unparse, before)), names)
        given = eval(ast.unparse(last), names) if isinstance(last, ast.Expr) else None
        if exercise.call is None:
            right = expected_outcome(exercise, case)
            assert not told(exercise, replace(right, result=plain(given)), right)
        elif not isinstance(last, ast.Expr):
            exec(ast.unparse(last), names)


def test_every_edit_stands_once_in_its_solution():
    assert [fault for lab in lab_names() for fault in faults_of(lab)] == []


@cache
def modules() -> set[str]:
    return {
        f"{path.parent.name}.{path.stem}"
        for path in course_folder("checks").glob("lab*/*.py")
        if path.stem not in ("common", "patients", "__init__")
    }


def test_every_module_of_exercises_belongs_to_a_todo():
    assert modules() == {f"{lab}.{name}" for lab in lab_names() for name in read_lab(lab).tasks}
