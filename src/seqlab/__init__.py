"""seqlab: helpers for a course on deep sequence modelling in PyTorch.

The notebooks show what they teach; what stands here is the plumbing around it. Importing
``seqlab`` is quick: torch is loaded by the modules that need it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

__all__ = ["device", "setup", "skip"]


# Threads that wait for work must not spin: with spinning, training on two threads becomes several
# times slower as soon as another program needs a core. Read when torch is first imported, and so
# it stands here and not in setup(): the package's own programs import torch before they set up.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def __getattr__(name: str) -> str:
    """Look ``__version__`` up when it is asked for: that takes longer than all of the import."""
    if name == "__version__":
        from importlib.metadata import version

        return version("seqlab")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def setup(seed: int = 0, part: str = "") -> None:
    """Prepare a notebook: seed every random generator and set the style of the figures.

    Import seqlab before torch, so that torch's threads share the cores politely. On one machine
    and one thread count, the same seed gives the same numbers bit for bit on a CPU.

    Args:
        seed: Start value for the generators of Python, NumPy and torch.
        part: The name of the notebook, under which predictions and quizzes are kept; the build
            puts it there. "" keeps none.
    """
    import random

    import numpy as np
    import torch

    from seqlab import plots, progress

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    plots.use_style()
    progress.begin(part)


def skip(number: str) -> None:
    """Put a working answer to an exercise into the notebook, to go on without it for now.

    It does not count as done. Come back by running the cell of the exercise with your own answer.

    Args:
        number: Of the exercise, such as "4.4".

    Raises:
        SkipError: There is no such exercise, no notebook runs, or cells above were not run yet.
    """
    from seqlab.check.skip import put_in

    put_in(number)


def device() -> torch.device:
    """Return the fastest device at hand: CUDA, else Apple's MPS, else the CPU."""
    import torch

    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
