"""Trains one of the networks of the course, alone or on several processes that torchrun starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from safetensors.torch import save_file
from torch import nn, tensor

import seqlab
from seqlab.attempts import best, lab5, music
from seqlab.attempts.tunes import Recipe, fit_tunes, held_out_bits, read_tunes
from seqlab.distributed import Group, joined
from seqlab.streaming import StreamedWindows
from seqlab.text import Vocabulary

ATTEMPTS: list[Recipe] = [*lab5.ATTEMPTS, *music.ATTEMPTS, best.ATTEMPT]
RECIPES = {attempt.name: attempt for attempt in ATTEMPTS}


class TrainError(ValueError):
    """The training cannot begin; says why and what to do."""


def train(name: str, folder: Path, steps: int | None = None, corpus: Sequence[Path] = ()) -> None:
    """Train a network by its recipe; keep its weights, and a checkpoint until they are there.

    Under ``torchrun --nproc-per-node N --no-python seqlab train NAME`` each of N processes takes
    its rows of each batch, and the weights are those of one process up to rounding, but for
    dropout, of which each draws its own. Process 0 writes the files.

    Args:
        name: One of ``RECIPES``.
        folder: Where the checkpoint and the weights are kept.
        steps: Fewer or more steps than in the recipe.
        corpus: Files of JSON lines with tunes in ``abc``, of any size, to train on in place of the
            tunes of the course; they are read as they are needed, and kept in their keys.

    Raises:
        CorpusError: The corpus cannot be read.
        TrainError: There is no such recipe, or the batch is smaller than the number of processes.
        GroupError: Another process has ended.
    """
    if name not in RECIPES:
        known = ", ".join(map(repr, RECIPES))
        raise TrainError(f"there is no recipe {name!r}: choose one of {known}")
    recipe = RECIPES[name]
    if steps is not None:
        recipe = replace(recipe, steps=steps)
    with joined() as group:
        if group.size > recipe.batch_size:
            raise TrainError(
                f"{group.size} processes cannot share a batch of {recipe.batch_size}: start fewer"
            )
        seqlab.setup(seed=recipe.seed)
        tunes = read_tunes()
        model = _build(recipe, tunes.vocabulary).to(seqlab.device())
        path = folder / f"{name.replace(' ', '_').replace(',', '')}.safetensors"
        sizes = (recipe.batch_size, recipe.window, recipe.seed)
        streamed = StreamedWindows(corpus, tunes.vocabulary, *sizes, group) if corpus else None
        stream = streamed or recipe.stream(tunes)
        fit_tunes(model, stream, recipe, group, path.with_suffix(".checkpoint"))
        if streamed:
            _tell_skipped(streamed, group)
        if group.rank == 0:
            bits = held_out_bits(model, tunes.ids["validation"])
            folder.mkdir(parents=True, exist_ok=True)
            save_file(model.state_dict(), path)
            print(f"{name}: {bits:.3f} bits per character on the validation tunes, in {path}")


def _tell_skipped(stream: StreamedWindows, group: Group) -> None:
    read, skipped = group.sum(tensor([stream.read, stream.skipped])).tolist()
    if skipped and group.rank == 0:
        print(
            f"{skipped:,} of {read:,} tunes read were skipped: they have characters that the tunes "
            "of the course do not have"
        )


def _build(recipe: Recipe, vocabulary: Vocabulary) -> nn.Module:
    for kind in (lab5, music, best):
        if isinstance(recipe, kind.Attempt):
            return kind.build(recipe, vocabulary)
    raise TypeError(f"{recipe.name} is a recipe of no known kind")
