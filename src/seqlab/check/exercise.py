"""What an exercise is: random cases, the right result, and the typical mistakes.

A case and a result are plain named tensors, so that an exercise can also be judged in another
process than the one that ran the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Tensors = dict[str, Tensor]
Answer = Callable[..., Any]


class WrongForm(Exception):  # noqa: N818 - learners see the name
    """The answer returned something of the wrong kind; the message is for the learner."""


@dataclass(frozen=True)
class Mistake:
    """A typical wrong answer.

    Args:
        name: A short name, for tests.
        hint: What to tell a learner whose answer gives the same results.
        answer: The mistake made on purpose, with the signature of the exercise.
    """

    name: str
    hint: str
    answer: Answer


@dataclass(frozen=True)
class Exercise:
    """One TODO of a lab.

    Args:
        id: Its number in the lab, such as "5.3".
        name: Name of the function or class that the learner writes.
        case: Draws a case of a given size (0, 1, 2, ...; 0 is the smallest).
        run: Runs an answer on a case and returns its result.
        expected: Computes the right result of a case.
        mistakes: The typical mistakes; the first one that gives the same results is named.
        tolerance: Largest difference, absolute and relative, that still counts as equal.
        seconds: Time limit for one case.
    """

    id: str
    name: str
    case: Callable[[torch.Generator, int], Tensors]
    run: Callable[[Answer, Tensors], Tensors]
    expected: Callable[[Tensors], Tensors]
    mistakes: tuple[Mistake, ...]
    tolerance: float = 1e-4
    seconds: float = 5.0


def tensor(value: Any, name: str) -> Tensor:
    """Return ``value`` if it is a tensor; otherwise say what it is.

    Raises:
        WrongForm: It is not a tensor.
    """
    if isinstance(value, Tensor):
        return value
    if value is None:
        raise WrongForm(f"{name}: nothing was returned. Is there a `return` at the end?")
    raise WrongForm(f"{name}: expected a tensor, got {_kind(value)}.")


def tuple_of(value: Any, *names: str) -> tuple[Any, ...]:
    """Return ``value`` if it is a tuple (or list) with one item for each name.

    Raises:
        WrongForm: It is something else.
    """
    if isinstance(value, tuple | list) and len(value) == len(names):
        return tuple(value)
    if value is None:
        raise WrongForm("Nothing was returned. Is there a `return` at the end?")
    raise WrongForm(f"Expected {len(names)} values, ({', '.join(names)}), got {_kind(value)}.")


def number(value: Any, name: str) -> Tensor:
    """Return one number, given as a Python number or a tensor with one element, as float64.

    Raises:
        WrongForm: It is not one number.
    """
    if isinstance(value, Tensor) and value.numel() == 1:
        return value.detach().double().reshape(())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return torch.tensor(float(value), dtype=torch.float64)
    if value is None:
        raise WrongForm(f"{name}: nothing was returned. Is there a `return` at the end?")
    raise WrongForm(f"{name}: expected one number, got {_kind(value)}.")


def _kind(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a value of type {type(value).__name__}"
