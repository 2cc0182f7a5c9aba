"""Notebook 08, the translator of names.

``python -m course.recipes.limits`` trains it, about three minutes on one core.
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
from course.recipes.translator import Translator
from seqlab.data.prepared import letters_of_names, read_names
from seqlab.text import pad

LONGEST = 40  # characters of a translation at most
Pairs = tuple[Tensor, Tensor, Tensor]  # source, lengths, target


@dataclass(frozen=True)
class Attempt(common.Recipe):
    """The settings of the training."""

    batch_size: int = 64
    learning_rate: float = 3e-3
    steps: int = 1800
    embedding_size: int = 64
    hidden_size: int = 192
    dropout: float = 0.2


ATTEMPT = Attempt("names")


class PairStream:
    """Batches of (source, lengths, target); sources of about one length stand in one batch.

    Args:
        pairs: Numbered source and target, each with its start and end.
        batch_size: Pairs in a batch.
        seed: Seed of the order.
    """

    def __init__(self, pairs: list[tuple[Tensor, Tensor]], batch_size: int, seed: int) -> None:
        self.pairs, self.batch_size, self.seed = pairs, batch_size, seed

    def __getitem__(self, step: int) -> Pairs:
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


def build(attempt: Attempt) -> Translator:
    """Return the untrained model."""
    source, target = letters_of_names()
    sizes = (attempt.embedding_size, attempt.hidden_size)
    return Translator(len(source), len(target), *sizes, attempt.dropout)


def encoded(pairs: list[tuple[str, str]]) -> list[tuple[Tensor, Tensor]]:
    """Return the numbers of pairs of names, each with its start and end."""
    source, target = letters_of_names()
    return [(source.encode(a, ends=True), target.encode(b, ends=True)) for a, b in pairs]


def translated(model: Translator, names: list[str]) -> list[str]:
    """Return the model's translations of English names in small letters."""
    source, target = letters_of_names()
    ids, lengths = pad([source.encode(name, ends=True) for name in names])
    model.eval()
    written = model.translate(ids, lengths, target.start, target.end, LONGEST)
    return [target.decode(row) for row in written]


def exact_share(model: Translator, pairs: list[tuple[str, str]]) -> float:
    """Return the share of names whose translation is right to the letter."""
    names, wanted = zip(*pairs, strict=True)
    written = translated(model, list(names))
    return sum(a == b for a, b in zip(written, wanted, strict=True)) / len(pairs)


def train(attempt: Attempt, checkpoint: Path | None = None) -> common.Made:
    """Train the translator of names, and measure it on the validation names."""
    seqlab.setup(seed=attempt.seed)
    model = build(attempt)
    stream = PairStream(encoded(read_names("train")), attempt.batch_size, attempt.seed)
    record = common.trained(model, stream, _step, attempt, checkpoint)
    return model, record | {
        "exact_on_validation": round(exact_share(model, read_names("validation")), 4),
        "exact_on_train": round(exact_share(model, read_names("train")[:1000]), 4),
    }


def _step(
    model: nn.Module, optimizer: torch.optim.Optimizer, batch: Pairs, _: None
) -> tuple[float, None]:
    source, lengths, target = batch
    logits = model(source, lengths, target[:, :-1])
    loss = F.cross_entropy(logits.transpose(1, 2), target[:, 1:], ignore_index=0)
    return common.update(model, optimizer, loss), None


if __name__ == "__main__":
    common.main("limits", [ATTEMPT], train, {ATTEMPT.name: "limits"})
