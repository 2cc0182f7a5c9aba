"""Attention: a search by similarity, one head or several, with rotary positions if wanted."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Keys and values so far, each (batch, heads, time, head size); the room in which they stand and
# where they end there. Without a room they stand alone.
Past = tuple[Tensor, Tensor, "Room | None", int]
Rotation = tuple[Tensor, Tensor]  # cosines and sines of the angles, see ``rotation``


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
    return turn(x, rotation(x.shape[-2], x.shape[-1], first, x.device))


def rotation(time: int, d: int, first: int = 0, device: torch.device | None = None) -> Rotation:
    """Return by how much ``rotate`` turns so many steps, to be used in all layers.

    Args:
        time: Number of time steps.
        d: Features that are turned, an even number.
        first: Position of the first time step.
        device: Where the angles are needed.

    Returns:
        For each feature the cosine of its angle, and the sine with the sign with which the other
        feature of the pair is added, each (time, d).
    """
    rates = 10_000.0 ** (-torch.arange(0, d, 2, device=device) / d)  # (d/2,)
    angles = torch.arange(first, first + time, device=device)[:, None] * rates  # (time, d/2)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([cos, cos], dim=-1), torch.cat([-sin, sin], dim=-1)


def turn(x: Tensor, by: Rotation) -> Tensor:
    """Turn vectors (..., time, d) by a rotation."""
    cos, sin = by
    return x * cos + x.roll(x.shape[-1] // 2, -1) * sin


class Room:
    """Buffers with room for more keys and values of one layer, so that a step copies no others.

    A past in it is a stretch of the buffers. Whoever goes on from it writes behind it, if nobody
    has done so before; the second who goes on from the same past moves into a room of their own.

    Args:
        key: Keys to begin with, (batch, heads, time, head size).
        value: Their values, of the same shape.
        size: Time steps for which there is room.
    """

    def __init__(self, key: Tensor, value: Tensor, size: int) -> None:
        batch, heads, _, d = key.shape
        with torch.inference_mode(False):  # may be written to outside of it, too
            self.keys, self.values = key.new_empty(2, batch, heads, size, d)
        self.size, self.filled = size, 0
        self.write(key, value)

    def write(self, key: Tensor, value: Tensor) -> None:
        """Write keys and values behind the others."""
        time = key.shape[2]
        self.keys.narrow(2, self.filled, time).copy_(key)
        self.values.narrow(2, self.filled, time).copy_(value)
        self.filled += time


torch.serialization.add_safe_globals([Room])  # a checkpoint may hold it, in a carried state


def join(past: Past | None, key: Tensor, value: Tensor) -> Past:
    """Put the keys and values of new steps behind those of the past.

    Where gradients are needed nothing may be overwritten, and all is copied. Elsewhere it grows in
    a room, which is left for one of twice the size when it is full: over many steps, each key is
    copied about once.
    """
    if past is None:
        return key, value, None, 0
    keys, values, room, end = past
    if torch.is_grad_enabled():
        return torch.cat([keys, key], dim=2), torch.cat([values, value], dim=2), None, 0
    time, kept = key.shape[2], keys.shape[2]
    if room is None or room.filled > end or end + time > room.size:
        room = Room(keys, values, 2 * (kept + time))
    room.write(key, value)
    begin, end = room.filled - kept - time, room.filled
    return (
        room.keys.narrow(2, begin, kept + time),
        room.values.narrow(2, begin, kept + time),
        room,
        end,
    )


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

    def _split(self, x: Tensor, turning: Rotation | None) -> tuple[Tensor, Tensor, Tensor]:
        """Return Q, K and V of all heads, each (batch, heads, time, head size)."""
        heads = self.project(x).unflatten(-1, (3, self.num_heads, -1)).permute(2, 0, 3, 1, 4)
        if not self.rotary:
            query, key, value = heads.unbind(0)
            return query, key, value
        if turning is None:
            turning = rotation(x.shape[1], heads.shape[-1], device=x.device)
        query, key = turn(heads[:2], turning).unbind(0)
        return query, key, heads[2]

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        past: Past | None = None,
        turning: Rotation | None = None,
    ) -> tuple[Tensor, Past]:
        """Let each time step search among the others.

        Args:
            x: (batch, time, embedding).
            mask: bool, broadcast to (batch, heads, time, keys): True where a step may look.
            past: Keys and values of earlier steps, which stand before those of x.
            turning: How rotary heads turn the steps of x; None where x begins at position 0.

        Returns:
            The output (batch, time, embedding), and the keys and values of past and x.
        """
        query, key, value = self._split(x, turning)
        past = join(past, key, value)
        # without dropout on the weights A, torch takes a fused way that is four times as fast
        heads = F.scaled_dot_product_attention(query, past[0], past[1], mask)
        return self.merge(heads.transpose(1, 2).flatten(2)), past

    def weights(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the weights A of all heads, (batch, heads, time, time), for looking at them."""
        return attention(*self._split(x, None), mask)[1]
