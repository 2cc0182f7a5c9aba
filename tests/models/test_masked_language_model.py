"""A masked language model reads both sides, and never what is hidden."""

import torch

from seqlab.models.masked_language_model import MaskedLanguageModel

MASK = 3


def tiny_model() -> MaskedLanguageModel:
    torch.manual_seed(0)
    return MaskedLanguageModel(12, MASK, embedding_size=8, num_heads=2, num_layers=2).double()


def test_there_is_a_row_of_logits_for_each_hidden_place_in_order():
    tokens = torch.randint(4, 12, (3, 7))
    hidden = torch.rand(3, 7) < 0.4
    model = tiny_model()
    logits = model(tokens, hidden)
    assert logits.shape == (hidden.sum(), 12)
    alone = model(tokens[1:2], hidden[1:2])
    before = hidden[0].sum()
    assert torch.allclose(logits[before : before + len(alone)], alone)


def test_what_stands_at_a_hidden_place_is_not_read():
    tokens = torch.randint(4, 12, (1, 6))
    hidden = torch.tensor([[False, False, True, False, False, False]])
    model = tiny_model()
    other = tokens.clone()
    other[0, 2] = 4 if tokens[0, 2] != 4 else 5
    assert torch.equal(model(tokens, hidden), model(other, hidden))


def test_words_on_both_sides_are_read():
    tokens = torch.randint(4, 11, (1, 6))
    hidden = torch.tensor([[False, False, True, False, False, False]])
    model = tiny_model()
    for place in (0, 1, 3, 5):
        other = tokens.clone()
        other[0, place] += 1
        assert not torch.allclose(model(tokens, hidden), model(other, hidden))


def test_it_learns_a_word_from_the_word_behind_it():
    model = tiny_model()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(150):
        tokens = torch.randint(4, 12, (32, 1)).expand(-1, 2)
        hidden = torch.tensor([[True, False]]).expand(32, -1)
        loss = torch.nn.functional.cross_entropy(model(tokens, hidden), tokens[hidden])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss < 0.1
