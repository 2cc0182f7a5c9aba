"""Embedding, LSTM, linear."""

import torch

from seqlab.models import LSTMLanguageModel

V = 7


def model(**changes) -> LSTMLanguageModel:
    torch.manual_seed(0)
    return LSTMLanguageModel(V, 3, 5, **changes)


def tokens() -> torch.Tensor:
    return torch.randint(0, V, (2, 9), generator=torch.Generator().manual_seed(1))


def test_it_equals_the_formulas_written_out():
    lstm = model()
    weights = {name: value.detach() for name, value in lstm.named_parameters()}
    h, c = torch.zeros(2, 5), torch.zeros(2, 5)
    logits, state = lstm(tokens())
    for t in range(tokens().shape[1]):
        e = weights["embedding.weight"][tokens()[:, t]]
        gates = (
            e @ weights["lstm.weight_ih_l0"].T
            + weights["lstm.bias_ih_l0"]
            + h @ weights["lstm.weight_hh_l0"].T
            + weights["lstm.bias_hh_l0"]
        )
        i, f, g, o = gates.chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        y = h @ weights["linear.weight"].T + weights["linear.bias"]
        torch.testing.assert_close(logits[:, t], y)
    torch.testing.assert_close(state[0][0], h)
    torch.testing.assert_close(state[1][0], c)


def test_two_halves_with_the_state_carried_equal_one_pass():
    lstm = model(num_layers=2)
    whole, end = lstm(tokens())
    first, state = lstm(tokens()[:, :4])
    second, state = lstm(tokens()[:, 4:], state)
    torch.testing.assert_close(torch.cat([first, second], dim=1), whole)
    torch.testing.assert_close(state, end)


def test_shapes_are_those_of_the_docstring():
    logits, (h, c) = model(num_layers=2)(tokens())
    assert logits.shape == (2, 9, V)
    assert h.shape == c.shape == (2, 2, 5)


def test_dropout_acts_in_training_only():
    lstm = model(dropout=0.5)
    assert not torch.equal(lstm(tokens())[0], lstm(tokens())[0])
    lstm.eval()
    assert torch.equal(lstm(tokens())[0], lstm(tokens())[0])
