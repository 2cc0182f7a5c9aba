"""Trains a network of the course on several processes, or on a corpus larger than memory.

``torchrun --nproc-per-node 2 -m extras.train transformer`` trains one as two processes;
``python -m extras.train transformer`` trains it as one. The README beside this file says more.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from safetensors.torch import save_file

import seqlab
from course.recipes import best, lab5, music, tunes
from extras.train.corpus import Corpus, CorpusError
from extras.train.loop import GONE, joined, lost, own_rows, train, world
from seqlab.data.prepared import Tunes, read_tunes
from seqlab.text import Batch

RECIPES = {recipe.name: recipe for recipe in (*lab5.ATTEMPTS, *music.ATTEMPTS, best.ATTEMPT)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train by a recipe of the course; interrupted or killed, go on the next time."""
    parser = argparse.ArgumentParser("python -m extras.train")
    parser.add_argument("name", choices=RECIPES, metavar="NAME", help="of a recipe")
    parser.add_argument("--steps", type=int, metavar="N", help="other than in the recipe")
    parser.add_argument("--folder", type=Path, default=Path("runs"), help="for the weights (runs)")
    parser.add_argument(
        "--corpus", nargs="+", default=[], metavar="FILE", help="JSON lines with tunes in 'abc'"
    )
    options = parser.parse_args(arguments)
    recipe = RECIPES[options.name]
    recipe = replace(recipe, steps=options.steps or recipe.steps)
    with ending_well():
        run(recipe, read_tunes(), options.folder, options.corpus)


@contextmanager
def ending_well() -> Iterator[None]:
    """Train within: with the other processes, and with a sentence where it must end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(GONE))  # torchrun ends those that are left
    try:
        with joined():
            yield
    except CorpusError as error:
        sys.exit(str(error))
    except RuntimeError as error:
        if not lost(error):
            raise
        sys.exit(f"{GONE} ({str(error).splitlines()[0]})")


def run(recipe: tunes.Recipe, course: Tunes, folder: Path, files: Sequence[str] = ()) -> None:
    """Train a network and keep its weights, in the file that process 0 writes."""
    rank, size = world()
    if recipe.batch_size % size:
        sys.exit(
            f"a batch of {recipe.batch_size} rows cannot be shared equally by {size} processes"
        )
    seqlab.setup(seed=recipe.seed)
    model = recipe.build(course.vocabulary).to(seqlab.device())
    corpus = Corpus(files, course.vocabulary, recipe.seed) if files else None
    batches = (
        corpus.windows(recipe.batch_size, recipe.window) if corpus else rows_of(recipe, course)
    )
    path = folder / f"{recipe.name.replace(' ', '_').replace(',', '')}.safetensors"
    train(model, batches, recipe, path.with_suffix(".checkpoint"), settings=f"{recipe} {files}")
    if rank:
        return
    if corpus and corpus.skipped:
        print(
            f"{corpus.skipped:,} of {corpus.read:,} tunes read were skipped: they have characters "
            "that the tunes of the course do not have"
        )
    bits = tunes.held_out_bits(model, course.ids["validation"])
    folder.mkdir(parents=True, exist_ok=True)
    save_file(model.state_dict(), path)
    path.with_suffix(".checkpoint").unlink(missing_ok=True)
    print(f"{recipe.name}: {bits:.3f} bits per character on the validation tunes, in {path}")


def rows_of(recipe: tunes.Recipe, course: Tunes) -> Iterator[Batch]:
    """Yield this process's rows of each batch of the course's tunes."""
    stream = recipe.stream(course)
    return (own_rows(stream[step]) for step in itertools.count())


if __name__ == "__main__":
    main()
