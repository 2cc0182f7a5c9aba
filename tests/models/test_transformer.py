"""Blocks, encoder, and the language model with its cache."""

import copy
import io

import pytest
import torch
from torch import nn

from seqlab.models import Block, Encoder, TransformerLanguageModel

V = 7


def model(**changes) -> TransformerLanguageModel:
    torch.manual_seed(0)
    return TransformerLanguageModel(V, 8, 2, 2, **changes).eval()


def tokens(time: int = 9) -> torch.Tensor:
    return torch.randint(0, V, (2, time), generator=torch.Generator().manual_seed(1))


def test_a_block_equals_torchs_own():
    torch.manual_seed(0)
    mine = Block(8, 2).eval()
    theirs = nn.TransformerEncoderLayer(
        8, 2, 32, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
    ).eval()
    theirs.load_state_dict(
        {
            "self_attn.in_proj_weight": mine.attention.project.weight,
            "self_attn.in_proj_bias": mine.attention.project.bias,
            "self_attn.out_proj.weight": mine.attention.merge.weight,
            "self_attn.out_proj.bias": mine.attention.merge.bias,
            "linear1.weight": mine.mlp[0].weight,
            "linear1.bias": mine.mlp[0].bias,
            "linear2.weight": mine.mlp[2].weight,
            "linear2.bias": mine.mlp[2].bias,
            "norm1.weight": mine.norm1.weight,
            "norm1.bias": mine.norm1.bias,
            "norm2.weight": mine.norm2.weight,
            "norm2.bias": mine.norm2.bias,
        }
    )
    x = torch.randn(2, 5, 8)
    torch.testing.assert_close(mine(x)[0], theirs(x))


def test_the_future_changes_nothing():
    changed = tokens()
    changed[:, 5:] = (changed[:, 5:] + 1) % V
    torch.testing.assert_close(model()(changed)[0][:, :5], model()(tokens())[0][:, :5])


def test_order_matters():
    swapped = tokens()[:, [1, 0, *range(2, 9)]]
    assert (model()(swapped)[0][:, -1] - model()(tokens())[0][:, -1]).abs().max() > 1e-4


@pytest.mark.parametrize("window", [None, 3])
def test_one_token_at_a_time_with_the_cache_equals_one_pass(window):
    network = model(window=window)
    whole, _ = network(tokens())
    state, steps = None, []
    for t in range(9):
        logits, state = network(tokens()[:, t : t + 1], state)
        steps.append(logits)
    torch.testing.assert_close(torch.cat(steps, dim=1), whole)


def read(network, ids, chunks, state=None):
    """Read in chunks of so many tokens; return all logits and the state."""
    logits = []
    for chunk in ids.split(chunks, dim=1):
        some, state = network(chunk, state)
        logits.append(some)
    return torch.cat(logits, dim=1), state


@pytest.mark.parametrize("window", [None, 1, 3, 4])
@pytest.mark.parametrize("gradients", [True, False])
@pytest.mark.parametrize("chunks", [1, 2, [1, 3, 1, 4], [5, 1, 1, 2]])
def test_in_whatever_chunks_it_is_read_the_logits_are_those_of_one_pass(window, gradients, chunks):
    network = model(window=window)
    with torch.set_grad_enabled(gradients):
        whole, _ = network(tokens())
        torch.testing.assert_close(read(network, tokens(), chunks)[0], whole)


@pytest.mark.parametrize("window", [None, 3])
def test_a_state_can_be_gone_on_from_several_times(window):
    network = model(window=window)
    with torch.no_grad():
        whole, _ = network(tokens())
        _, state = read(network, tokens()[:, :6], 1)
        other = (tokens()[:, 6:] + 1) % V
        expected, _ = network(torch.cat([tokens()[:, :6], other], dim=1))
        for _ in range(2):
            torch.testing.assert_close(read(network, tokens()[:, 6:], 1, state)[0], whole[:, 6:])
            torch.testing.assert_close(read(network, other, 1, state)[0], expected[:, 6:])


@pytest.mark.parametrize("window", [None, 3])
@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode, torch.enable_grad])
def test_a_state_can_be_gone_on_from_with_gradients_and_without(window, mode):
    network = model(window=window)
    whole = network(tokens())[0].detach()
    with mode():
        _, state = read(network, tokens()[:, :6], 1)
    with torch.no_grad():
        torch.testing.assert_close(read(network, tokens()[:, 6:], 1, state)[0], whole[:, 6:])
    if mode is not torch.inference_mode:
        torch.testing.assert_close(read(network, tokens()[:, 6:], 1, state)[0], whole[:, 6:])


@pytest.mark.parametrize("window", [None, 3])
@pytest.mark.parametrize("rows", [[1], [1, 0], [0, 0, 1]])
def test_some_rows_go_on_by_themselves(window, rows):
    network = model(window=window)
    with torch.no_grad():
        whole, _ = network(tokens())
        _, state = read(network, tokens()[:, :6], 1)
        chosen = network.select(state, torch.tensor(rows))
        after, _ = read(network, tokens()[rows, 6:], 1, chosen)
        torch.testing.assert_close(after, whole[rows, 6:])


def test_a_state_can_be_copied_saved_and_loaded():
    network = model()
    with torch.no_grad():
        whole, _ = network(tokens())
        _, state = read(network, tokens()[:, :6], 1)
        file = io.BytesIO()
        torch.save(copy.deepcopy(state), file)
        file.seek(0)
        loaded = torch.load(file, weights_only=True)
        torch.testing.assert_close(read(network, tokens()[:, 6:], 1, loaded)[0], whole[:, 6:])


def test_a_window_bounds_the_cache_and_what_is_seen():
    network = model(window=3)
    _, (read, pasts) = network(tokens())
    assert read == 9
    assert pasts[0][0].shape == (2, 2, 2, 4)
    changed = tokens()
    changed[:, 0] = (changed[:, 0] + 1) % V
    # two layers with a window of 3 reach 4 tokens back
    same, other = network(changed)[0], network(tokens())[0]
    torch.testing.assert_close(same[:, 5:], other[:, 5:])
    assert (same[:, 4] - other[:, 4]).abs().max() > 1e-6


def test_an_encoder_does_not_look_at_padding():
    torch.manual_seed(0)
    encoder = Encoder(8, 2, 2, rotary=True).eval()
    x, lengths = torch.randn(2, 6, 8), torch.tensor([6, 4])
    padded = x.clone()
    padded[1, 4:] = 100.0
    torch.testing.assert_close(encoder(padded, lengths)[1, :4], encoder(x, lengths)[1, :4])
    torch.testing.assert_close(encoder(x, lengths)[1, :4], encoder(x[1:, :4])[0])


def test_dropout_acts_in_training_only():
    network = model(dropout=0.5)
    assert torch.equal(network(tokens())[0], network(tokens())[0])
    network.train()
    assert not torch.equal(network(tokens())[0], network(tokens())[0])
