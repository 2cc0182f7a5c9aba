"""Text to numbers and back: vocabulary, padding, windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

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
        ids = []
        for place, token in enumerate(text):
            if token not in self._ids:
                known = " ".join(self.tokens[len(SPECIALS) :][:60])
                raise ValueError(f"unknown token {token!r} at place {place}; known are: {known}")
            ids.append(self._ids[token])
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
    """
    lengths = torch.tensor([len(s) for s in sequences])
    return torch.nn.utils.rnn.pad_sequence(
        list(sequences), batch_first=True, padding_value=value
    ), lengths


def windows(ids: Tensor, batch_size: int, window: int) -> tuple[Tensor, Tensor]:
    """Cut one long sequence into windows that continue each other row by row.

    The sequence is laid out in ``batch_size`` rows; window k holds the next ``window`` columns, so
    row b of window k + 1 goes on where row b of window k ended, and a state can be carried over.
    What does not fill a window at the end is left out.

    Args:
        ids: The sequence, shape (N,).
        batch_size: Rows in a batch.
        window: Time steps in a window.

    Returns:
        Inputs and targets (the inputs one step later), each (windows, batch, window).

    Raises:
        ValueError: The sequence is too short for one window.
    """
    count = (len(ids) - 1) // (batch_size * window)
    if count < 1:
        need = batch_size * window + 1
        raise ValueError(f"{len(ids)} numbers do not fill one batch of windows; need {need}")
    rows = count * window
    inputs = ids[: batch_size * rows].view(batch_size, count, window)
    targets = ids[1 : batch_size * rows + 1].view(batch_size, count, window)
    return inputs.transpose(0, 1), targets.transpose(0, 1)


@dataclass(frozen=True)
class Batch:
    """One window: ``inputs`` and ``targets``, each (batch, time); ``fresh`` starts a new epoch."""

    inputs: Tensor
    targets: Tensor
    fresh: bool


class WindowStream:
    """Endless batches of windows over many sequences; batch number k is always the same.

    Each epoch lays the sequences end to end in a new random order that depends only on the seed
    and the epoch, so that a training can be taken up again at any step.

    Args:
        sequences: Tensors of shape (time_i,).
        batch_size: Rows in a batch.
        window: Time steps in a window.
        seed: Seed of the order.
    """

    def __init__(
        self, sequences: Sequence[Tensor], batch_size: int, window: int, seed: int = 0
    ) -> None:
        self.sequences = list(sequences)
        self.batch_size, self.window, self.seed = batch_size, window, seed
        self.steps_per_epoch = len(self._epoch(0)[0])
        self._cached = (-1, (torch.empty(0), torch.empty(0)))

    def _epoch(self, epoch: int) -> tuple[Tensor, Tensor]:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + epoch)
        order = torch.randperm(len(self.sequences), generator=generator)
        stream = torch.cat([self.sequences[i] for i in order])
        return windows(stream, self.batch_size, self.window)

    def __getitem__(self, step: int) -> Batch:
        """Return batch number ``step``, counted from 0 over all epochs."""
        epoch, k = divmod(step, self.steps_per_epoch)
        if self._cached[0] != epoch:
            self._cached = (epoch, self._epoch(epoch))
        inputs, targets = self._cached[1]
        return Batch(inputs[k], targets[k], fresh=k == 0)
