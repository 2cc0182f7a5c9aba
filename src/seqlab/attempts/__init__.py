"""What was tried for a lab, with the figures: each record is made by a script beside it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor


def read_attempts(lab: str) -> list[dict[str, Any]]:
    """Return the recorded attempts of a lab, such as ``read_attempts("lab5")``.

    Made by ``python -m seqlab.attempts.lab5``, on the validation tunes.
    """
    text = files(__package__).joinpath(f"{lab}.json").read_text(encoding="utf-8")
    attempts: list[dict[str, Any]] = json.loads(text)
    return attempts


def shipped_weights(lab: str) -> dict[str, Tensor]:
    """Return the weights of the attempt that comes with the package, by the names of the layers."""
    from safetensors.torch import load

    weights: dict[str, Tensor] = load(
        files(__package__).joinpath(f"{lab}.safetensors").read_bytes()
    )
    return weights
