"""Notebook 10: train the small BERT that comes with it, and record what came of it.

Run ``python -m seqlab.attempts.transformers``.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

import seqlab
from seqlab.data import load
from seqlab.models.masked_language_model import MaskedLanguageModel
from seqlab.text import Vocabulary
from seqlab.training import fit, warmup_cosine

RECORD = Path(__file__).with_suffix(".json")
WEIGHTS = Path(__file__).with_suffix(".safetensors")
MASK, RARE = "<mask>", "<rare>"
SPEAKER = re.compile(r"([A-Z][A-Z ]+\.|(\d )?[A-Z][a-z]+\.)\n")


@dataclass(frozen=True)
class Attempt:
    """The settings of the training."""

    words: int = 2000
    time: int = 32
    embedding_size: int = 128
    num_heads: int = 4
    num_layers: int = 2
    hidden_share: float = 0.3
    batch_size: int = 32
    learning_rate: float = 3e-3
    steps: int = 5000
    seed: int = 0


SHIPPED = Attempt()


def words_of(speech: str) -> list[str]:
    """Return the words and stops of a speech, in small letters, without the speaker's name."""
    return re.findall(r"[a-z']+|[.,;:!?]", SPEAKER.sub("", speech, count=1).lower())


def vocabulary_of(speeches: list[list[str]], size: int) -> Vocabulary:
    """Return the commonest words; all others are ``<rare>``."""
    common = Counter(word for speech in speeches for word in speech).most_common(size)
    return Vocabulary([MASK, RARE, *(word for word, _ in common)])


def encode(words: list[str], vocabulary: Vocabulary) -> Tensor:
    """Return int64 ids (time + 1,), beginning with the start."""
    known = (word if word in vocabulary else RARE for word in words)
    return vocabulary.encode(["<start>", *known])


def rows_of(speeches: list[list[str]], vocabulary: Vocabulary, time: int) -> Tensor:
    """Return the speeches one after the other, cut into rows: int64, (rows, time)."""
    ids = torch.cat([encode(words, vocabulary) for words in speeches if words])
    return ids[: len(ids) // time * time].view(-1, time)


def build(attempt: Attempt, vocabulary: Vocabulary) -> MaskedLanguageModel:
    """Return the untrained model."""
    sizes = (attempt.embedding_size, attempt.num_heads, attempt.num_layers)
    return MaskedLanguageModel(len(vocabulary), vocabulary[MASK], *sizes)


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
    model: nn.Module, optimizer: torch.optim.Optimizer, batch: tuple[Tensor, Tensor], _: Any
) -> tuple[float, None]:
    """Make one update; return the loss in nats."""
    tokens, hidden = batch
    loss = F.cross_entropy(model(tokens, hidden), tokens[hidden])
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), None


@torch.no_grad()
def held_out_bits(model: nn.Module, batch: tuple[Tensor, Tensor]) -> float:
    """Return bits for each hidden word."""
    tokens, hidden = batch
    return F.cross_entropy(model(tokens, hidden), tokens[hidden]).item() / math.log(2)


def train(attempt: Attempt) -> tuple[MaskedLanguageModel, dict[str, Any]]:
    """Train and measure on the validation plays; return the model and its record."""
    seqlab.setup(seed=attempt.seed)
    plays = load("english")
    speeches = {split: [words_of(text) for text in plays[split]["text"]] for split in plays}
    vocabulary = vocabulary_of(speeches["train"], attempt.words)
    rows = {split: rows_of(speeches[split], vocabulary, attempt.time) for split in speeches}
    never = [vocabulary.start, vocabulary[RARE]]
    batches = HiddenWords(
        rows["train"], never, attempt.hidden_share, attempt.batch_size, attempt.seed
    )
    model = build(attempt, vocabulary)
    optimizer = torch.optim.AdamW(model.parameters(), lr=attempt.learning_rate)
    started = time.process_time()
    fit(
        model,
        batches,
        training_step,
        optimizer,
        steps=attempt.steps,
        schedule=warmup_cosine(attempt.steps),
    )
    seconds = time.process_time() - started
    validation = HiddenWords(rows["validation"], never, share=0.15, batch_size=2000)[0]
    return model, asdict(attempt) | {
        "parameters": sum(p.numel() for p in model.parameters()),
        "cpu_seconds": round(seconds),
        "bits_per_word": round(held_out_bits(model, validation), 4),
    }


if __name__ == "__main__":
    trained, record = train(SHIPPED)
    save_file(trained.state_dict(), WEIGHTS)
    RECORD.write_text(json.dumps([record], indent=1) + "\n", encoding="utf-8")
    print(record)
