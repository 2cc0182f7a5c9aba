"""Notebook 08, the translator of names: train it and record what came of it.

Run ``python -m seqlab.attempts.limits`` (about three minutes on one core).
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

import seqlab
from seqlab.data import load
from seqlab.models import Translator
from seqlab.text import Vocabulary, pad
from seqlab.training import fit, warmup_cosine

RECORD = Path(__file__).with_suffix(".json")
WEIGHTS = Path(__file__).with_suffix(".safetensors")
LONGEST = 40  # characters of a translation at most


@dataclass(frozen=True)
class Attempt:
    """The settings of the training."""

    name: str = "names"
    embedding_size: int = 64
    hidden_size: int = 192
    dropout: float = 0.2
    batch_size: int = 64
    learning_rate: float = 3e-3
    steps: int = 1800
    seed: int = 0

    @property
    def sizes(self) -> tuple[int, int]:
        """Length of an embedding and of the state, as ``Translator`` takes them."""
        return self.embedding_size, self.hidden_size


SHIPPED = Attempt()  # its weights come with the package


class PairStream:
    """Batches of (source, lengths, target); sources of about one length stand in one batch.

    Args:
        pairs: Numbered source and target, each with its start and end.
        batch_size: Pairs in a batch.
        seed: Seed of the order.
    """

    def __init__(self, pairs: list[tuple[Tensor, Tensor]], batch_size: int, seed: int) -> None:
        self.pairs, self.batch_size, self.seed = pairs, batch_size, seed

    def __getitem__(self, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return batch number ``step``."""
        per_epoch = math.ceil(len(self.pairs) / self.batch_size)
        epoch, place = divmod(step, per_epoch)
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + epoch)
        order = torch.randperm(len(self.pairs), generator=generator).tolist()
        order.sort(key=lambda i: len(self.pairs[i][0]))
        begin = torch.randperm(per_epoch, generator=generator)[place].item() * self.batch_size
        drawn = order[int(begin) : int(begin) + self.batch_size]
        source, lengths = pad([self.pairs[i][0] for i in drawn])
        target, _ = pad([self.pairs[i][1] for i in drawn])
        return source, lengths, target


def texts(split: str) -> list[tuple[str, str]]:
    """Return the names of a split, English and Ukrainian, in small letters."""
    rows = load("names")[split]
    pairs = zip(rows["english"], rows["ukrainian"], strict=True)
    return [(english.lower(), ukrainian.lower()) for english, ukrainian in pairs]


@cache
def vocabularies() -> tuple[Vocabulary, Vocabulary]:
    """Return the letters of both sides, of all splits."""
    pairs = [pair for split in ("train", "validation", "test") for pair in texts(split)]
    english, ukrainian = zip(*pairs, strict=True)
    return Vocabulary.from_texts(english), Vocabulary.from_texts(ukrainian)


def build(attempt: Attempt) -> Translator:
    """Return the untrained model."""
    source, target = vocabularies()
    return Translator(len(source), len(target), *attempt.sizes, attempt.dropout)


def encoded(pairs: list[tuple[str, str]]) -> list[tuple[Tensor, Tensor]]:
    """Return the numbers of pairs of names, each with its start and end."""
    source, target = vocabularies()
    return [(source.encode(a, ends=True), target.encode(b, ends=True)) for a, b in pairs]


def translated(model: Translator, names: list[str]) -> list[str]:
    """Return the model's translations of English names in small letters."""
    source, target = vocabularies()
    ids, lengths = pad([source.encode(name, ends=True) for name in names])
    model.eval()
    written = model.translate(ids, lengths, target.start, target.end, LONGEST)
    return [target.decode(row) for row in written]


def exact_share(model: Translator, pairs: list[tuple[str, str]]) -> float:
    """Return the share of names whose translation is right to the letter."""
    names, wanted = zip(*pairs, strict=True)
    written = translated(model, list(names))
    return sum(a == b for a, b in zip(written, wanted, strict=True)) / len(pairs)


def train(attempt: Attempt) -> tuple[Translator, dict[str, Any]]:
    """Train the translator of names, and measure it on the validation names."""
    seqlab.setup(seed=attempt.seed)
    model = build(attempt)
    stream = PairStream(encoded(texts("train")), attempt.batch_size, attempt.seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=attempt.learning_rate)
    started = time.process_time()
    fit(model, stream, _step, optimizer, steps=attempt.steps, schedule=warmup_cosine(attempt.steps))
    record = asdict(attempt) | {
        "parameters": sum(p.numel() for p in model.parameters()),
        "cpu_seconds": round(time.process_time() - started),
        "exact_on_validation": round(exact_share(model, texts("validation")), 4),
        "exact_on_train": round(exact_share(model, texts("train")[:1000]), 4),
    }
    return model, record


def _step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    batch: tuple[Tensor, Tensor, Tensor],
    state: None,
) -> tuple[float, None]:
    source, lengths, target = batch
    logits = model(source, lengths, target[:, :-1])
    loss = F.cross_entropy(logits.transpose(1, 2), target[:, 1:], ignore_index=0)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), None


def main() -> None:
    """Make the weights that come with the package, and their record."""
    model, record = train(SHIPPED)
    save_file(model.state_dict(), WEIGHTS)
    RECORD.write_text(json.dumps([record], indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record))


if __name__ == "__main__":
    main()
