"""What a notebook sees of a check."""

import functools

import pytest
import torch
from toy_exercises import ENDS, MEAN, WEIGH

from seqlab.check import checker
from seqlab.check.checker import MIME, STRICT, Checker


@pytest.fixture
def check(monkeypatch) -> Checker:
    monkeypatch.delenv(STRICT, raising=False)
    return Checker((WEIGH, MEAN, ENDS))


def weigh(x, w):
    return x * w


def mean(x):
    return x.sum()


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
    assert str(report).startswith("9.2 mean: not yet\nA sum: divide by the count.")
    assert check.done == set()


def test_a_class_can_be_an_answer(check):
    class weigh:  # noqa: N801
        def __new__(cls, x, w):
            return x * w

    assert check(weigh).right


def test_a_todo_raises_its_own_text_and_nothing_else(check):
    def weigh(x, w):
        raise NotImplementedError("TODO 9.1: weigh x")

    with pytest.raises(NotImplementedError) as caught:
        check(weigh)
    assert str(caught.value) == "TODO 9.1: weigh x"
    assert caught.value.__context__ is None
    assert len(caught.traceback) == 2, "the cell, and the check"


def test_an_unknown_name_is_answered_with_the_known_ones(check):
    report = check(named("wiegh", lambda x, w: x * w))
    assert not report.right
    assert report.message == "No exercise is called 'wiegh'. There are: weigh, mean, ends"


@pytest.mark.parametrize(
    "answer",
    [torch.ones(3), None, "weigh", torch.nn.Linear(2, 2), functools.partial(weigh, w=1)],
    ids=lambda a: type(a).__name__,
)
def test_a_result_instead_of_the_function_is_said_so(check, answer):
    assert check(answer).message == "Give check the function itself: check(name)."


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
