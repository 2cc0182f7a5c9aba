"""What the exercises of several labs share: drawing numbers, and a loss."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor


def draw_normal(
    generator: torch.Generator, *shape: int, dtype: torch.dtype = torch.float32
) -> Tensor:
    """Draw numbers of mean 0 and variance 1."""
    return torch.randn(shape, generator=generator, dtype=dtype)


def draw_integers(generator: torch.Generator, low: int, high: int, *shape: int) -> Tensor:
    """Draw whole numbers from ``low`` to ``high - 1``."""
    return torch.randint(low, high, shape, generator=generator)


def draw_number(generator: torch.Generator, low: int, high: int) -> int:
    """Draw one whole number from ``low`` to ``high - 1``."""
    return int(draw_integers(generator, low, high, 1))


def cross_entropy(logits: Tensor, targets: Tensor, **options: Any) -> Tensor:
    """Return the mean loss of logits (batch, time, V) over the targets that are not padding, 0."""
    return F.cross_entropy(logits.transpose(1, 2), targets, **{"ignore_index": 0, **options})
