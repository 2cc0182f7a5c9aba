"""What helps the LSTM of the music part: each change alone, on the peer's songs.

``python -m bench.tried`` trains each variant for the same number of characters and writes what came
of it to ``bench/results/tried.json`` and into the README; about 10 minutes on one core.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

import seqlab
from bench.__main__ import README, RESULTS, with_text
from bench.peer import read_songs
from course.recipes import best
from course.recipes.tunes import held_out_bits, training_step
from seqlab.data.prepared import Tunes
from seqlab.models import LSTMLanguageModel
from seqlab.text import Vocabulary
from seqlab.training import fit, warmup_cosine

STEPS = 300  # of batches of 8
BASE = replace(best.ATTEMPT, name="LSTM with readers", hidden_size=256, dropout=0.2)
SEEDS = (0, 1)  # of the base, to see how much a seed alone changes


def build(attempt: best.Attempt, vocabulary: Vocabulary) -> nn.Module:
    """Return the network of the base."""
    return attempt.build(vocabulary)


def build_plain(attempt: best.Attempt, vocabulary: Vocabulary) -> nn.Module:
    """Return an LSTM without readers."""
    return LSTMLanguageModel(
        len(vocabulary), attempt.embedding_size, attempt.hidden_size, dropout=attempt.dropout
    )


def build_tied(attempt: best.Attempt, vocabulary: Vocabulary) -> nn.Module:
    """Return the network of the base with one table for the characters that go in and out."""
    model = attempt.build(vocabulary)
    model.join = nn.Linear(model.join.in_features, attempt.embedding_size)
    model.linear = nn.Linear(attempt.embedding_size, len(vocabulary))
    model.linear.weight = model.embedding.weight
    return model


def build_deaf(places: bool, repeats: bool) -> Callable[[best.Attempt, Vocabulary], nn.Module]:
    """Return what builds a network that does not hear some of its readers."""

    def build(attempt: best.Attempt, vocabulary: Vocabulary) -> nn.Module:
        model = attempt.build(vocabulary)
        tables = [model.match, model.follow, model.trust] if repeats else []
        for table in [*tables, *(model.places if places else ())]:
            nn.init.zeros_(table.weight)
            table.weight.requires_grad_(False)
        return model

    return build


@dataclass(frozen=True)
class Variant:
    """The base with one change."""

    change: str
    recipe: dict[str, Any] = field(default_factory=dict)
    build: Callable[[best.Attempt, Vocabulary], nn.Module] = build
    weight_decay: float = 0.01  # that of AdamW, where nothing is said
    averaged: bool = False
    scheduled: bool = True


VARIANTS = (
    *(Variant("none" if not seed else f"none, seed {seed}", {"seed": seed}) for seed in SEEDS),
    Variant("no readers: a plain LSTM", build=build_plain),
    Variant("no reader of the form", build=build_deaf(places=True, repeats=False)),
    Variant("no readers of repeats", build=build_deaf(places=False, repeats=True)),
    Variant("each tune in its own key only", {"in_any_key": False}),
    Variant("batches of 16, half as many steps", {"batch_size": 16}),
    Variant("windows of 128", {"window": 128}),
    Variant("one table for characters in and out", build=build_tied),
    Variant("weight decay 0.1", weight_decay=0.1),
    Variant("no dropout", {"dropout": 0.0}),
    Variant("dropout 0.4", {"dropout": 0.4}),
    Variant("weights averaged (exponentially, 0.99)", averaged=True),
    Variant("no schedule: warm-up, then constant", scheduled=False),
)


def train(variant: Variant, tunes: Tunes) -> dict[str, Any]:
    """Train a variant; return its bits per character on the held-out songs, and its cost."""
    attempt = replace(BASE, **variant.recipe)
    seqlab.setup(seed=attempt.seed)
    torch.set_num_threads(1)
    steps = STEPS * BASE.batch_size // attempt.batch_size
    if attempt.window < BASE.window:  # shorter windows: more of them for the same characters
        steps = round(steps * windows_per_batch(tunes, attempt))
    model = variant.build(attempt, tunes.vocabulary)
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.99))

    def averaging_step(*arguments: Any) -> tuple[float, Any]:
        result = training_step(*arguments)
        average.update_parameters(model)
        return result

    started = time.process_time()
    fit(
        model,
        attempt.stream(tunes),
        averaging_step if variant.averaged else training_step,
        torch.optim.AdamW(
            model.parameters(), lr=attempt.learning_rate, weight_decay=variant.weight_decay
        ),
        steps=steps,
        schedule=warmup_cosine(steps, floor=0.02 if variant.scheduled else 1.0),
    )
    seconds = time.process_time() - started
    judged = average.module if variant.averaged else model
    bits = held_out_bits(judged, tunes.ids["validation"])
    return {"change": variant.change, "bits_per_char": bits, "cpu_seconds": seconds}


def windows_per_batch(tunes: Tunes, attempt: best.Attempt) -> float:
    """Return how many windows a batch of songs is cut into, about."""
    longest = sorted(len(ids) for ids in tunes.ids["train"])
    return max(1.0, longest[len(longest) // 2] / attempt.window)


def table(results: list[dict[str, Any]]) -> str:
    """Write the results beside the base."""
    base = results[0]["bits_per_char"]
    lines = [
        "| change | bits per character | against the base | CPU seconds |",
        "| --- | --- | --- | --- |",
        *(
            f"| {r['change']} | {r['bits_per_char']:.3f} | {r['bits_per_char'] - base:+.3f} "
            f"| {r['cpu_seconds']:.0f} |"
            for r in results
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Train all variants, and write the table."""
    tunes = Tunes.from_texts(read_songs())
    results: list[dict[str, Any]] = []
    for variant in VARIANTS:
        results.append(train(variant, tunes))
        print(results[-1], flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "tried.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    readme = with_text(README.read_text(encoding="utf-8"), "tried", table(results))
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
