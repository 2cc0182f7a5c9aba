"""seqlab: helpers for a course on deep sequence modelling in PyTorch.

The notebooks show what they teach; what stands here is the plumbing around it. Importing
``seqlab`` is quick: torch is loaded by the modules that need it.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

__all__ = ["device", "setup"]
__version__ = version("seqlab")


def setup(seed: int = 0) -> None:
    """Prepare a notebook: seed every random generator and set the style of the figures.

    On one machine and one thread count, the same seed gives the same numbers bit for bit on a CPU.

    Args:
        seed: Start value for the generators of Python, NumPy and torch.
    """
    import os
    import random

    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # course data come from package files

    import numpy as np
    import torch

    from seqlab import plots

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    plots.use_style()


def device() -> torch.device:
    """Return the fastest device at hand: CUDA, else Apple's MPS, else the CPU."""
    import torch

    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
