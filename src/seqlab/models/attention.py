"""Attention: a search by similarity, one head or several, with rotary positions if wanted."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Past = tuple[Tensor, Tensor]  # keys and values so far, each (batch, heads, time, head size)


def attention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    r"""Mix the values by how well their keys match the queries.

    .. math:: A = \mathrm{softmax}(Q K^T / \sqrt{d}), \quad Z = A V

    (Vaswani et al. 2017, "Attention is all you need", section 3.2.1.)

    Args:
        query: (..., queries, d).
        key: (..., keys, d).
        value: (..., keys, d_v).
        mask: bool, (..., queries, keys): True where a query may look. Each query must see a key;
            the weights of one that sees none are NaN.

    Returns:
        The output Z (..., queries, d_v), and the weights A (..., queries, keys).
    """
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights


def causal_mask(
    queries: int, keys: int, window: int | None = None, device: torch.device | None = None
) -> Tensor:
    """Return where a query may look: at itself and what came before it.

    Args:
        queries: Number of queries; they are the last of the keys.
        keys: Number of keys.
        window: How many of the last keys a query sees at most; None for all.
        device: Where the mask is needed.

    Returns:
        bool, (queries, keys), True where the query may look.
    """
    ahead = (
        torch.arange(keys, device=device)
        - torch.arange(keys - queries, keys, device=device)[:, None]
    )
    mask = ahead <= 0
    return mask if window is None else mask & (ahead > -window)


def rotate(x: Tensor, first: int = 0) -> Tensor:
    r"""Turn each pair of features by an angle that grows with the position.

    Position t turns pair i by t / 10000^(2i/d), so that the dot product of a query and a key
    depends on their distance only (Su et al. 2021, "RoFormer").

    Args:
        x: (..., time, d) with d even; feature i is paired with feature i + d/2.
        first: Position of the first time step.

    Returns:
        The turned vectors, shape (..., time, d).
    """
    time, d = x.shape[-2:]
    rates = 10_000.0 ** (-torch.arange(0, d, 2, device=x.device) / d)  # (d/2,)
    angles = torch.arange(first, first + time, device=x.device)[:, None] * rates  # (time, d/2)
    cos, sin = angles.cos(), angles.sin()
    left, right = x.chunk(2, dim=-1)
    return torch.cat([left * cos - right * sin, left * sin + right * cos], dim=-1)


class MultiHeadAttention(nn.Module):
    """Self-attention with several heads, each of which searches in its own way.

    Args:
        embedding_size: Length of the vectors that come in and go out.
        num_heads: Heads; each works on embedding_size / num_heads features.
        rotary: Whether queries and keys are turned by their position, see ``rotate``.

    Raises:
        ValueError: The heads do not divide the embedding, or rotary heads have an odd size.
    """

    def __init__(self, embedding_size: int, num_heads: int, rotary: bool = False) -> None:
        super().__init__()
        if embedding_size % num_heads:
            raise ValueError(f"{num_heads} heads cannot share {embedding_size} features equally")
        if rotary and embedding_size // num_heads % 2:
            raise ValueError(f"rotary heads need an even size, not {embedding_size // num_heads}")
        self.num_heads, self.rotary = num_heads, rotary
        self.project = nn.Linear(embedding_size, 3 * embedding_size)  # to Q, K and V
        self.merge = nn.Linear(embedding_size, embedding_size)

    def _split(self, x: Tensor, first: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return Q, K and V of all heads, each (batch, heads, time, head size)."""
        heads = self.project(x).unflatten(-1, (3, self.num_heads, -1)).permute(2, 0, 3, 1, 4)
        query, key, value = heads.unbind(0)
        if self.rotary:
            query, key = rotate(query, first), rotate(key, first)
        return query, key, value

    def forward(
        self, x: Tensor, mask: Tensor | None = None, past: Past | None = None, first: int = 0
    ) -> tuple[Tensor, Past]:
        """Let each time step search among the others.

        Args:
            x: (batch, time, embedding).
            mask: bool, broadcast to (batch, heads, time, keys): True where a step may look.
            past: Keys and values of earlier steps, which stand before those of x.
            first: Position of the first step of x.

        Returns:
            The output (batch, time, embedding), and the keys and values of past and x.
        """
        query, key, value = self._split(x, first)
        if past is not None:
            key, value = torch.cat([past[0], key], dim=2), torch.cat([past[1], value], dim=2)
        # without dropout on the weights A, torch takes a fused way that is four times as fast
        heads = F.scaled_dot_product_attention(query, key, value, mask)
        return self.merge(heads.transpose(1, 2).flatten(2)), (key, value)

    def weights(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the weights A of all heads, (batch, heads, time, time), for looking at them."""
        return attention(*self._split(x, 0), mask)[1]
