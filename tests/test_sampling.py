"""Generation: what is drawn, and what it costs."""

import math

import pytest
import torch
from torch import nn

from seqlab.models import (
    BeatTransformer,
    LSTMLanguageModel,
    MatchLanguageModel,
    TransformerLanguageModel,
)
from seqlab.sampling import draw, generate, next_token_probabilities
from seqlab.text import Vocabulary

LOGITS = torch.log(torch.tensor([0.1, 0.5, 0.15, 0.25]))
VOCABULARY = Vocabulary("abcd")


class Alphabet(nn.Module):
    """Says that after a comes b, after b c, after c d, after d the end; counts what it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.read: list[int] = []
        self.states: list[object] = []

    def forward(self, tokens, state=None):
        self.read.append(tokens.shape[1])
        self.states.append(state)
        after = {
            VOCABULARY.start: "a",
            **{VOCABULARY[x]: y for x, y in zip("abc", "bcd", strict=True)},
        }
        following = [
            [VOCABULARY[after[t]] if t in after else VOCABULARY.end for t in row]
            for row in tokens.tolist()
        ]
        logits = 1000.0 * nn.functional.one_hot(torch.tensor(following), len(VOCABULARY))
        return logits, len(self.read)


@pytest.fixture
def model() -> LSTMLanguageModel:
    torch.manual_seed(0)
    return LSTMLanguageModel(len(VOCABULARY), 4, 8, dropout=0.5)


# The probabilities


def test_temperature_one_is_the_softmax():
    torch.testing.assert_close(next_token_probabilities(LOGITS), LOGITS.exp())


def test_temperature_zero_leaves_only_the_largest():
    assert next_token_probabilities(LOGITS, 0).tolist() == [0, 1, 0, 0]


def test_temperature_divides_the_logits():
    squared = LOGITS.exp() ** 2
    torch.testing.assert_close(next_token_probabilities(LOGITS, 0.5), squared / squared.sum())


def test_a_hot_model_comes_near_to_uniform_and_a_cold_one_to_the_largest():
    torch.testing.assert_close(
        next_token_probabilities(LOGITS, 1e4), torch.full((4,), 0.25), atol=1e-3, rtol=0
    )
    assert next_token_probabilities(LOGITS, 1e-3)[1] == pytest.approx(1.0)


def test_each_row_has_its_own_probabilities():
    rows = torch.stack([LOGITS, LOGITS.flip(0)])
    both = next_token_probabilities(rows, 0.8)
    torch.testing.assert_close(both[0], both[1].flip(0))
    torch.testing.assert_close(both.sum(-1), torch.ones(2))


@pytest.mark.parametrize("temperature", [-0.1, math.nan])
def test_a_temperature_out_of_range_is_refused(temperature):
    with pytest.raises(ValueError, match=f"temperature must be 0 or more, got {temperature}"):
        next_token_probabilities(LOGITS, temperature)


def test_draws_are_those_of_torch():
    rows = torch.softmax(torch.randn(50, 7, generator=torch.Generator().manual_seed(0)), dim=-1)
    for seed in range(20):
        mine, theirs = (torch.Generator().manual_seed(seed) for _ in range(2))
        expected = torch.multinomial(rows, 1, generator=theirs)
        assert torch.equal(draw(rows, mine), expected)


# The texts


def test_a_text_ends_where_the_model_says_so():
    assert generate(Alphabet(), VOCABULARY) == ["abcd"]


def test_the_prompt_is_kept_and_gone_on_with():
    assert generate(Alphabet(), VOCABULARY, "bc", count=2) == ["bcd", "bcd"]


@pytest.mark.parametrize(("length", "text"), [(0, "a"), (2, "abc"), (99, "abcd")])
def test_max_length_counts_what_is_written_after_the_prompt(length, text):
    assert generate(Alphabet(), VOCABULARY, "a", max_length=length) == [text]


def test_each_token_is_read_once_with_the_state_of_the_call_before():
    model = Alphabet()
    generate(model, VOCABULARY, "a")
    assert model.read == [2, 1, 1, 1], "start and prompt, then one by one"
    assert model.states == [None, 1, 2, 3]


def test_a_text_that_has_ended_stays_as_it_is_while_others_go_on(model):
    texts = generate(model, VOCABULARY, count=100, max_length=60, seed=0)
    assert len(texts) == 100
    assert len({len(text) for text in texts}) > 5
    assert all(set(text) <= set("abcd") for text in texts)
    assert max(map(len, texts)) <= 60


def test_nothing_is_added_to_a_text_that_has_ended():
    class Restless(Alphabet):
        """Goes on with an a or the end, and after the end, if it is asked, with a b."""

        def forward(self, tokens, state=None):
            logits = torch.full((*tokens.shape, len(VOCABULARY)), -torch.inf)
            logits[..., [VOCABULARY["a"], VOCABULARY.end]] = 0.0
            logits[tokens == VOCABULARY.end] = -torch.inf
            logits[..., VOCABULARY["b"]][tokens == VOCABULARY.end] = 0.0
            return logits, None

    texts = generate(Restless(), VOCABULARY, count=50, seed=0)
    assert len(set(texts)) > 3
    assert not any("b" in text for text in texts)


def all_models() -> list[nn.Module]:
    torch.manual_seed(0)
    sizes = (len(VOCABULARY), 8, 2, 2)
    return [
        LSTMLanguageModel(len(VOCABULARY), 4, 8, num_layers=2),
        MatchLanguageModel(len(VOCABULARY), 4, 8, VOCABULARY["d"]),
        TransformerLanguageModel(*sizes),
        TransformerLanguageModel(*sizes, window=5),
        BeatTransformer(TransformerLanguageModel(*sizes), VOCABULARY.tokens),
    ]


class Counting(nn.Module):
    """Counts the tokens that a model reads; cannot select."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model, self.read = model, 0

    def forward(self, tokens, state=None):
        self.read += tokens.numel()
        return self.model(tokens, state)


class CountingAndSelecting(Counting):
    def select(self, state, rows):
        return self.model.select(state, rows)


@pytest.mark.parametrize("model", all_models(), ids=lambda model: type(model).__name__)
def test_to_drop_texts_that_have_ended_saves_work_and_changes_no_text(model):
    slow, quick = Counting(model), CountingAndSelecting(model)
    texts = generate(slow, VOCABULARY, "ab", count=40, max_length=40, seed=0)
    assert generate(quick, VOCABULARY, "ab", count=40, max_length=40, seed=0) == texts
    assert len({len(text) for text in texts}) > 5
    assert quick.read < slow.read / 2


def test_the_same_seed_writes_the_same_and_another_seed_something_else(model):
    first = generate(model, VOCABULARY, count=5, max_length=30, seed=1)
    assert generate(model, VOCABULARY, count=5, max_length=30, seed=1) == first
    assert generate(model, VOCABULARY, count=5, max_length=30, seed=2) != first


def test_with_a_seed_the_global_generator_neither_matters_nor_moves(model):
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = generate(model, VOCABULARY, count=5, max_length=30, seed=1)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert generate(model, VOCABULARY, count=5, max_length=30, seed=1) == first


def test_without_a_seed_the_global_generator_draws(model):
    torch.manual_seed(1)
    first = generate(model, VOCABULARY, count=5, max_length=30)
    torch.manual_seed(1)
    assert generate(model, VOCABULARY, count=5, max_length=30) == first


def test_temperature_zero_needs_no_luck(model):
    texts = generate(model, VOCABULARY, count=3, temperature=0, max_length=30)
    assert len(set(texts)) == 1


def test_tokens_come_as_often_as_their_probabilities_say(model):
    with torch.no_grad():
        model.eval()
        logits = model(torch.tensor([[VOCABULARY.start]]))[0][0, 0]
    logits[[VOCABULARY.pad, VOCABULARY.start]] = -torch.inf
    expected = next_token_probabilities(logits, 0.7)
    texts = generate(model, VOCABULARY, count=20_000, temperature=0.7, max_length=1, seed=0)
    for token in "abcd":
        share = texts.count(token) / len(texts)
        assert share == pytest.approx(float(expected[VOCABULARY[token]]), abs=0.015)


def test_dropout_is_off_and_no_graph_is_kept(model):
    model.train()
    generate(model, VOCABULARY, max_length=5)
    assert not model.training
    assert all(p.grad is None for p in model.parameters())


def test_the_logits_of_the_model_are_left_as_they_are():
    fixed = torch.zeros(1, 1, len(VOCABULARY))

    class Fixed(Alphabet):
        def forward(self, tokens, state=None):
            return fixed, None

    generate(Fixed(), VOCABULARY, max_length=3)
    assert torch.equal(fixed, torch.zeros(1, 1, len(VOCABULARY)))


def test_an_unknown_character_in_the_prompt_is_named(model):
    with pytest.raises(ValueError, match="unknown token 'x' at place 1"):
        generate(model, VOCABULARY, "ax")


def test_no_texts_are_refused(model):
    with pytest.raises(ValueError, match="count must be at least 1, got 0"):
        generate(model, VOCABULARY, count=0)


def test_a_model_that_broke_in_training_is_called_so(model):
    model.linear.bias.data[3] = torch.nan
    with pytest.raises(ValueError, match="logits are NaN"):
        generate(model, VOCABULARY)


def test_a_model_that_breaks_while_it_writes_is_called_so():
    class Breaking(Alphabet):
        """Its logits are NaN from the third step on."""

        def forward(self, tokens, state=None):
            logits, state = super().forward(tokens, state)
            return (logits if state < 3 else logits * torch.nan), state

    with pytest.raises(ValueError, match="logits are NaN"):
        generate(Breaking(), VOCABULARY, count=2, max_length=10)
