"""A small training with all that can go wrong: dropout, carried state, schedule, validation.

Run as a script it trains with a checkpoint in the given file, and waits after the given step, so
that a test can kill it there.
"""

import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from seqlab.models import LSTMLanguageModel
from seqlab.text import WindowStream
from seqlab.training import History, fit, warmup_cosine

STEPS, EVERY = 24, 5


def sequences(count: int = 40) -> list[torch.Tensor]:
    """Return scales: up in steps of one, from different notes."""
    return [1 + (torch.arange(8 + i % 9) + i) % 6 for i in range(count)]


def make_model(seed: int = 0, hidden_size: int = 8) -> LSTMLanguageModel:
    torch.manual_seed(seed)
    return LSTMLanguageModel(7, 4, hidden_size, num_layers=2, dropout=0.3)


def make_optimizer(model, lr: float = 0.03) -> torch.optim.Optimizer:
    return torch.optim.AdamW(model.parameters(), lr=lr)


def step(model, optimizer, batch, state):
    """Train on one window; the state is carried into the next one."""
    state = None if batch.fresh else tuple(s.detach() for s in state)
    logits, state = model(batch.inputs, state)
    loss = F.cross_entropy(logits.transpose(1, 2), batch.targets, ignore_index=0)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state


def validate(model) -> float:
    held_out = torch.stack([s[:8] for s in sequences(6)])
    with torch.no_grad():
        logits, _ = model(held_out[:, :-1])
        return F.cross_entropy(logits.transpose(1, 2), held_out[:, 1:]).item()


def train(model, optimizer=None, **changes) -> History:
    settings = {
        "batches": WindowStream(sequences(), batch_size=4, window=6, seed=3),
        "step": step,
        "steps": STEPS,
        "schedule": warmup_cosine(STEPS, warmup=4),
        "validate": validate,
        "every": EVERY,
    }
    return fit(model, optimizer=optimizer or make_optimizer(model), **(settings | changes))


if __name__ == "__main__":
    done = 0

    def waiting_step(*arguments):
        global done
        done += 1
        if done > int(sys.argv[2]):
            time.sleep(3600)
        return step(*arguments)

    train(make_model(), step=waiting_step, checkpoint=Path(sys.argv[1]))
