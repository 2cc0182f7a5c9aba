"""What the judge says to answers of every kind."""

# ruff: noqa: SIM105 - the answers are written as learners write them

import random
import re
import threading
from dataclasses import replace

import numpy as np
import pytest
import torch
from toy_exercises import ENDS, MEAN, WEIGH

from seqlab.check import Mistake, checker, judge
from seqlab.check.judge import SIZES


def message(answer, exercise=WEIGH) -> str:
    verdict = judge(exercise, answer, seed=0)
    assert not verdict.right
    assert "Traceback" not in verdict.message
    return verdict.message


# Right answers


def test_a_right_answer_is_right():
    assert judge(WEIGH, lambda x, w: x * w).right
    assert judge(MEAN, lambda x: x.mean().item()).right
    assert judge(ENDS, lambda x: [x.min(), x.max()]).right


def test_rounding_does_not_matter():
    assert judge(WEIGH, lambda x, w: x * w + 1e-6).right


def test_fractions_of_another_size_are_wrong_since_the_next_cell_could_not_use_them():
    text = message(lambda x, w: x.double() * w.double())
    assert "y: expected numbers of type torch.float32, got torch.float64." in text


def test_an_argument_changed_in_place_is_wrong_and_named():
    def weigh(x, w):
        x *= w
        return x.clone()

    assert "`x` was changed: whoever called the function still needs it" in message(weigh)


def test_an_argument_that_the_exercise_gives_away_may_be_changed():
    def weigh(x, w):
        x *= w
        return x

    assert judge(replace(WEIGH, may_change=("x",)), weigh).right


def test_a_mistake_that_changes_its_inputs_is_known_too():
    def weigh(x, w):
        x += w
        return x

    assert judge(WEIGH, weigh, seed=0).mistake == "added"


def test_an_answer_may_draw_and_print(capsys):
    def weigh(x, w):
        print("a shape:", tuple(x.shape))
        torch.rand(3), random.random()
        return x * w

    assert judge(WEIGH, weigh).right
    assert capsys.readouterr().out == "a shape: (2, 3)\n", "only of the smallest case"


# Wrong answers


def test_a_known_mistake_gets_its_hint_and_the_smallest_failing_case():
    verdict = judge(WEIGH, lambda x, w: w + x, seed=0)
    assert verdict.mistake == "added"
    assert re.fullmatch(
        r"Try it in a cell of its own:\nweigh\(.*\n\ny: expected \[\[.*\n\nAdded: multiply\.",
        verdict.message,
        flags=re.DOTALL,
    )


def test_the_first_case_that_fails_is_shown_not_one_in_which_the_answer_is_right():
    def weigh(x, w):
        return (x * w).abs() if x.shape[1] > 4 else x * w

    late = replace(WEIGH, mistakes=(Mistake("late", "Only long rows.", whole=weigh),))
    verdict = judge(late, weigh, seed=0)
    assert verdict.mistake == "late"
    assert "y: expected [[" in verdict.difference
    names = {"torch": torch, "weigh": lambda x, w: (x, w)}
    x, w = eval(verdict.call, names)
    assert x.shape == (2, 5), "the smallest case that fails"
    assert not torch.equal(weigh(x, w), x * w)


def test_an_error_is_a_known_mistake_if_the_mistake_ends_in_the_same():
    assert judge(WEIGH, lambda x, w: x * w[:-1], seed=0).mistake == "too_long"


def test_an_unknown_mistake_is_described():
    text = message(lambda x, w: torch.sort(x * w).values)
    assert "y: expected [[" in text
    assert "Try it in a cell of its own:\nweigh(" in text


def test_a_mistake_that_shows_only_in_larger_cases_is_found():
    def weigh(x, w):
        return x * w if x.shape[1] < 6 else x - w

    assert "12 numbers differ" not in message(weigh)
    assert "expected [" in message(weigh)


def test_of_many_numbers_the_largest_difference_is_shown():
    def weigh(x, w):
        y = x * w
        if x.shape[1] == 7:
            y[1, 2] += 1e-3
            y[0, 4] = 99.0
        return y

    tall = replace(
        WEIGH,
        case=lambda generator, size: {
            "x": torch.randn(4, 3 + size, generator=generator),
            "w": torch.randn(3 + size, generator=generator),
        },
    )
    assert "y: 2 of 28 numbers differ, most at [0, 4]: expected " in message(weigh, tall)
    assert "got 99." in message(weigh, tall)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (lambda x, w: None, "y: nothing was returned. Is there a `return` at the end?"),
        (lambda x, w: 3.0, "y: expected a tensor, got a value of type float."),
        (lambda x, w: (x, w), "y: expected a tensor, got a tuple of 2."),
        (lambda x, w: (x * w)[0], "y: expected shape (2, 3), got (3,)."),
        (lambda x, w: (x * w).long(), "expected numbers of type torch.float32, got torch.int64."),
        (lambda x, w: (x * w) > 0, "expected numbers of type torch.float32, got torch.bool."),
        (lambda x, w: (x * w) + 0j, "of type torch.float32, got torch.complex64."),
        (lambda x, w: x * w * float("nan"), "y: 100% of the numbers are NaN."),
        (lambda x, w: x * w * torch.tensor([1.0, 0, 0]).log()[: len(w)], "got [" ),
        (lambda x, w: x.clone(), "y is the argument `x`, handed back unchanged."),
        (lambda x, w: torch.zeros(2, 3), "The result is the same for every input"),
        (lambda x, w: torch.empty(2, 3, device="meta"), "It stopped with NotImplementedError"),
    ],
)  # fmt: skip
def test_what_came_is_said_against_what_was_expected(answer, text):
    assert text in message(answer)


@pytest.mark.parametrize(
    ("answer", "exercise", "text"),
    [
        (lambda x: None, MEAN, "mean: nothing was returned."),
        (lambda x: x, MEAN, "mean: expected one number, got a tensor of shape (2, 3)."),
        (lambda x: x.mean(), MEAN, "mean: expected a plain number, got a tensor of shape (), "),
        (lambda x: x.mean(), MEAN, "`.item()` makes one of a tensor with one element"),
        (lambda x: True, MEAN, "mean: expected one number, got a value of type bool."),
        (lambda x: float("nan"), MEAN, "mean: 100% of the numbers are NaN."),
        (lambda x: 0.25, MEAN, "The result is the same for every input"),
        (lambda x: None, ENDS, "Nothing was returned."),
        (lambda x: x.min(), ENDS, "Expected 2 values, (low, high), got a tensor of shape ()."),
        (lambda x: (1, 2, 3), ENDS, "Expected 2 values, (low, high), got a tuple of 3."),
        (lambda x: (x.min(), None), ENDS, "high: nothing was returned."),
    ],
)
def test_numbers_and_pairs_too(answer, exercise, text):
    assert text in message(answer, exercise)


def test_equal_infinities_are_no_difference():
    def masked(x):
        return torch.cat([x, torch.full((30,), -torch.inf)[None]], dim=1)

    wide = replace(
        WEIGH,
        mistakes=(),
        case=lambda generator, size: {"x": torch.randn(1, 3, generator=generator)},
        expected=masked,
    )
    assert judge(wide, lambda x: masked(x)).right
    assert "1 of 33 numbers differ, most at [0, 0]" in message(
        lambda x: masked(x + torch.tensor([1.0, 0, 0])), wide
    )


# Errors in the learner's code


def helper(w):
    return w.no_such_method()  # the line that is named


def test_an_error_names_its_kind_its_text_and_the_own_line():
    text = message(lambda x, w: helper(w))
    assert "It stopped with AttributeError: 'Tensor' object has no attribute" in text
    assert "return w.no_such_method()  # the line that is named" in text


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda x, w: random.choice([]), "IndexError"),  # raised in the standard library
        (lambda x, w: torch.nn.functional.linear(x, w[None, :1]), "RuntimeError"),
        (lambda x, w: torch.nn.Linear(2, 2)(x), "RuntimeError"),
        (lambda x, w: np.zeros(3).reshape(2), "ValueError"),
    ],
)
def test_an_error_inside_a_library_names_the_line_that_called_it(call, kind):
    text = message(call)
    assert f"It stopped with {kind}" in text
    assert f'"{kind}"),' in text, "the line of the answer"


def test_no_line_of_ours_is_ever_shown():
    text = message(lambda x, w: torch.empty(2, 3, device="meta"))
    assert "\n\nIt stopped with NotImplementedError" in text
    assert "\n  line" not in text


def test_infinite_recursion_is_reported():
    def weigh(x, w):
        return weigh(x, w)

    assert "It stopped with RecursionError: maximum recursion depth exceeded" in message(weigh)


@pytest.mark.parametrize("leave", [SystemExit, lambda: SystemExit("bye")])
def test_an_answer_that_wants_to_leave_stays(leave):
    def weigh(x, w):
        raise leave()

    assert "It stopped with SystemExit" in message(weigh)


def test_an_interrupt_by_the_learner_passes_and_the_state_is_kept():
    def weigh(x, w):
        torch.set_grad_enabled(False)
        raise KeyboardInterrupt

    torch.manual_seed(5)
    before = torch.get_rng_state()
    with pytest.raises(KeyboardInterrupt):
        judge(WEIGH, weigh)
    assert torch.is_grad_enabled()
    assert torch.equal(torch.get_rng_state(), before)


def endless(x, w):
    while True:
        pass


def swallowing(x, w):
    while True:
        try:
            x = x + w
        except:  # noqa: E722
            pass


def printing(x, w):
    while True:
        print("x" * 1000)


IMPATIENT = replace(WEIGH, seconds=0.1)  # for answers that never come


@pytest.mark.parametrize("answer", [endless, swallowing, printing])
def test_an_endless_loop_is_stopped_at_the_limit_of_one_case(answer, capsys):
    calls = []
    text = message(lambda x, w: calls.append(x) or answer(x, w), IMPATIENT)
    assert len(calls) == 1
    assert "\n\nStopped: no answer within 0.1 s. Does a loop never end?" in text
    assert len(capsys.readouterr().out) < 3000


def test_an_endless_loop_is_stopped_in_a_thread_too():
    verdicts = []
    thread = threading.Thread(
        target=lambda: verdicts.append(judge(IMPATIENT, endless)), daemon=True
    )
    thread.start()
    thread.join(600)
    assert "no answer within 0.1 s" in verdicts[0].message


def test_a_huge_print_is_cut(capsys):
    def weigh(x, w):
        print("x" * 10_000_000)
        return x * w

    assert judge(WEIGH, weigh).right
    out = capsys.readouterr().out
    assert out.endswith("(the rest is not shown)\n")
    assert len(out) < 3000


# A TODO


def test_a_todo_is_raised_again_with_its_own_text():
    def weigh(x, w):
        raise NotImplementedError("TODO 9.1: weigh x")

    with pytest.raises(NotImplementedError, match=r"^TODO 9\.1: weigh x$"):
        judge(WEIGH, weigh)


def test_another_thing_not_implemented_is_an_error_like_others():
    def weigh(x, w):
        raise NotImplementedError("later")

    assert "It stopped with NotImplementedError: later" in message(weigh)


# Reproducible, and without traces


def test_the_same_seed_gives_the_same_cases_and_another_seed_others():
    def cases(seed) -> list:
        seen = []
        judge(WEIGH, lambda x, w: seen.append(x) or x * w, seed=seed)
        return [x.flatten().tolist() for x in seen]

    assert cases(1) == cases(1)
    assert cases(1) != cases(2)


def test_an_answer_that_draws_gets_the_same_verdict_with_the_same_seed():
    def weigh(x, w):
        return x * w + random.random() + np.random.rand() + torch.rand(())

    random.seed(), np.random.seed(), torch.seed()
    first = judge(WEIGH, weigh, seed=3)
    random.seed(), np.random.seed(), torch.seed()
    assert judge(WEIGH, weigh, seed=3) == first


LEARNED = torch.ones(3, requires_grad=True)


def test_judging_leaves_no_traces():
    def weigh(x, w):
        LEARNED.requires_grad_(False)
        torch.set_grad_enabled(False)

        return x * w

    torch.manual_seed(5)
    state = torch.get_rng_state()
    assert judge(WEIGH, weigh).right
    assert LEARNED.requires_grad
    assert torch.is_grad_enabled()
    assert torch.equal(torch.get_rng_state(), state)


def test_what_comes_back_hangs_on_nothing():
    kept = []

    def weigh(x, w):
        kept.append(x * w.requires_grad_())
        return kept[-1]

    assert judge(WEIGH, weigh).right


# A GPU that is not there


def test_an_answer_that_works_on_the_cpu_only_is_told_so_and_refused_on_a_gpu():
    def weigh(x, w):
        return x * w * torch.ones(3)[:1]

    def weigh_anywhere(x, w):
        return x * w * torch.ones(1, device=x.device)

    anywhere = replace(WEIGH, anywhere=True)
    assert judge(WEIGH, weigh).right
    assert judge(anywhere, weigh_anywhere).right
    verdict = judge(anywhere, weigh)
    assert verdict.right, "the notebook works on the CPU"
    assert verdict.mistake == "cpu_only"
    assert "On a GPU: Expected all tensors to be on the same device" in verdict.message
    assert "return x * w * torch.ones(3)[:1]" in verdict.message
    weigh.__globals__["device"] = torch.device("cuda")
    try:
        assert not judge(anywhere, weigh).right
        assert judge(anywhere, weigh_anywhere).right
    finally:
        del weigh.__globals__["device"]


# Effort


@pytest.mark.parametrize("exercise", checker("lab5").exercises.values(), ids=lambda e: e.name)
def test_an_ordinary_wrong_answer_has_its_verdict_after_few_runs(exercise):
    runs = []

    def counted(answer, **arguments):
        runs.append(answer)
        call = exercise.call or (lambda answer, **arguments: answer(*arguments.values()))
        return call(answer, **arguments)

    answer = exercise.answer_of(exercise.mistakes[-1])
    judge(replace(exercise, call=counted), answer, seed=1)
    tried = SIZES * (exercise.draws + 1)
    assert len(runs) <= 2 * tried + 2 * len(exercise.mistakes)
