"""What the exercises of several labs share: drawing numbers, asking an answer, its gradient."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from seqlab.check.exercise import Answer, Tensors, WrongForm


def draw_normal(generator: torch.Generator, *shape: int) -> Tensor:
    """Draw numbers of mean 0 and variance 1."""
    return torch.randn(shape, generator=generator)


def draw_integers(generator: torch.Generator, low: int, high: int, *shape: int) -> Tensor:
    """Draw whole numbers from ``low`` to ``high - 1``."""
    return torch.randint(low, high, shape, generator=generator)


def cross_entropy(logits: Tensor, targets: Tensor, **options: Any) -> Tensor:
    """Return the mean loss of logits (batch, time, V) over the targets that are not padding, 0."""
    return F.cross_entropy(logits.transpose(1, 2), targets, **{"ignore_index": 0, **options})


def scrambled_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Return what comes out where (batch, time, V) was reshaped in place of transposed."""
    batch, time, vocab = logits.shape
    return F.cross_entropy(logits.reshape(batch, vocab, time), targets, ignore_index=0)


def ask(answer: Answer, case: Tensors, *others: Any) -> Any:
    """Call an answer with the tensors of a case, then the others.

    Raises:
        WrongForm: The answer has changed a tensor of the case.
    """
    before = {name: value.clone() for name, value in case.items()}
    result = answer(*case.values(), *others)
    for name, value in case.items():
        if not torch.equal(value, before[name]):
            raise WrongForm(
                f"`{name}` was changed: whoever called the function still needs it as it was. "
                "Make a new tensor instead of writing into the old one."
            )
    return result


def gradient_of(result: Tensor, weights: Tensor, name: str) -> Tensor:
    """Return the gradient of a fixed mixture of the result's numbers.

    Raises:
        WrongForm: The result does not hang on the weights any more.
    """
    cut = WrongForm(
        f"The result is cut off from {name}, so nothing could be learned. Stay with tensors: "
        ".item(), .detach(), .data, numpy and torch.tensor(...) all cut."
    )
    if not result.requires_grad:
        raise cut
    mixture = torch.linspace(-1, 1, result.numel(), dtype=result.dtype).view(result.shape)
    (gradient,) = torch.autograd.grad((result * mixture).sum(), weights, allow_unused=True)
    if gradient is None:
        raise cut
    return gradient
