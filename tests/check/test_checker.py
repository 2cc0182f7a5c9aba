"""What a notebook sees of a check."""

import functools
from pathlib import Path

import pytest
import torch
from toy_exercises import ENDS, MEAN, WEIGH

from seqlab import progress
from seqlab.check import checker
from seqlab.check.checker import MIME, Checker
from seqlab.progress import STRICT


@pytest.fixture
def check(monkeypatch) -> Checker:
    monkeypatch.delenv(STRICT, raising=False)
    return Checker((WEIGH, MEAN, ENDS))


@pytest.fixture
def kept(monkeypatch, tmp_path) -> Path:
    monkeypatch.delenv(STRICT, raising=False)
    path = tmp_path / "progress.jsonl"
    monkeypatch.setenv("SEQLAB_PROGRESS", str(path))
    return path


def weigh(x, w):
    return x * w


def mean(x):
    return x.sum().item()


def named(name: str, answer):
    answer.__name__ = name
    return answer


def test_a_right_answer_is_found_by_its_name_and_counted(check):
    report = check(weigh)
    assert report.right
    assert str(report) == "9.1 weigh: right\n1 of 3 done"
    assert check(named("ends", lambda x: (x.min(), x.max()))).message == "2 of 3 done"
    assert check(weigh).message == "2 of 3 done", "counted once"


def test_a_wrong_answer_is_told_its_mistake_and_no_longer_counts(check):
    check(named("mean", lambda x: x.mean()))
    report = check(mean)
    assert str(report).startswith(
        "9.2 mean: not yet\nTry it in a cell of its own:\nmean(x=torch.tensor([["
    )
    assert str(report).endswith("A sum: divide by the count.")
    assert check.done == set()


def test_a_class_can_be_an_answer(check):
    class weigh:  # noqa: N801
        def __new__(cls, x, w):
            return x * w

    assert check(weigh).right


def test_a_todo_is_answered_with_its_own_text_and_what_to_do(check):
    def weigh(x, w):
        raise NotImplementedError("TODO 9.1: weigh x")

    report = check(weigh)
    assert not report.right
    assert str(report).startswith("9.1 weigh: not begun\nTODO 9.1: weigh x\nWrite your answer")
    assert "✗" not in report._repr_mimebundle_()["text/html"]


def test_a_todo_that_is_left_in_a_solution_is_an_error(check, monkeypatch):
    def weigh(x, w):
        raise NotImplementedError("TODO 9.1: weigh x")

    monkeypatch.setenv(STRICT, "1")
    with pytest.raises(AssertionError, match="not begun"):
        check(weigh)


def test_an_unknown_name_is_answered_with_the_known_ones(check):
    report = check(named("sum_up", lambda x, w: x * w))
    assert not report.right
    assert report.message == "No exercise is called 'sum_up'. There are: weigh, mean, ends"


def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(check):
    report = check(named("wiegh", lambda x, w: x * w))
    assert report.message == "No exercise is called 'wiegh'. Did you mean 'weigh'?"


def test_an_exercise_of_another_lab_is_said_so(kept):
    report = Checker((WEIGH,), lab="lab1")(named("encode_tune", lambda: None))
    assert report.message == "'encode_tune' is an exercise of Lab 5, and this is Lab 1."


def test_a_lambda_is_told_to_be_written_with_def(check):
    assert "with `def`" in check(lambda x, w: x * w).message


@pytest.mark.parametrize(
    "answer",
    [torch.ones(3), None, "weigh", torch.nn.Linear(2, 2), functools.partial(weigh, w=1)],
    ids=lambda a: type(a).__name__,
)
def test_a_result_instead_of_the_function_is_said_so(check, answer):
    assert check(answer).message.startswith("Give check the function itself, as you wrote it")


def test_where_solutions_are_tested_a_wrong_answer_is_an_error(check, monkeypatch):
    monkeypatch.setenv(STRICT, "1")
    assert check(weigh).right
    for wrong in (mean, torch.ones(2), named("wiegh", lambda: None)):
        with pytest.raises(AssertionError, match="not yet"):
            check(wrong)


def test_an_interrupt_passes(check):
    def weigh(x, w):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(weigh)


def test_a_report_is_text_html_and_a_record(check):
    bundle = check(mean)._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"].startswith("9.2 mean: not yet")
    assert "<b" in bundle["text/html"]
    assert "✗ 9.2 mean: not yet" in bundle["text/html"]
    assert bundle[MIME] == {"title": "9.2 mean", "right": False}


def test_a_report_is_true_if_the_answer_is_right(check):
    assert check(weigh)
    assert not check(mean)


def test_three_different_wrong_tries_open_a_stronger_hint_and_asking_does_so_at_once(check):
    wrong = [named("weigh", f) for f in (lambda x, w: x, lambda x, w: w, lambda x, w: x - w)]
    reports = [check(answer) for answer in (wrong[0], wrong[0], wrong[1], wrong[2])]
    assert [bool(report.folded) for report in reports] == [False, False, False, True]
    assert reports[-1].folded[0] == ("A stronger hint", WEIGH.more[0])
    assert "<details" in reports[-1]._repr_mimebundle_()["text/html"]
    assert str(reports[-1]).endswith("A stronger hint: check(weigh, more=True)")
    report = check(named("weigh", lambda x, w: x + w), more=True)
    assert f"A neighbouring example:\n{WEIGH.more[1]}" in str(report)
    assert "<details open" in report._repr_mimebundle_()["text/html"]


def test_who_cannot_begin_may_ask_for_a_hint_too(check):
    def weigh(x, w):
        raise NotImplementedError("TODO 9.1: weigh x")

    assert WEIGH.more[0] in str(check(weigh, more=True))


def test_an_answer_that_calls_an_exercise_still_to_be_done_is_told_so(kept):
    def make_windows(ids, window):
        raise NotImplementedError("TODO 5.2: Return the inputs and the targets.")

    report = checker("lab5")(make_windows)
    assert report.kind == "wrong"
    assert report.message.startswith("It calls an exercise that is still to be done.\nTODO 5.2")


def test_an_answer_that_uses_one_that_is_not_right_yet_is_sent_there_first(kept):
    def make_windows(tunes, window):
        return shift(tunes)  # noqa: F821 - another exercise of the lab

    report = checker("lab5")(make_windows)
    assert "It uses `shift` (5.2), which is not right yet: begin there." in report.message


def test_a_right_answer_is_shown_one_way_to_write_it(check):
    html = check(weigh)._repr_mimebundle_()["text/html"]
    assert "One way to write it" in html
    assert "y = x * w" in html
    assert "y = x * w" not in str(check(weigh)), "folded, so not where nothing can be folded"


def test_what_was_done_survives_a_restart(kept):
    check = Checker((WEIGH, MEAN, ENDS), lab="lab1")
    check(weigh)
    check(mean)
    again = Checker((WEIGH, MEAN, ENDS), lab="lab1")
    assert again.done == {"weigh"}
    assert again(named("ends", lambda x: (x.min(), x.max()))).message == "2 of 3 done"


def test_a_check_is_recorded_with_the_name_of_the_mistake(kept):
    report = Checker((WEIGH, MEAN), lab="lab1")(mean)
    (event,) = progress.events("lab1")
    assert (event.item, event.number, event.right, event.mistake) == ("mean", "9.2", False, "sum")
    assert report._repr_mimebundle_()[progress.MIME] == event.as_json()


def test_an_answer_that_misses_a_cell_above_is_told_to_run_it(kept):
    def unroll(x, h, W_xh, W_hh, b_h):
        return rnn_step(x, h, W_xh, W_hh, b_h)  # noqa: F821 - not run since the restart

    report = checker("lab1")(unroll)
    assert "`rnn_step` is exercise 1.5. Its cell has not been run since" in report.message


def test_what_a_learner_wrote_is_not_taken_for_html(check):
    def weigh(x, w):
        raise ValueError("<script>")

    html = check(weigh)._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("lab", ["lab99", "judge", "../lab5", ""])
def test_an_unknown_lab_is_named(lab):
    with pytest.raises(ValueError, match="no lab is called"):
        checker(lab)


def test_a_lab_is_found_by_its_name():
    assert "encode_tune" in checker("lab5").exercises
