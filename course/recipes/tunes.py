"""What all trainings on tunes share: the windows, one step, and the measures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import seqlab
from course.recipes import common
from course.recipes.any_key import AnyKeyStream
from course.recipes.common import update
from seqlab.data.prepared import Tunes
from seqlab.music.measure import distinct_bars, pitch_spread, valid_share
from seqlab.sampling import LanguageModel, generate
from seqlab.text import Batch, Vocabulary, WindowStream, pad


@dataclass(frozen=True)
class Recipe(common.Recipe):
    """A training on tunes; the values that are not given are those of Lab 5."""

    batch_size: int = 16
    learning_rate: float = 4e-3
    steps: int = 700
    window: int = 512
    in_any_key: bool = False  # whether each epoch draws a key for each tune

    def build(self, vocabulary: Vocabulary) -> nn.Module:
        """Return the untrained network."""
        raise NotImplementedError

    def stream(self, tunes: Tunes) -> WindowStream:
        """Return the windows of the training tunes."""
        sizes = (self.batch_size, self.window)
        if self.in_any_key:
            return AnyKeyStream(tunes.ids["train"], tunes.vocabulary, *sizes, self.seed)
        return WindowStream(tunes.ids["train"], *sizes, seed=self.seed)


def train(recipe: Recipe, tunes: Tunes, checkpoint: Path | None = None) -> common.Made:
    """Train the network of a recipe, and measure it on the validation tunes."""
    seqlab.setup(seed=recipe.seed)
    model = recipe.build(tunes.vocabulary)
    stream = recipe.stream(tunes)
    torch.manual_seed(recipe.seed)
    record = common.trained(model, stream, training_step, recipe, checkpoint)
    bits = held_out_bits(model, tunes.ids["validation"])
    return model, record | {"bits_per_char": round(bits, 4)}


def training_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, batch: Batch, state: Any
) -> tuple[float, Any]:
    """Make one update with the state carried, detached, and empty where tunes begin."""
    logits, state = model(batch.inputs, None if batch.fresh else detached(state))
    return update(model, optimizer, loss_of(logits, batch.targets, "mean")), state


def loss_of(logits: Tensor, targets: Tensor, reduction: str) -> Tensor:
    """Return the cross-entropy of all targets that are no padding.

    Args:
        logits: (batch, time, V).
        targets: (batch, time).
        reduction: Their ``mean`` or their ``sum``.
    """
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction=reduction)


def detached(state: Any) -> Any:
    """Return a state, however deep its tensors lie, without the history of its gradients."""
    if isinstance(state, Tensor):
        return state.detach()
    if isinstance(state, tuple | list):
        return type(state)(detached(part) for part in state)
    return state


@torch.no_grad()
def held_out_bits(model: nn.Module, sequences: list[Tensor]) -> float:
    """Return bits per character over all sequences, each given with its start and end."""
    model.eval()
    total, count = 0.0, 0
    ordered = sorted(sequences, key=len)
    for i in range(0, len(ordered), 32):
        ids = pad(ordered[i : i + 32])[0].to(next(model.parameters()).device)
        logits, _ = model(ids[:, :-1])
        targets = ids[:, 1:]
        total += loss_of(logits, targets, "sum").item()
        count += int((targets != 0).sum())
    return total / count / math.log(2)


def measure_written(model: LanguageModel, vocabulary: Vocabulary) -> dict[str, float]:
    """Write 200 tunes at temperatures 1 and 0.8, and measure validity, variety and spread."""
    measured = {}
    for temperature in (1.0, 0.8):
        written = generate(model, vocabulary, count=200, temperature=temperature, seed=1)
        measured[f"valid_at_{temperature}"] = round(valid_share(written), 4)
        measured[f"distinct_bars_at_{temperature}"] = round(distinct_bars(written), 4)
        measured[f"pitch_spread_at_{temperature}"] = round(pitch_spread(written), 4)
    return measured
