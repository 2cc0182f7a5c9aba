"""Attention, judged by torch's own."""

import pytest
import torch
import torch.nn.functional as F

from seqlab.models import MultiHeadAttention, attention, causal_mask, rotate
from seqlab.models.attention import join


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_it_equals_torchs_own_with_and_without_a_mask():
    q, k, v = draw(2, 3, 4), draw(2, 5, 4, seed=1), draw(2, 5, 6, seed=2)
    mask = draw(2, 3, 5, seed=3) > 0
    mask[..., 0] = True
    for allowed in (None, mask):
        output, weights = attention(q, k, v, allowed)
        torch.testing.assert_close(output, F.scaled_dot_product_attention(q, k, v, allowed))
        torch.testing.assert_close(weights.sum(-1), torch.ones(2, 3))


def test_what_is_masked_gets_no_weight_at_all():
    mask = causal_mask(4, 4)
    _, weights = attention(draw(4, 2), draw(4, 2, seed=1), draw(4, 2), mask)
    assert weights[~mask].abs().sum() == 0


def test_a_causal_mask_lets_the_last_query_see_all():
    assert causal_mask(2, 4).tolist() == [[True, True, True, False], [True] * 4]


def test_a_window_hides_what_is_long_ago():
    assert causal_mask(3, 3, window=2).tolist() == [
        [True, False, False],
        [True, True, False],
        [False, True, True],
    ]


def test_rotated_dot_products_depend_on_the_distance_only():
    q, k = draw(8), draw(8, seed=1)

    def score(at_q: int, at_k: int) -> torch.Tensor:
        return (rotate(q[None], at_q) @ rotate(k[None], at_k).T).squeeze()

    torch.testing.assert_close(score(3, 1), score(40, 38), rtol=1e-4, atol=1e-5)
    assert (score(3, 1) - score(3, 2)).abs() > 1e-3


def test_rotation_keeps_the_length():
    x = draw(5, 8)
    torch.testing.assert_close(rotate(x, 7).norm(dim=-1), x.norm(dim=-1))


def test_several_heads_equal_torchs_own():
    mine = MultiHeadAttention(12, 3)
    theirs = torch.nn.MultiheadAttention(12, 3, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(mine.project.weight)
        theirs.in_proj_bias.copy_(mine.project.bias)
        theirs.out_proj.weight.copy_(mine.merge.weight)
        theirs.out_proj.bias.copy_(mine.merge.bias)
    x, mask = draw(2, 5, 12), causal_mask(5, 5)
    expected, weights = theirs(x, x, x, attn_mask=~mask, average_attn_weights=False)
    torch.testing.assert_close(mine(x, mask)[0], expected)
    torch.testing.assert_close(mine.weights(x, mask), weights)


def test_sizes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="5 heads cannot share 12"):
        MultiHeadAttention(12, 5)
    with pytest.raises(ValueError, match="even size"):
        MultiHeadAttention(9, 3, rotary=True)


def test_a_rotation_turns_each_pair_by_its_angle():
    x, d = draw(3, 4), 4
    for t in range(3):
        for i in range(d // 2):
            angle = torch.tensor((5 + t) * 10_000 ** (-2 * i / d))
            pair = torch.stack([x[t, i], x[t, i + d // 2]])
            matrix = torch.tensor([[angle.cos(), -angle.sin()], [angle.sin(), angle.cos()]])
            turned = rotate(x, 5)[t, [i, i + d // 2]]
            torch.testing.assert_close(turned, matrix @ pair)


@torch.no_grad()
def test_a_past_grows_in_its_room_and_copies_what_was_there_seldom():
    past, places = None, []
    steps = [(draw(2, 3, 1, 4, seed=t), draw(2, 3, 1, 4, seed=100 + t)) for t in range(40)]
    for key, value in steps:
        past = join(past, key, value)
        places.append(past[0].data_ptr())
    assert torch.equal(past[0], torch.cat([key for key, _ in steps], dim=2))
    assert torch.equal(past[1], torch.cat([value for _, value in steps], dim=2))
    assert len(set(places)) <= 6, "twice the room each time"


@torch.no_grad()
def test_who_goes_on_second_does_not_disturb_the_first():
    past = None
    for t in range(3):  # there is room for more
        past = join(past, draw(1, 1, 1, 2, seed=t), draw(1, 1, 1, 2, seed=t))
    before = past[0].clone()
    first = join(past, torch.full((1, 1, 1, 2), 1.0), torch.full((1, 1, 1, 2), 1.0))
    second = join(past, torch.full((1, 1, 1, 2), 2.0), torch.full((1, 1, 1, 2), 2.0))
    assert first[0][0, 0, -1].tolist() == first[1][0, 0, -1].tolist() == [1, 1]
    assert second[0][0, 0, -1].tolist() == second[1][0, 0, -1].tolist() == [2, 2]
    for grown in (past, first, second):
        assert torch.equal(grown[0][:, :, :3], before)


def test_nothing_is_overwritten_where_gradients_are_needed():
    key = draw(1, 1, 1, 2).requires_grad_()
    past = join(join(join(None, key, key), key, key), key, key)
    assert past[2] is None
    past[0].sum().backward()
    assert key.grad.tolist() == [[[[3.0, 3.0]]]]
