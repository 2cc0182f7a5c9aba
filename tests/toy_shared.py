"""A small training for torchrun: ``toy_shared.py WEIGHTS CHECKPOINT [STEP]``.

With STEP, the last process kills itself after so many steps, once: a file beside the checkpoint
tells that it was done.
"""

import os
import signal
import sys
from functools import partial
from pathlib import Path

import torch
from toy_training import EVERY, STEPS, sequences

from seqlab.attempts.tunes import training_step
from seqlab.distributed import GroupError, Share, joined
from seqlab.models import LSTMLanguageModel
from seqlab.text import WindowStream
from seqlab.training import fit, warmup_cosine


def main(weights: Path, checkpoint: Path, last_step: int | None) -> None:
    torch.set_num_threads(1)
    died = checkpoint.with_suffix(".died")
    with joined() as group:
        torch.manual_seed(0)
        model = LSTMLanguageModel(7, 4, 8, num_layers=2)
        step = partial(training_step, group=group)
        done = 0

        def mortal_step(*arguments):
            nonlocal done
            done += 1
            if done == last_step and group.rank == group.size - 1 and not died.exists():
                died.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*arguments)

        fit(
            model,
            # 5 rows: not all processes get as many; the last batch of an epoch has fewer still
            Share(WindowStream(sequences(41), 5, 6, seed=3), group, torch.device("cpu")),
            mortal_step,
            torch.optim.AdamW(model.parameters(), lr=0.03),
            steps=STEPS,
            schedule=warmup_cosine(STEPS, warmup=4),
            every=EVERY,
            checkpoint=checkpoint,
            group=group,
        )
        if group.rank == 0:
            torch.save(model.state_dict(), weights)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else None)
    except GroupError as error:
        sys.exit(str(error))
