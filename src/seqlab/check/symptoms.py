"""What can be seen in a wrong result without knowing how it came about.

Each symptom is tried in every case in which the answer is wrong, so what is said is true; the cause
that is named beside it is the usual one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

FACTOR = (
    "All numbers of a result are {size:.4g} times what they should be. A factor or a divisor is "
    "missing, or one is too many: a mean in place of a sum, a root, a length, another base of the "
    "logarithm?"
)
CHANGING_FACTOR = (
    "All numbers of a result are too large or too small by one factor, and it changes with the "
    "case. A divisor is missing, or it is another one than asked for: which length, which axis?"
)
SIGN = "All numbers of a result have the wrong sign."
OFFSET = (
    "All numbers of a result are off by the same amount, {size:.4g}. Something is added, or left "
    "out, that does not hang on the data."
)
TRANSPOSED = "Two axes of a result have changed places."
PERMUTED = (
    "The right numbers of a result are all there, but in other places: an order is turned round, "
    "two axes are exchanged, or reshape has moved numbers where a transpose was meant."
)
AXIS_LEFT = (
    "A result has the right numbers in another shape: an axis of length 1 is left over or lost, or "
    "two axes are joined."
)
ONE_PLACE = (
    "A result is right but for {place} along axis {axis}. How does the loop or the slice begin, "
    "and how does it end?"
)
ONLY_PLACE = (
    "Only {place} of a result along axis {axis} is right. What changes from there on: is "
    "something not handed on, or is it handed on when it should not be?"
)
UNUSED = (
    "The argument `{name}` makes no difference to your result: other numbers in it give the same. "
    "Where should it come in?"
)

Pair = tuple[Tensor, Tensor]  # what came, and what is right
Symptom = Callable[[Sequence[Pair], float], str]


def symptom(pairs: Sequence[tuple[Any, Any]], tolerance: float) -> tuple[str, str]:
    """Return the name of a symptom and what to tell, or two empty texts.

    Args:
        pairs: A wrong result and the right one, for each case in which the answer is wrong.
        tolerance: Largest difference that counts as equal.
    """
    values = [_values(came, right) for came, right in pairs]
    if not all(values):
        return "", ""
    wrong = [_first_wrong(pairs_of_case, tolerance) for pairs_of_case in values]
    found = [pair for pair in wrong if pair is not None]
    if not found or len(found) < len(wrong):
        return "", ""
    for name, look in SYMPTOMS.items():
        text = look(found, tolerance)
        if text:
            return name, text
    return "", ""


def _values(came: Any, right: Any) -> list[Pair]:
    """Return the values of two results side by side, or nothing where they are of two kinds."""
    if isinstance(right, Tensor | int | float) and not isinstance(right, bool):
        if isinstance(came, Tensor | int | float) and not isinstance(came, bool):
            return [(_tensor(came), _tensor(right))]
        return []
    if isinstance(right, dict) and isinstance(came, dict) and came.keys() == right.keys():
        parts = [_values(came[key], right[key]) for key in right]
        return [pair for part in parts for pair in part]
    if isinstance(right, tuple) and isinstance(came, list | tuple) and len(came) == len(right):
        parts = [_values(one, other) for one, other in zip(came, right, strict=True)]
        return [pair for part in parts for pair in part]
    return []


def _tensor(value: Any) -> Tensor:
    tensor = value if isinstance(value, Tensor) else torch.tensor(value)
    return tensor.detach().double() if not tensor.is_complex() else tensor.abs().double()


def _first_wrong(values: Sequence[Pair], tolerance: float) -> Pair | None:
    for came, right in values:
        if came.shape != right.shape or not _close(came, right, tolerance):
            return came, right
    return None


def _close(came: Tensor, right: Tensor, tolerance: float) -> bool:
    return torch.allclose(came, right, rtol=tolerance, atol=tolerance)


def _factor(pairs: Sequence[Pair], tolerance: float) -> str:
    factors = []
    for came, right in pairs:
        if came.shape != right.shape or not came.isfinite().all() or right.abs().max() < 1e-3:
            return ""
        factor = ((came * right).sum() / right.square().sum()).item()
        enough = came.numel() > 1 or len(pairs) > 2
        if abs(factor) < 1e-6 or not enough or not _close(came, factor * right, tolerance):
            return ""
        factors.append(factor)
    size = factors[0]
    if all(abs(factor - size) <= 10 * tolerance * abs(size) for factor in factors):
        return SIGN if abs(size + 1) < 0.01 else FACTOR.format(size=size)
    return CHANGING_FACTOR if all(came.numel() > 1 for came, _ in pairs) else ""


def _offset(pairs: Sequence[Pair], tolerance: float) -> str:
    gaps = []
    for came, right in pairs:
        if came.shape != right.shape or not came.isfinite().all() or right.numel() < 2:
            return ""
        gap = came - right
        if not _close(gap, gap.mean().expand_as(gap), tolerance):
            return ""
        gaps.append(gap.mean().item())
    if any(abs(gap - gaps[0]) > 10 * tolerance for gap in gaps):
        return ""
    return OFFSET.format(size=gaps[0])


def _transposed(pairs: Sequence[Pair], tolerance: float) -> str:
    def turned(came: Tensor, right: Tensor) -> bool:
        return any(
            came.transpose(one, other).shape == right.shape
            and _close(came.transpose(one, other), right, tolerance)
            for one in range(came.dim())
            for other in range(one)
        )

    return TRANSPOSED if all(turned(came, right) for came, right in pairs) else ""


def _axis_left(pairs: Sequence[Pair], tolerance: float) -> str:
    if all(
        came.shape != right.shape
        and came.numel() == right.numel()
        and _close(came.flatten(), right.flatten(), tolerance)
        for came, right in pairs
    ):
        return AXIS_LEFT
    return ""


def _permuted(pairs: Sequence[Pair], tolerance: float) -> str:
    if all(
        came.numel() == right.numel() > 3
        and _close(came.flatten().sort().values, right.flatten().sort().values, tolerance)
        for came, right in pairs
    ):
        return PERMUTED
    return ""


def _one_place(pairs: Sequence[Pair], tolerance: float) -> str:
    common = set.intersection(*({*_places(came, right, tolerance)} for came, right in pairs))
    for axis, words, only in sorted(common):
        return (ONLY_PLACE if only else ONE_PLACE).format(place=words, axis=axis)
    return ""


def _places(came: Tensor, right: Tensor, tolerance: float) -> Iterator[tuple[int, str, bool]]:
    """Yield (axis, words, only): all but this place is right, or only this place is."""
    if came.shape != right.shape:
        return
    good = torch.isclose(came, right, rtol=tolerance, atol=tolerance)
    for axis in range(good.dim()):
        if good.shape[axis] < 3:
            continue
        by_place = good.movedim(axis, 0).flatten(1).all(dim=1) if good.dim() > 1 else good
        for place, words in ((0, "the first place"), (-1, "the last place")):
            others = by_place[1:] if place == 0 else by_place[:-1]
            if not by_place[place] and others.all():
                yield axis, words, False
            if by_place[place] and not others.any():
                yield axis, words, True


SYMPTOMS: dict[str, Symptom] = {
    "axis_left": _axis_left,
    "transposed": _transposed,
    "factor": _factor,
    "offset": _offset,
    "one_place": _one_place,
    "permuted": _permuted,
}
