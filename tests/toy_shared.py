"""Small trainings for torchrun: ``toy_shared.py FOLDER CORPUS [STEP]``.

Leaves the weights and the gradients of all steps of each case in FOLDER. With STEP, the last
process kills itself before so many steps of the last case, once: a file in FOLDER tells when.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import nn

from seqlab.attempts import lab5, music
from seqlab.attempts.tunes import training_step
from seqlab.distributed import Group, GroupError, Share, joined
from seqlab.models import LSTMLanguageModel
from seqlab.streaming import StreamedWindows
from seqlab.text import Batch, Batches, Vocabulary, WindowStream
from seqlab.training import fit, warmup_cosine

STEPS, EVERY = 24, 5
VOCABULARY = Vocabulary("M:4/LKD\nABCDEFGabcdefg234|]")  # what the corpus is written in

Case = Callable[[Path, Group], tuple[nn.Module, Batches[Batch]]]


def rows_left_over(corpus: Path, group: Group) -> tuple[nn.Module, Batches[Batch]]:
    """Make 5 rows: not all processes get as many; the last batch of an epoch has fewer still."""
    scales = [1 + (torch.arange(8 + i % 9) + i) % 6 for i in range(41)]
    return LSTMLanguageModel(7, 4, 8, num_layers=2), WindowStream(scales, 5, 6, seed=3)


def lstm(corpus: Path, group: Group) -> tuple[nn.Module, Batches[Batch]]:
    """Make the network of Lab 5, and read its tunes from the disk."""
    recipe = lab5.Attempt("small", embedding_size=8, hidden_size=24, dropout=0.0)
    model = lab5.build(recipe, VOCABULARY)
    return model, StreamedWindows([corpus], VOCABULARY, 4, 24, seed=1, group=group)


def transformer(corpus: Path, group: Group) -> tuple[nn.Module, Batches[Batch]]:
    """Make the transformer of notebook 11, and read its tunes from the disk."""
    recipe = music.Attempt("small", embedding_size=16, num_heads=2, num_layers=2, dropout=0.0)
    model = music.build(recipe, VOCABULARY)
    return model, StreamedWindows([corpus], VOCABULARY, 4, 24, seed=2, group=group)


def interrupted(corpus: Path, group: Group) -> tuple[nn.Module, Batches[Batch]]:
    """Make the case whose training a death may interrupt."""
    return lstm(corpus, group)


CASES: list[Case] = [rows_left_over, lstm, transformer, interrupted]


def train(case: Case, corpus: Path, folder: Path, group: Group, last_step: int | None) -> None:
    """Train a case; process 0 writes down what came of it."""
    torch.manual_seed(0)
    model, batches = case(corpus, group)
    gradients = []

    def mortal_step(*arguments):
        if len(gradients) + 1 == last_step and group.rank == group.size - 1:
            died = folder / "died"
            if not died.exists():
                died.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        result = partial(training_step, group=group)(*arguments)
        gradients.append(torch.cat([p.grad.flatten() for p in model.parameters()]))
        return result

    fit(
        model,
        Share(batches, group, torch.device("cpu")),
        mortal_step,
        torch.optim.AdamW(model.parameters(), lr=4e-3),
        steps=STEPS,
        schedule=warmup_cosine(STEPS, warmup=4),
        every=EVERY,
        checkpoint=folder / f"{case.__name__}.checkpoint",
        group=group,
    )
    if group.rank == 0:
        kept = {"weights": model.state_dict(), "gradients": torch.stack(gradients)}
        torch.save(kept, folder / f"{case.__name__}.pt")


def main(folder: Path, corpus: Path, last_step: int | None) -> None:
    torch.set_num_threads(1)
    with joined() as group:
        for case in CASES:
            train(case, corpus, folder, group, last_step if case is CASES[-1] else None)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else None)
    except GroupError as error:
        sys.exit(str(error))
