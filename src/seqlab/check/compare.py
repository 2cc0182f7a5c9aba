"""Compares a result with the right one, and says in words what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

SHOWN = 24  # numbers of a tensor that are still shown one by one
PLAIN = "expected a plain number, got a tensor"


def plain(value: Any) -> Any:
    """Return a result that nothing of the answer hangs on: copies, on the CPU, with no history."""
    if isinstance(value, Tensor):
        return value.detach().to_dense().cpu().clone()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return (
            type(value)(map(plain, value))
            if type(value) in (list, tuple)
            else tuple(map(plain, value))
        )
    if isinstance(value, np.ndarray):
        return value.copy()
    return value


def difference(
    came: Any,
    right: Any,
    name: str,
    tolerance: float,
    results: Sequence[str] = (),
    same: bool = False,
) -> str:
    """Say in what a result differs from the right one; "" where it does not.

    Args:
        came: The result of an answer.
        right: The right one: a tensor, number, text, or a tuple, list or dict of such.
        name: What to call it.
        tolerance: Largest difference, absolute and relative, that counts as equal.
        results: Names of the values where ``right`` is a tuple.
        same: Both are answers: numbers that are not a number are equal then.
    """
    if isinstance(right, Tensor):
        if not isinstance(came, Tensor):
            return _wrong_form(came, name, "a tensor")
        return tensor_difference(name, came, right, tolerance, nan_equal=same)
    if isinstance(right, bool | str) or right is None:
        return _plain_difference(came, right, name)
    if isinstance(right, int | float):
        return _number_difference(came, right, name, tolerance, same)
    if isinstance(right, dict):
        return _dict_difference(came, right, name, tolerance, same)
    if isinstance(right, np.ndarray):  # of another answer; nothing that is right is one
        came = came.tolist() if isinstance(came, np.ndarray) else came
        return difference(came, right.tolist(), name, tolerance, same=same)
    if isinstance(right, list | tuple):
        return _list_difference(came, right, name, tolerance, results, same)
    return "" if came == right else f"{name}: expected {right!r}, got {came!r}."


def _plain_difference(came: Any, right: Any, name: str) -> str:
    if type(came) is type(right) and came == right:
        return ""
    if came is None:
        return _wrong_form(came, name, "")
    return f"{name}: expected {right!r}, got {short(came)}."


def _number_difference(came: Any, right: float, name: str, tolerance: float, same: bool) -> str:
    if isinstance(came, Tensor) and came.numel() == 1:
        if not same:
            return f"{name}: {PLAIN} of shape {tuple(came.shape)}, {short(came)}."
        came = came.item()
    if isinstance(came, np.number):
        came = came.item()
    if isinstance(came, bool) or not isinstance(came, int | float):
        return _wrong_form(came, name, "one number")
    if isinstance(right, int) and isinstance(came, int):
        return "" if came == right else f"{name}: expected {right}, got {came}."
    if isinstance(right, int):
        return f"{name}: expected {right}, a whole number, got {came!r}."
    one, other = (torch.tensor(float(value), dtype=torch.float64) for value in (came, right))
    return tensor_difference(name, one, other, tolerance, nan_equal=same)


def _dict_difference(
    came: Any, right: dict[Any, Any], name: str, tolerance: float, same: bool
) -> str:
    if not isinstance(came, dict):
        return _wrong_form(came, name, "a dictionary")
    for key, value in right.items():
        if key not in came:
            return f"{_item(name, key)} is missing."
        found = difference(came[key], value, _item(name, key), tolerance, same=same)
        if found:
            return found
    more = [key for key in came if key not in right]
    return f"{_item(name, more[0])} is too much." if more else ""


def _item(name: str, key: Any) -> str:
    return str(key) if name == "" else f"{name}[{key!r}]"


def _list_difference(
    came: Any, right: Sequence[Any], name: str, tolerance: float, results: Sequence[str], same: bool
) -> str:
    several = isinstance(right, tuple) and len(results) == len(right)
    if not isinstance(came, list | tuple) or (several and len(came) != len(right)):
        if several:
            if came is None:
                return "Nothing was returned. Is there a `return` at the end?"
            return f"Expected {len(right)} values, ({', '.join(results)}), got {kind(came)}."
        return _wrong_form(came, name, "a list")
    names = results if several else [f"{name}[{k}]" for k in range(len(right))]
    if not several and (len(came) != len(right) or not _is_nested(right)):
        if _equal_items(came, right, tolerance, same):
            return ""
        for item, value, called in zip(came, right, names, strict=False):
            if isinstance(item, Tensor) and isinstance(value, int | float):
                return difference(item, value, called, tolerance, same=same)
        return f"{name}: expected {short(list(right))}, got {short(list(came))}."
    for item, value, called in zip(came, right, names, strict=True):
        found = difference(item, value, called, tolerance, same=same)
        if found:
            return found
    return ""


def _equal_items(came: Sequence[Any], right: Sequence[Any], tolerance: float, same: bool) -> bool:
    return len(came) == len(right) and not any(
        difference(item, value, "", tolerance, same=same)
        for item, value in zip(came, right, strict=True)
    )


def _is_nested(items: Sequence[Any]) -> bool:
    return any(isinstance(item, Tensor | list | tuple | dict) for item in items)


def _wrong_form(came: Any, name: str, wanted: str) -> str:
    if came is None:
        return f"{name}: nothing was returned. Is there a `return` at the end?"
    return f"{name}: expected {wanted}, got {kind(came)}."


def tensor_difference(
    name: str, came: Tensor, right: Tensor, tolerance: float, nan_equal: bool = False
) -> str:
    """Say in what a tensor differs from the right one; "" where it does not."""
    if came.shape != right.shape:
        return f"{name}: expected shape {tuple(right.shape)}, got {tuple(came.shape)}."
    if came.dtype != right.dtype:
        return f"{name}: expected numbers of type {right.dtype}, got {came.dtype}."
    if came.is_complex():
        came, right = torch.view_as_real(came), torch.view_as_real(right)
    came_exact, right_exact = came.double(), right.double()
    if not nan_equal and came_exact.isnan().any():
        return f"{name}: {came_exact.isnan().double().mean():.0%} of the numbers are NaN."
    if torch.allclose(came_exact, right_exact, rtol=tolerance, atol=tolerance, equal_nan=nan_equal):
        return ""
    return f"{name}: {_largest_difference(came, right, tolerance)}"


def _largest_difference(came: Tensor, right: Tensor, tolerance: float) -> str:
    if came.numel() <= SHOWN:
        return f"expected {short(right)}, got {short(came)}."
    came, right = came.double(), right.double()
    same = torch.isclose(came, right, rtol=tolerance, atol=tolerance)
    gap = (came - right).abs().nan_to_num(torch.inf).masked_fill(same, 0.0)
    place = tuple(int(i) for i in torch.unravel_index(gap.argmax(), gap.shape))
    return (
        f"{int((~same).sum())} of {gap.numel()} numbers differ, most at {list(place)}: "
        f"expected {right[place]:.6g}, got {came[place]:.6g}."
    )


def short(value: Any) -> str:
    """Return a value as text, in at most some hundred characters."""
    if isinstance(value, Tensor):
        text = str(_rounded(value.tolist()))
    elif isinstance(value, list | tuple | dict | float):
        text = str(_rounded(value))
    else:
        text = repr(value)
    return text if len(text) <= 400 else f"{text[:400]} ..."


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Tensor):
        return _rounded(value.tolist())
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return type(value)(map(_rounded, value)) if type(value) in (list, tuple) else value


def kind(value: Any) -> str:
    """Say in words what a value is."""
    if value is None:
        return "nothing (is there a `return` at the end?)"
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"a numpy array of shape {value.shape}"
    if isinstance(value, tuple | list | dict):
        return f"a {type(value).__name__} of {len(value)}"
    if hasattr(value, "send") and hasattr(value, "close"):
        return f"a {type(value).__name__} (is there a `yield` or an `async` in the function?)"
    return f"a value of type {type(value).__name__}"
