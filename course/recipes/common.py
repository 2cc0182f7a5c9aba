"""What all recipes share: one update, one training with its cost, and the command line."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from seqlab.stored import WEIGHTS
from seqlab.text import Batches
from seqlab.training import Step, fit, warmup_cosine

RUNS = Path("runs")  # weights and checkpoints, until they are kept
RECORDS = Path(__file__).parent


@dataclass(frozen=True)
class Recipe:
    """What every training is told."""

    name: str
    batch_size: int
    learning_rate: float
    steps: int
    seed: int = 0


RecipeT = TypeVar("RecipeT", bound=Recipe)
Made = tuple[nn.Module, dict[str, Any]]  # a trained network, and the record of its training


def update(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> float:
    """Take one step down the gradient of a loss, clipped to the norm 1; return the loss."""
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def trained(
    model: nn.Module, batches: Batches[Any], step: Step, recipe: Recipe, checkpoint: Path | None
) -> dict[str, Any]:
    """Train a network; return its recipe with its size and its cost."""
    started = time.process_time()
    fit(
        model,
        batches,
        step,
        torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate),
        steps=recipe.steps,
        schedule=warmup_cosine(recipe.steps),
        checkpoint=checkpoint,
    )
    return asdict(recipe) | {
        "parameters": sum(p.numel() for p in model.parameters()),
        "cpu_seconds": round(time.process_time() - started),
    }


def main(
    script: str,
    recipes: Sequence[RecipeT],
    train: Callable[[RecipeT, Path], Made],
    shipped: Mapping[str, str],
    arguments: Sequence[str] | None = None,
) -> None:
    """Train by the recipes that the command line names; interrupted, go on the next time.

    Args:
        script: Name of the recipes' script, and of their record beside it.
        recipes: What it can train.
        train: How; takes a recipe and the file of the checkpoint.
        shipped: Names of the weights that come with the course, by the name of their recipe.
        arguments: Those of the command line, if not given.
    """
    known = {recipe.name: recipe for recipe in recipes}
    alone = len(known) == 1
    parser = argparse.ArgumentParser(f"python -m course.recipes.{script}")
    parser.add_argument("names", nargs="*" if alone else "+", metavar="NAME")
    parser.add_argument("--steps", type=int, metavar="N", help="other than in the recipe")
    parser.add_argument("--keep", action="store_true", help="ship the weights, and keep the record")
    parser.epilog = f"Names: {'; '.join(known)}."
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - known.keys():
        parser.error(f"there is no recipe {unknown.pop()!r}. {parser.epilog}")
    for name in options.names or known:
        recipe = replace(known[name], steps=options.steps or known[name].steps)
        path = RUNS / f"{name.replace(' ', '_').replace(',', '')}.safetensors"
        model, record = train(recipe, path.with_suffix(".checkpoint"))
        weights = model.state_dict()
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(weights, path)
        print(f"{json.dumps(record)}\nThe weights are in {path}")
        if options.keep:
            keep_record(RECORDS / f"{script}.json", record, list(known))
        if options.keep and name in shipped:  # in half precision: half the size
            halves = {layer: weight.half() for layer, weight in weights.items()}
            save_file(halves, WEIGHTS / f"{shipped[name]}.safetensors")


def keep_record(path: Path, record: dict[str, Any], order: list[str]) -> None:
    """Put a record among those of a file, in place of an older one of the same name."""
    records = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    records = [old for old in records if old["name"] != record["name"]] + [record]
    records.sort(key=lambda record: order.index(record["name"]))
    path.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")
