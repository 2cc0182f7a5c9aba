"""One training on several processes: each takes its rows of a batch, all keep the same weights."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from seqlab.text import Batch, Batches

PATIENCE = timedelta(minutes=5)  # how long to wait for a process that does not answer


class GroupError(RuntimeError):
    """Another process of the training has ended, or does not answer."""


class Group:
    """The processes that train together; one alone needs no network.

    Args:
        rank: The number of this process, from 0.
        size: How many processes there are.
    """

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        self.rank, self.size = rank, size

    def sum(self, tensor: Tensor) -> Tensor:
        """Add up a tensor over all processes, in place, and return it."""
        if self.size > 1:
            with _asking_others():
                dist.all_reduce(tensor)
        return tensor

    def sum_gradients(self, model: nn.Module) -> None:
        """Add up the gradients of all processes, as one message."""
        if self.size == 1:
            return
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        together = self.sum(torch.cat([gradient.flatten() for gradient in gradients]))
        sizes = [gradient.numel() for gradient in gradients]
        for gradient, part in zip(gradients, together.split(sizes), strict=True):
            gradient.copy_(part.view_as(gradient))

    def gather(self, value: Any) -> list[Any]:
        """Return the values of all processes in process 0, an empty list in the others."""
        if self.size == 1:
            return [value]
        values: list[Any] | None = [None] * self.size if self.rank == 0 else None
        with _asking_others():
            dist.gather_object(value, values)
        return values or []

    def exchange(self, value: Any) -> list[Any]:
        """Return the values of all processes, in each of them."""
        values: list[Any] = [value] * self.size
        if self.size > 1:
            with _asking_others():
                dist.all_gather_object(values, value)
        return values

    def broadcast(self, value: Any) -> Any:
        """Return the value of process 0."""
        if self.size == 1:
            return value
        values = [value]
        with _asking_others():
            dist.broadcast_object_list(values)
        return values[0]

    def agree(self, yes: bool) -> bool:
        """Return whether all processes say yes."""
        return bool(self.sum(torch.tensor(int(yes))) == self.size)


class Share:
    """The rows of each batch that are this process's: every ``size``-th one, from ``rank`` on.

    Args:
        batches: Numbered batches, the same in all processes.
        group: The processes.
        device: Where the rows are needed.
    """

    def __init__(self, batches: Batches[Batch], group: Group, device: torch.device) -> None:
        self.batches, self.group, self.device = batches, group, device

    def __getitem__(self, step: int) -> Batch:
        """Return the rows of batch number ``step``; one row without targets where none is left."""
        batch = self.batches[step]
        mine = slice(self.group.rank, None, self.group.size)
        inputs, targets = batch.inputs[mine], batch.targets[mine]
        if not len(inputs):
            inputs, targets = batch.inputs[:1], torch.zeros_like(batch.targets[:1])
        return Batch(inputs, targets, batch.fresh).to(self.device)


@contextmanager
def joined() -> Iterator[Group]:
    """Join the processes that torchrun has started; without torchrun this process is alone.

    Gradients travel by gloo on CPUs and by nccl on GPUs.

    Raises:
        GroupError: The others cannot be reached.
    """
    if "RANK" not in os.environ:
        yield Group()
        return
    cuda = torch.cuda.is_available()
    if cuda:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    with _asking_others():
        dist.init_process_group("cpu:gloo,cuda:nccl" if cuda else "gloo", timeout=PATIENCE)
    try:
        yield Group(dist.get_rank(), dist.get_world_size())
    finally:
        dist.destroy_process_group()


@contextmanager
def _asking_others() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise GroupError(
            "another process of this training has ended or does not answer; start all of them "
            "again with the same command, and they go on from the last checkpoint "
            f"({str(error).strip().splitlines()[0]})"
        ) from None
