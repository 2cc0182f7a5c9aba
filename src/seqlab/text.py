"""Text to numbers and back: vocabulary, padding, windows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import torch
from torch import Tensor

BatchT = TypeVar("BatchT", covariant=True)

PAD, START, END = "<pad>", "<start>", "<end>"
SPECIALS = (PAD, START, END)


class Vocabulary:
    """A two-way table between tokens (characters or words) and the integers 0, 1, 2, ...

    The special tokens ``<pad>``, ``<start>`` and ``<end>`` have the first three numbers; the other
    tokens follow in sorted order, so that the same texts always give the same table.

    Args:
        tokens: The tokens to know, without the special ones.
    """

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = [*SPECIALS, *sorted(set(tokens) - set(SPECIALS))]
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        self.pad, self.start, self.end = (self._ids[s] for s in SPECIALS)

    @classmethod
    def from_texts(cls, texts: Iterable[Iterable[str]]) -> Vocabulary:
        """Build the vocabulary of all tokens in ``texts``; a string is a sequence of characters."""
        return cls({token for text in texts for token in text})

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: str) -> bool:
        return token in self._ids

    def __getitem__(self, token: str) -> int:
        """Return the number of a token; KeyError if it is unknown."""
        return self._ids[token]

    def encode(self, text: Iterable[str], *, ends: bool = False) -> Tensor:
        """Turn tokens into their numbers.

        Args:
            text: A string (its characters are the tokens) or a sequence of tokens.
            ends: Put ``<start>`` before and ``<end>`` after.

        Returns:
            int64 tensor of shape (time,).

        Raises:
            ValueError: A token is not in the vocabulary; the message names it and its place.
        """
        tokens = list(text)
        try:
            ids = [self._ids[token] for token in tokens]
        except KeyError:
            place = next(i for i, token in enumerate(tokens) if token not in self._ids)
            known = " ".join(map(repr, self.tokens[len(SPECIALS) :][:60]))
            raise ValueError(
                f"unknown token {tokens[place]!r} at place {place}; known are: {known}"
            ) from None
        return torch.tensor([self.start, *ids, self.end] if ends else ids, dtype=torch.long)

    def decode(self, ids: Iterable[int] | Tensor) -> str:
        """Turn numbers back into text; special tokens are left out.

        Raises:
            IndexError: A number is not in the table.
        """
        numbers = [int(i) for i in ids]
        if numbers and not 0 <= min(numbers) <= max(numbers) < len(self):
            raise IndexError(f"numbers must be from 0 to {len(self) - 1}, got {numbers}")
        return "".join(self.tokens[i] for i in numbers if i >= len(SPECIALS))


def pad(sequences: Sequence[Tensor], value: int = 0) -> tuple[Tensor, Tensor]:
    """Stack sequences of different lengths into one batch.

    Args:
        sequences: Tensors of shape (time_i,).
        value: The number that fills up the shorter ones.

    Returns:
        The batch, shape (batch, longest time), and the lengths, shape (batch,).

    Raises:
        ValueError: There are no sequences.
    """
    if not sequences:
        raise ValueError("there are no sequences to pad")
    lengths = torch.tensor([len(s) for s in sequences])
    return torch.nn.utils.rnn.pad_sequence(
        list(sequences), batch_first=True, padding_value=value
    ), lengths


@dataclass(frozen=True)
class Batch:
    """A window of several sequences.

    Args:
        inputs: int64, (batch, time).
        targets: The inputs one step later, (batch, time); padding where a sequence has ended.
        fresh: Whether the sequences start here; otherwise they go on from the batch before.
    """

    inputs: Tensor
    targets: Tensor
    fresh: bool

    def to(self, device: torch.device) -> Batch:
        """Return the same window on a device."""
        return Batch(self.inputs.to(device), self.targets.to(device), self.fresh)


def windows(ids: Tensor, window: int) -> list[Batch]:
    """Cut a batch of sequences into windows that continue each other.

    Row b of a window goes on where row b of the window before ended, so that the state can be
    carried over. The last window is as long as what is left.

    Args:
        ids: The padded sequences, (batch, time + 1).
        window: Time steps in a window.

    Raises:
        ValueError: The window is empty, or there is no step with a target.
    """
    if window < 1:
        raise ValueError(f"a window needs at least 1 time step, got {window}")
    if ids.shape[1] < 2:
        raise ValueError(
            f"ids need at least 2 time steps, one input and its target: got {ids.shape[1]}"
        )
    inputs, targets = ids[:, :-1].split(window, dim=1), ids[:, 1:].split(window, dim=1)
    return [Batch(x, y, fresh=k == 0) for k, (x, y) in enumerate(zip(inputs, targets, strict=True))]


class Batches(Protocol[BatchT]):
    """Batches numbered from 0: the same number always gives the same batch."""

    def __getitem__(self, step: int) -> BatchT:
        """Return batch number ``step``."""


class WindowStream:
    """Endless windows over many sequences; window number k is always the same.

    Each epoch takes the sequences in a new random order that depends only on the seed and the
    epoch, so that a training can be taken up again at any step. Sequences of about the same length
    come together in a batch, so that there is little padding.

    Args:
        sequences: Tensors of shape (time_i,).
        batch_size: Rows in a batch.
        window: Time steps in a window.
        seed: Seed of the order.

    Raises:
        ValueError: There are no sequences, one has less than 2 tokens, or a size is below 1.
    """

    POOL = 20  # batches that are sorted by length together

    def __init__(
        self,
        sequences: Sequence[Tensor],
        batch_size: int,
        window: int,
        seed: int = 0,
    ) -> None:
        if not sequences:
            raise ValueError("there are no sequences to make batches of")
        shortest = min(range(len(sequences)), key=lambda i: len(sequences[i]))
        if len(sequences[shortest]) < 2:
            raise ValueError(
                "each sequence needs at least 2 tokens, one input and its target: "
                f"number {shortest} has {len(sequences[shortest])}"
            )
        if batch_size < 1 or window < 1:
            raise ValueError(
                f"batch_size and window must be 1 or more, got {batch_size} and {window}"
            )
        self.sequences = list(sequences)
        self.batch_size, self.window = batch_size, window
        self.seed = seed
        self._starts = [0]  # number of the first window of each epoch so far
        self._epoch, self._windows = -1, list[Batch]()

    def __getitem__(self, step: int) -> Batch:
        """Return window number ``step``, counted from 0 over all epochs."""
        if step < 0:
            raise IndexError(f"windows are counted from 0, got {step}")
        while step >= self._starts[-1]:
            self._load(len(self._starts) - 1)
            self._starts.append(self._starts[-1] + len(self._windows))
        epoch = bisect_right(self._starts, step) - 1
        if epoch != self._epoch:
            self._load(epoch)
        return self._windows[step - self._starts[epoch]]

    def _load(self, epoch: int) -> None:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + epoch)
        sequences = self.sequences_of(epoch)
        order = torch.randperm(len(sequences), generator=generator).tolist()
        rows = []
        for pool in _chunks(order, self.POOL * self.batch_size):
            rows += _chunks(sorted(pool, key=lambda i: len(sequences[i])), self.batch_size)
        self._epoch, self._windows = epoch, []
        for i in torch.randperm(len(rows), generator=generator).tolist():
            ids, _ = pad([sequences[j] for j in rows[i]])
            self._windows += windows(ids, self.window)

    def sequences_of(self, epoch: int) -> list[Tensor]:
        """Return the sequences of an epoch; a stream that varies them by epoch overrides this."""
        return self.sequences


def _chunks(items: list[int], size: int) -> list[list[int]]:
    return [items[i : i + size] for i in range(0, len(items), size)]
