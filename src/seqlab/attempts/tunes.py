"""What all attempts at writing tunes share: the data, one training step, and the measures."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seqlab.attempts.any_key import AnyKeyStream
from seqlab.data import load
from seqlab.distributed import Group, Share
from seqlab.music.measure import distinct_bars, pitch_spread, valid_share
from seqlab.sampling import LanguageModel, generate
from seqlab.text import Batch, Batches, Vocabulary, WindowStream, pad
from seqlab.training import History, fit, warmup_cosine


@dataclass(frozen=True)
class Tunes:
    """The tunes as numbers: the vocabulary, and the ids of each tune by split, with its ends."""

    vocabulary: Vocabulary
    ids: dict[str, list[Tensor]]

    @classmethod
    def from_texts(cls, texts: dict[str, list[str]]) -> Tunes:
        """Make the vocabulary of all splits, and the ids."""
        vocabulary = Vocabulary.from_texts(text for split in texts.values() for text in split)
        ids = {s: [vocabulary.encode(t, ends=True) for t in texts[s]] for s in texts}
        return cls(vocabulary, ids)


def read_tunes() -> Tunes:
    """Load the tunes of the course."""
    tunes = load("tunes")
    return Tunes.from_texts({split: tunes[split]["abc"][:] for split in tunes})


@dataclass(frozen=True)
class Recipe:
    """What a training is told; the values that are not given are those of Lab 5."""

    name: str
    batch_size: int = 16
    window: int = 512
    learning_rate: float = 4e-3
    steps: int = 700
    seed: int = 0
    in_any_key: bool = False  # whether each epoch draws a key for each tune

    def stream(self, tunes: Tunes) -> WindowStream:
        """Return the windows of the training tunes."""
        sizes = (self.batch_size, self.window)
        if self.in_any_key:
            return AnyKeyStream(tunes.ids["train"], tunes.vocabulary, *sizes, self.seed)
        return WindowStream(tunes.ids["train"], *sizes, seed=self.seed)


RecipeT = TypeVar("RecipeT", bound=Recipe)


def fit_tunes(
    model: nn.Module,
    stream: Batches[Batch],
    recipe: Recipe,
    group: Group | None = None,
    checkpoint: Path | None = None,
) -> History:
    """Train a network on tunes, each process of the group on its rows of each batch."""
    group = group or Group()
    torch.manual_seed(recipe.seed + 1000 * group.rank)  # each draws its own dropout
    return fit(
        model,
        Share(stream, group, next(model.parameters()).device),
        partial(training_step, group=group),
        torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate),
        steps=recipe.steps,
        schedule=warmup_cosine(recipe.steps),
        checkpoint=checkpoint,
        group=group,
    )


def train_and_record(model: nn.Module, tunes: Tunes, recipe: Recipe) -> dict[str, Any]:
    """Train a network; return its recipe with its size, its cost and its held-out bits."""
    started = time.process_time()
    fit_tunes(model, recipe.stream(tunes), recipe)
    return asdict(recipe) | {
        "parameters": sum(p.numel() for p in model.parameters()),
        "cpu_seconds": round(time.process_time() - started),
        "bits_per_char": round(held_out_bits(model, tunes.ids["validation"]), 4),
    }


def keep_records(
    path: Path,
    attempts: Sequence[RecipeT],
    train: Callable[[RecipeT], dict[str, Any]],
    names: Sequence[str],
) -> None:
    """Make the records that are missing in a file, or those that are named, and keep them there."""
    records = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    done = {record["name"] for record in records}
    order = [attempt.name for attempt in attempts]
    for attempt in attempts:
        if attempt.name in names or (not names and attempt.name not in done):
            made = train(attempt)
            records = [record for record in records if record["name"] != attempt.name] + [made]
            records.sort(key=lambda record: order.index(record["name"]))
            path.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")
            print(json.dumps(made))


def training_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    state: Any,
    group: Group,
) -> tuple[float, Any]:
    """Make one update with the state carried, detached, and empty where tunes begin.

    The loss is the mean over the targets of all processes, and so is its gradient.
    """
    logits, state = model(batch.inputs, None if batch.fresh else detached(state))
    sums = F.cross_entropy(logits.transpose(1, 2), batch.targets, ignore_index=0, reduction="sum")
    loss = sums / group.sum((batch.targets != 0).sum())
    optimizer.zero_grad()
    loss.backward()
    group.sum_gradients(model)
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return group.sum(loss.detach()).item(), state


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
        total += F.cross_entropy(
            logits.transpose(1, 2), targets, ignore_index=0, reduction="sum"
        ).item()
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
