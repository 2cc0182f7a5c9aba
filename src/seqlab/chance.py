"""The state of all random generators, read and put back."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import torch


def state() -> tuple[Any, ...]:
    """Return where the generators of Python, NumPy and torch stand, those of GPUs too."""
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    return random.getstate(), np.random.get_state(), torch.get_rng_state(), cuda


def put_back(state: tuple[Any, ...]) -> None:
    """Put the generators where they once stood."""
    python, numpy, cpu, cuda = state
    random.setstate(python)
    np.random.set_state(numpy)
    torch.set_rng_state(cpu)
    if cuda:
        torch.cuda.set_rng_state_all(cuda)
