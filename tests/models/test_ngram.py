"""The model that only counts."""

import math
import random

import pytest

from seqlab.models.ngram import NGramModel

START, END, A, B = 1, 2, 3, 4


def sentences(count: int, seed: int) -> list[list[int]]:
    """Draw texts of a's and b's in which a b mostly follows an a."""
    draw = random.Random(seed)
    texts = []
    for _ in range(count):
        text = [START]
        while len(text) < 12:
            text.append(B if text[-1] == A and draw.random() < 0.9 else draw.choice([A, B]))
        texts.append([*text, END])
    return texts


def test_a_tiny_case_is_as_computed_by_hand():
    # "ab" and "aab": the bigrams are ^a ^a, ab ab, aa, b$ b$, so one kind is seen once, three twice
    model = NGramModel(vocab_size=5, order=2).fit([[START, A, B, END], [START, A, A, B, END]])
    d2 = 1 / (1 + 2 * 3)
    # continuation counts: a after ^ and a, b after a, $ after b: once b and $, twice a
    d1 = 2 / (2 + 2 * 1)
    assert model.discounts == pytest.approx([d1, d2])
    p_b = ((1 - d1) + d1 * 3 * (1 / 5)) / 4
    assert model.probability(B, ()) == pytest.approx(p_b)
    # after a: b twice, a once
    assert model.probability(B, (A,)) == pytest.approx(((2 - d2) + d2 * 2 * p_b) / 3)


@pytest.mark.parametrize("order", [2, 3, 6])
def test_the_probabilities_after_any_context_add_up_to_one(order):
    model = NGramModel(6, order).fit(sentences(30, seed=0))
    for context in [
        (),
        (START,),
        (A,),
        (A, B),
        (B, B, B, B, B),
        (0,),
        (A, 5),
        (START, A, B, A, A, A, B),
    ]:
        assert sum(model.probability(w, context) for w in range(6)) == pytest.approx(1.0)


def test_every_token_can_come_even_one_never_seen():
    model = NGramModel(6, 4).fit(sentences(30, seed=0))
    assert model.probability(5, (A, B, A)) > 0


def test_it_beats_uniform_on_text_with_a_pattern():
    train, held_out = sentences(400, seed=1), sentences(100, seed=2)
    pairs = NGramModel(5, 2).fit(train).bits_per_char(held_out)
    assert NGramModel(5, 2).bits_per_char(held_out) == pytest.approx(math.log2(5))  # uniform
    assert pairs < 1.2, "the source itself has about 1.1 bits"


def test_bits_are_the_mean_of_minus_log2_p():
    model = NGramModel(5, 3).fit(sentences(20, seed=3))
    text = [START, A, B]
    first, second = model.probability(A, (START,)), model.probability(B, (START, A))
    expected = -(math.log2(first) + math.log2(second)) / 2
    assert model.bits_per_char([text]) == pytest.approx(expected)


def test_only_the_last_tokens_of_a_long_context_count():
    model = NGramModel(5, 3).fit(sentences(20, seed=3))
    assert model.probability(A, (B, B, A, B)) == model.probability(A, (A, A, A, B))


def test_an_order_below_two_is_refused():
    with pytest.raises(ValueError, match="2 or more, got 1"):
        NGramModel(5, 1)


def test_bits_of_nothing_are_refused():
    with pytest.raises(ValueError, match="nothing to predict"):
        NGramModel(5, 2).bits_per_char([[START]])
