"""Small trainings for torchrun: ``toy.py FOLDER CORPUS [STEP]``.

Leaves the weights and the gradients of all steps of each case in FOLDER. With STEP, the last
process kills itself before so many steps of the last case, once: a file in FOLDER tells when.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import torch
from torch import nn

from course.recipes import lab5, music, tunes
from extras.train import loop
from extras.train.__main__ import ending_well
from extras.train.corpus import Corpus
from seqlab.models import LSTMLanguageModel
from seqlab.text import Batch, Vocabulary, WindowStream

STEPS, EVERY = 24, 5
VOCABULARY = Vocabulary("M:4/LKD\nABCDEFGabcdefg234|]")  # what the corpus is written in
LSTM = lab5.Attempt("small", embedding_size=8, hidden_size=24, dropout=0.0, steps=STEPS)
TRANSFORMER = music.Attempt(
    "small", embedding_size=16, num_heads=2, num_layers=2, dropout=0.0, steps=STEPS
)

Case = Callable[[Path], tuple[nn.Module, Iterator[Batch], tunes.Recipe]]


def rows_left_over(corpus: Path) -> tuple[nn.Module, Iterator[Batch], tunes.Recipe]:
    """Make 5 rows: not all processes get as many; the last batch of an epoch has fewer still."""
    scales = [1 + (torch.arange(8 + i % 9) + i) % 6 for i in range(41)]
    stream = WindowStream(scales, 5, 6, seed=3)
    batches = (loop.own_rows(stream[step]) for step in count())
    return LSTMLanguageModel(7, 4, 8, num_layers=2), batches, replace(LSTM, name="rows left over")


def lstm(corpus: Path) -> tuple[nn.Module, Iterator[Batch], tunes.Recipe]:
    """Make the network of Lab 5, and read its tunes from the disk."""
    return LSTM.build(VOCABULARY), Corpus([corpus], VOCABULARY, seed=1).windows(6, 24), LSTM


def transformer(corpus: Path) -> tuple[nn.Module, Iterator[Batch], tunes.Recipe]:
    """Make the transformer of notebook 11, and read its tunes from the disk."""
    batches = Corpus([corpus], VOCABULARY, seed=2).windows(6, 24)
    return TRANSFORMER.build(VOCABULARY), batches, TRANSFORMER


def interrupted(corpus: Path) -> tuple[nn.Module, Iterator[Batch], tunes.Recipe]:
    """Make the case whose training a death may interrupt."""
    return lstm(corpus)


CASES: list[Case] = [rows_left_over, lstm, transformer, interrupted]


def dying(batches: Iterator[Batch], last_step: int, folder: Path) -> Iterator[Batch]:
    """Yield batches, and kill the last process before a step, if it has not died yet."""
    rank, size = loop.world()
    for number, batch in enumerate(batches, start=1):
        if number == last_step and rank == size - 1 and not (folder / "died").exists():
            (folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        yield batch


def train(case: Case, corpus: Path, folder: Path, last_step: int | None) -> None:
    """Train a case; process 0 writes down what came of it."""
    torch.manual_seed(0)
    model, batches, recipe = case(corpus)
    if last_step:
        batches = dying(batches, last_step, folder)
    gradients, step = [], loop.training_step

    def noting_step(model, *arguments):
        result = step(model, *arguments)
        gradients.append(torch.cat([p.grad.flatten() for p in model.parameters()]))
        return result

    loop.training_step = noting_step
    checkpoint = folder / f"{case.__name__}.checkpoint"
    loop.train(model, batches, recipe, checkpoint, settings=case.__name__, every=EVERY)
    loop.training_step = step
    if loop.world()[0] == 0:
        checkpoint.unlink(missing_ok=True)
        kept = {"weights": model.state_dict(), "gradients": torch.stack(gradients)}
        torch.save(kept, folder / f"{case.__name__}.pt")


def main(folder: Path, corpus: Path, last_step: int | None = None) -> None:
    torch.set_num_threads(1)
    with ending_well():
        for case in CASES:
            train(case, corpus, folder, last_step if case is CASES[-1] else None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
