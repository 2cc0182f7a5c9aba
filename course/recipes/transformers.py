"""Notebook 10, the small BERT.

``python -m course.recipes.transformers`` trains it, about seven minutes on one core.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import seqlab
from course.recipes import common
from seqlab.data import load
from seqlab.data.prepared import MASK, RARE, rows_of, vocabulary_of, words_of
from seqlab.models.masked_language_model import MaskedLanguageModel
from seqlab.text import Vocabulary


@dataclass(frozen=True)
class Attempt(common.Recipe):
    """The settings of the training."""

    batch_size: int = 32
    learning_rate: float = 3e-3
    steps: int = 5000
    words: int = 2000
    time: int = 32
    embedding_size: int = 128
    num_heads: int = 4
    num_layers: int = 2
    hidden_share: float = 0.3

    def build(self, vocabulary: Vocabulary) -> MaskedLanguageModel:
        """Return the untrained model."""
        sizes = (self.embedding_size, self.num_heads, self.num_layers)
        return MaskedLanguageModel(len(vocabulary), vocabulary[MASK], *sizes)


ATTEMPT = Attempt("BERT")


class HiddenWords:
    """Batch number k: rows drawn at random, and which of their words are hidden.

    Args:
        rows: int64, (rows, time).
        never: Ids of what is never hidden: the start, rare words.
        share: Share of the other words that is hidden.
        batch_size: Rows in a batch.
        seed: Seed of the draws.
    """

    def __init__(
        self, rows: Tensor, never: list[int], share: float, batch_size: int, seed: int = 0
    ) -> None:
        self.rows, self.never, self.share = rows, torch.tensor(never), share
        self.batch_size, self.seed = batch_size, seed

    def __getitem__(self, step: int) -> tuple[Tensor, Tensor]:
        """Return tokens and which are hidden, both (batch, time)."""
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + step)
        chosen = torch.randint(len(self.rows), (self.batch_size,), generator=generator)
        tokens = self.rows[chosen]
        hidden = torch.rand(tokens.shape, generator=generator) < self.share
        return tokens, hidden & ~torch.isin(tokens, self.never)


def training_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, batch: tuple[Tensor, Tensor], _: None
) -> tuple[float, None]:
    """Make one update; return the loss in nats."""
    tokens, hidden = batch
    loss = F.cross_entropy(model(tokens, hidden), tokens[hidden])
    return common.update(model, optimizer, loss), None


@torch.no_grad()
def held_out_bits(model: nn.Module, batch: tuple[Tensor, Tensor]) -> float:
    """Return bits for each hidden word."""
    tokens, hidden = batch
    return F.cross_entropy(model(tokens, hidden), tokens[hidden]).item() / math.log(2)


def train(attempt: Attempt, checkpoint: Path | None = None) -> common.Made:
    """Train the model and measure it on the validation plays."""
    seqlab.setup(seed=attempt.seed)
    plays = load("english")
    speeches = {split: [words_of(text) for text in plays[split]["text"]] for split in plays}
    vocabulary = vocabulary_of(speeches["train"], attempt.words)
    rows = {split: rows_of(speeches[split], vocabulary, attempt.time) for split in speeches}
    never = [vocabulary.start, vocabulary[RARE]]
    share, size = attempt.hidden_share, attempt.batch_size
    batches = HiddenWords(rows["train"], never, share, size, attempt.seed)
    model = attempt.build(vocabulary)
    record = common.trained(model, batches, training_step, attempt, checkpoint)
    validation = HiddenWords(rows["validation"], never, share=0.15, batch_size=2000)[0]
    return model, record | {"bits_per_word": round(held_out_bits(model, validation), 4)}


if __name__ == "__main__":
    common.main("transformers", [ATTEMPT], train, {ATTEMPT.name: "transformers"})
