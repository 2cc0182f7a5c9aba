"""What the search says of answers that nobody has written down before."""

from dataclasses import replace

import pytest
import torch
from toy_exercises import MEAN, WEIGH

from seqlab.check import Exercise, Mistake, WrongForm, diagnosis, judge


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """A slow machine finds as much as a quick one."""
    monkeypatch.setattr(diagnosis, "PATIENCE", 50.0)


SOLUTION = '''def scores(q, k):
    """Queries (batch, m, d) and keys (batch, n, d) to (batch, m, n)."""
    d = q.shape[-1]
    return q @ k.transpose(-2, -1) / d ** 0.5
'''


def draw(generator, size):
    return {
        "q": torch.randn(2, 3 + size, 4, generator=generator),
        "k": torch.randn(2, 5 + size, 4, generator=generator),
    }


SCORES = Exercise(
    id="9.4",
    name="scores",
    case=draw,
    expected=lambda q, k: torch.einsum("bmd,bnd->bmn", q, k) / q.shape[-1] ** 0.5,
    solution=SOLUTION,
    surroundings=lambda: {"torch": torch},
    results=("scores",),
    gradients=("k",),
    draws=2,
)


def scores_not_scaled(q, k):
    return torch.einsum("bmd,bnd->bmn", q, k)


def scores_scaled_by_the_wrong_axis(q, k):
    result = q @ k.transpose(1, 2)
    return result / q.shape[1] ** 0.5


def scores_summed(q, k):
    d = q.shape[-1]
    return -(q @ k.mT) / d**0.5


def scores_cut(q, k):
    return q @ k.detach().mT / q.shape[-1] ** 0.5


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (scores_not_scaled, "no_factor"),
        (scores_scaled_by_the_wrong_axis, "size"),
        (scores_summed, "sign"),
        (scores_cut, "cut_off"),
    ],
)
def test_a_slip_that_no_author_has_named_is_found(answer, kind):
    verdict = judge(SCORES, answer)
    assert kind in verdict.mistake.split(" or ")
    assert verdict.hint


def test_what_is_cut_off_is_said_once():
    message = judge(SCORES, lambda q, k: scores_not_scaled(q, k.detach()) / 2.0).message
    assert message.count("cut off") == 1
    assert "Stay with tensors: .item(), .detach()" in message


def test_an_error_is_not_explained_by_a_slip_that_ends_in_one_of_its_kind():
    verdict = judge(SCORES, lambda q, k: q @ k / k.shape[-1] ** 0.5)
    assert verdict.mistake == "shapes_of_a_product"


def test_a_list_for_a_tensor_has_left_torch():
    verdict = judge(SCORES, lambda q, k: (q @ k.mT / 2.0).tolist())
    assert verdict.mistake == "python"


def test_another_form_needs_no_more_words_than_what_came():
    verdict = judge(SCORES, lambda q, k: {"scores": q + 1})
    assert (verdict.mistake, verdict.hint) == ("form", "")


def test_single_words_are_not_explained_by_slips_of_the_solution():
    words = Exercise(
        id="9.8",
        name="sign",
        case=lambda generator, size: {"x": torch.randn(3, generator=generator)},
        expected=lambda x: "up" if x.sum() > 0 else "down",
        solution='def sign(x):\n    return "up" if x.sum() > 0 else "down"\n',
    )
    assert (
        "comparison" not in judge(words, eval("lambda x: 'down' if x.sum() > 0 else 'up'")).mistake
    )


def test_a_slip_in_the_learners_own_way_to_write_it_is_found_with_its_line():
    def mean(x):
        total = 0.0
        for row in x[1:]:
            total += row.sum().item()
        return total / x.numel()

    verdict = judge(MEAN, mean)
    assert verdict.mistake == "no_index"
    assert "Look at line 3 of your answer: for row in x[1:]:" in verdict.hint


def test_two_named_mistakes_at_once_are_both_told():
    def weigh(x, w):
        return (x + w).abs()

    verdict = judge(WEIGH, weigh)
    assert verdict.mistake == "added + positive"
    assert "Two things at once.\n- Added: multiply.\n- Only the size" in verdict.hint


def test_two_slips_that_no_author_has_named_are_both_told_with_their_lines():
    def weigh(x, w):
        return -(x + w)

    verdict = judge(WEIGH, weigh)
    assert verdict.mistake == "operator + sign"
    assert verdict.hint.count("Look at line 2 of your answer: return -(x + w)") == 2


def test_a_message_of_the_check_is_not_taken_for_another_one():
    def call(answer, x):
        if x.shape[1] == 3:
            raise WrongForm(f"This is a {answer(x)}.")
        return x.double().mean().item()

    dog = Mistake("dog", "Dogs bark.", whole=lambda x: "dog")
    animals = replace(MEAN, call=call, mistakes=(dog,))
    assert judge(animals, lambda x: "dog").mistake == "dog"
    assert judge(animals, lambda x: "cat").mistake != "dog"


def test_two_causes_with_the_same_numbers_are_both_named():
    text = "def both(x):\n    a = x + 0 * x\n    return a.relu() if x.sum() > 1e9 else -x\n"
    both = replace(MEAN, name="both", solution=text, expected=lambda x: -x, mistakes=())
    verdict = judge(both, lambda x: x.clone())
    assert verdict.mistake == "handed_back", "what is seen comes first"
    verdict = judge(both, lambda x: x.relu())
    assert (
        "Two different slips would give just this" in verdict.hint or " or " not in verdict.mistake
    )


def test_a_constant_result_is_said_only_where_the_right_one_is_none():
    def mean(x):
        return 0.25

    assert judge(MEAN, mean).mistake == "same_for_all"
    always = replace(MEAN, expected=lambda x: 1.0, mistakes=(), solution="def mean(x): return 1.0")
    assert judge(always, mean).mistake != "same_for_all"


@pytest.mark.parametrize(
    "answer",
    [lambda x, w: (x * w).sin() * x + w.cos(), lambda x, w: x.sort(0).values * w.exp() + x.exp()],
)
def test_what_cannot_be_explained_gets_no_hint(answer):
    verdict = judge(WEIGH, answer)
    assert verdict.mistake == ""
    assert verdict.hint == ""
    assert verdict.difference


def test_the_search_ends(monkeypatch):
    monkeypatch.setattr(diagnosis, "PATIENCE", 0.1)

    def scores(q, k):
        out = torch.zeros(q.shape[0], q.shape[1], k.shape[1])
        for b in range(q.shape[0]):
            for m in range(q.shape[1]):
                for n in range(k.shape[1]):
                    out[b, m, n] = (q[b, m] * k[b, n]).cos().sum() / 7
        return out

    assert not judge(SCORES, scores).right


def test_an_explanation_changes_nothing_that_the_learner_has():
    table = {"a": 1}

    def weigh(x, w):
        table["a"] += 1
        return x - w

    judge(WEIGH, weigh)
    assert weigh(torch.ones(1), torch.ones(1)) == 0
