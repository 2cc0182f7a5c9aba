"""One training on the processes that torchrun starts: their gradients are averaged by torch."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from tqdm.auto import tqdm

from course.recipes.common import Recipe, update
from course.recipes.tunes import detached, loss_of
from seqlab.checkpoint import digest_of, read_checkpoint, write_checkpoint
from seqlab.text import Batch
from seqlab.training import BAR, warmup_cosine

PATIENCE = timedelta(minutes=5)  # how long to wait for a process that does not answer
EVERY = 100  # steps between two checkpoints
GONE = (
    "another process of this training has ended or does not answer: start all of them again with "
    "the same command, and they go on from the last checkpoint"
)


@contextmanager
def joined() -> Iterator[None]:
    """Join the processes that torchrun has started; without torchrun this process is alone.

    Gradients travel by gloo on CPUs and by nccl on GPUs.
    """
    if "RANK" not in os.environ:
        yield
        return
    cuda = torch.cuda.is_available()
    if cuda:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    dist.init_process_group("cpu:gloo,cuda:nccl" if cuda else "gloo", timeout=PATIENCE)
    try:
        yield
    finally:
        dist.destroy_process_group()


def world() -> tuple[int, int]:
    """Return the number of this process, from 0, and how many there are."""
    return (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)


def over_all(tensor: Tensor, kind: Any = dist.ReduceOp.SUM) -> Tensor:
    """Add up a tensor over all processes, or take the largest of each number, in place."""
    if dist.is_initialized():
        dist.all_reduce(tensor, kind)
    return tensor


def lost(error: RuntimeError) -> bool:
    """Return whether an error says that another process is gone."""
    return isinstance(error, dist.DistError) or "gloo" in str(error) or "NCCL" in str(error)


def own_rows(batch: Batch) -> Batch:
    """Return this process's rows: every n-th of n processes; one that counts nothing if none."""
    rank, size = world()
    inputs, targets = batch.inputs[rank::size], batch.targets[rank::size]
    if not len(inputs):
        inputs, targets = batch.inputs[:1], torch.zeros_like(batch.targets[:1])
    return Batch(inputs, targets, batch.fresh)


def training_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, batch: Batch, state: Any
) -> tuple[float, Any]:
    """Make one update; the loss is the mean over the targets of all processes.

    Torch averages the gradients of n processes. They have different numbers of targets, so each
    counts n times its share of the loss, and the average is the gradient of the whole batch.
    """
    logits, state = model(batch.inputs, None if batch.fresh else detached(state))
    count = over_all((batch.targets != 0).sum())
    share = loss_of(logits, batch.targets, "sum") / count
    update(model, optimizer, share * world()[1])
    return over_all(share.detach()).item(), state


def train(
    model: nn.Module,
    batches: Iterator[Batch],
    recipe: Recipe,
    checkpoint: Path,
    *,
    settings: str,
    every: int = EVERY,
) -> list[float]:
    """Train a model, the same in all processes, each on its own rows; return the losses.

    A checkpoint is written where texts begin, so that no state need be in it, and each step draws
    its dropout by its own number. So it suits any number of processes. Process 0 alone writes it.

    Args:
        model: The model; trained in place.
        batches: This process's rows of each batch, from the first one on.
        recipe: Steps, learning rate and seed.
        checkpoint: The file; the caller removes it.
        settings: What a checkpoint must have been trained with to be taken up.
        every: Steps between two checkpoints, at least.
    """
    rank, size = world()
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate)
    settings = f"{settings} {digest_of(model.state_dict())}"
    done = saved = take_up(checkpoint, settings, model, optimizer)
    network = DistributedDataParallel(model) if dist.is_initialized() else model
    device, factor = next(model.parameters()).device, warmup_cosine(recipe.steps)
    losses: list[float] = []
    state: Any = None
    model.train()
    with tqdm(total=recipe.steps, initial=done, disable=rank > 0, **BAR) as bar:
        for number, batch in enumerate(itertools.islice(batches, recipe.steps)):
            if number < done:  # read again, to come to the same place
                continue
            if batch.fresh and number >= saved + every:
                saved = number
                if rank == 0:
                    save(checkpoint, settings, number, model, optimizer)
            torch.manual_seed((recipe.seed * 1_000_003 + number) * size + rank)
            optimizer.param_groups[0]["lr"] = recipe.learning_rate * factor(number)
            loss, state = training_step(network, optimizer, batch.to(device), state)
            losses.append(loss)
            bar.update()
            bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
    model.eval()
    return losses


def take_up(path: Path, settings: str, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Take up the training in the checkpoint that process 0 can read; return its steps so far."""
    rank, _ = world()
    read = [read_checkpoint(path) if rank == 0 else None]
    if dist.is_initialized():
        dist.broadcast_object_list(read)
    saved = read[0]
    if saved and saved.get("settings") == settings:
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        if rank == 0:
            print(f"going on from step {saved['done']} ({path})", flush=True)
        return int(saved["done"])
    if saved and rank == 0:
        print(f"{path} is of another training (weights or settings): starting anew", flush=True)
    return 0


def save(
    path: Path, settings: str, done: int, model: nn.Module, optimizer: torch.optim.Optimizer
) -> None:
    """Write the checkpoint; where that fails, say so, for the next one may succeed."""
    states = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    try:
        write_checkpoint(path, {"settings": settings, "done": done, **states})
    except OSError as error:
        print(f"{path} cannot be written ({error.strerror or error}): going on", flush=True)
