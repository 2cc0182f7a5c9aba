"""What comes with the course beside its code: the weights of trained networks, and records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

HERE = Path(__file__).parent
WEIGHTS = HERE / "weights"


def course_folder(name: str) -> Path:
    """Return a folder of ``course/``: that of the project, or the copy in the installed package."""
    installed = HERE / name
    return installed if installed.is_dir() else HERE.parents[2] / "course" / name


def read_attempts(recipe: str) -> list[dict[str, Any]]:
    """Return what trainings by a recipe came to, such as ``read_attempts("lab5")``.

    ``python -m course.recipes.lab5 --keep`` makes them, on the validation tunes.
    """
    text = (course_folder("recipes") / f"{recipe}.json").read_text(encoding="utf-8")
    attempts: list[dict[str, Any]] = json.loads(text)
    return attempts


def shipped_weights(name: str) -> dict[str, Tensor]:
    """Return the weights of a trained network, by the names of its layers."""
    from safetensors.torch import load_file

    weights: dict[str, Tensor] = load_file(WEIGHTS / f"{name}.safetensors")
    return weights
