"""Generation: one text or a hundred at a time, at a constant cost for each token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor

from seqlab.text import Vocabulary


class LanguageModel(Protocol):
    """What can generate: tokens and a state in, logits and the next state out."""

    def __call__(self, tokens: Tensor, state: object | None = None) -> tuple[Tensor, object]:
        """Tokens (batch, time) to logits (batch, time, V) and the state after the last one."""

    def eval(self) -> object:
        """Switch dropout off."""

    def parameters(self) -> Iterator[Tensor]:
        """Yield the weights; generation runs on their device."""


@runtime_checkable
class Selecting(Protocol):
    """A language model that can go on with some of its rows only."""

    def select(self, state: Any, rows: Tensor) -> Any:
        """Return the state of the given rows, int64 (rows,), in this order."""


def next_token_probabilities(logits: Tensor, temperature: float = 1.0) -> Tensor:
    """Turn logits into the probabilities to draw from.

    Args:
        logits: (..., V).
        temperature: Below 1 sharpens, above 1 flattens, 0 leaves only the largest.

    Returns:
        Probabilities, shape (..., V).

    Raises:
        ValueError: The temperature is negative.
    """
    if not temperature >= 0:  # NaN too
        raise ValueError(f"the temperature must be 0 or more, got {temperature}")
    if temperature == 0:
        return torch.nn.functional.one_hot(logits.argmax(-1), logits.shape[-1]).to(logits.dtype)
    return torch.softmax(logits / temperature, dim=-1)


def draw(probabilities: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """Draw one token from each row of probabilities (rows, V); return int64 (rows, 1).

    A race: who waits exponentially, at a rate of its probability, comes first with just this
    probability. ``torch.multinomial`` draws the same way, and its checks take longer than the race.
    """
    waiting = torch.empty_like(probabilities).exponential_(generator=generator)
    return (probabilities / waiting).argmax(dim=-1, keepdim=True)


@contextmanager
def _without_onednn() -> Iterator[None]:
    """Switch oneDNN off while the model runs one step at a time.

    It packs an LSTM's weights anew at each call, which takes longer than such a step itself.
    """
    before = torch.backends.mkldnn.set_flags(False)[0]
    try:
        yield
    finally:
        torch.backends.mkldnn.set_flags(before)


WORTH = 0.75  # copying the states of the living rows pays when so few of the rows still live


@_without_onednn()
@torch.inference_mode()
def generate(
    model: LanguageModel,
    vocabulary: Vocabulary,
    prompt: str = "",
    *,
    count: int = 1,
    temperature: float = 1.0,
    max_length: int = 1500,
    seed: int | None = None,
) -> list[str]:
    """Write ``count`` texts, all at once, each until ``<end>`` or ``max_length`` tokens.

    A model that is ``Selecting`` no longer computes the texts that have ended. They take part in
    the draws all the same, so that the others do not depend on it.

    Args:
        model: The language model.
        vocabulary: Its vocabulary.
        prompt: The beginning that all of them share.
        count: Texts to write.
        temperature: See ``next_token_probabilities``.
        max_length: Tokens at most, the prompt not counted.
        seed: Seed of the draws; None takes torch's global generator.

    Returns:
        The texts, prompt included, without special tokens.

    Raises:
        ValueError: The prompt holds an unknown token, count is below 1, the temperature is
            negative, or the model's logits are NaN.
    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    model.eval()
    where = next(model.parameters()).device
    generator = None if seed is None else torch.Generator(where).manual_seed(seed)
    opening = vocabulary.encode(prompt)
    start = torch.cat([torch.tensor([vocabulary.start]), opening]).expand(count, -1)
    tokens, state = start.to(where), None
    allowed = torch.zeros(len(vocabulary), device=where)
    allowed[[vocabulary.pad, vocabulary.start]] = -torch.inf  # never part of a text
    living = torch.arange(count, device=where)  # the texts that are computed
    ended = torch.zeros(count, 1, dtype=torch.bool, device=where)
    written: list[Tensor] = []
    selecting = model if count > 1 and isinstance(model, Selecting) else None
    for _ in range(max_length):
        logits, state = model(tokens, state)
        last = logits[:, -1] + allowed  # (living, V)
        if not written:
            _refuse_nan(last)
        probabilities = next_token_probabilities(last, temperature)
        if len(living) < count:
            probabilities = probabilities.new_ones(count, len(vocabulary)).index_copy_(
                0, living, probabilities
            )
        drawn = draw(probabilities, generator)  # (count, 1)
        drawn = drawn.masked_fill(ended, vocabulary.end) if count > 1 else drawn
        written.append(drawn)
        ended = drawn == vocabulary.end
        if ended.all():
            break
        if selecting:
            going = (~ended[living, 0]).nonzero()[:, 0]
            if len(going) <= WORTH * len(living):
                living, state = living[going], selecting.select(state, going)
        tokens = drawn[living] if count > 1 else drawn
    if written:
        _refuse_nan(last)  # a NaN stays in the state, so that one look at the end finds it
    rows = torch.cat(written, dim=1).cpu() if written else torch.empty(count, 0, dtype=torch.long)
    return [prompt + vocabulary.decode(row) for row in rows.tolist()]


def _refuse_nan(logits: Tensor) -> None:
    if logits.isnan().any():
        raise ValueError("the model's logits are NaN: has its training failed?")
