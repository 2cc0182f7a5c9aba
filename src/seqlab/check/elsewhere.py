"""Another device than the CPU, where there is none: tensors that say they are elsewhere.

The numbers stay on the CPU. What is marked as elsewhere tells its device as "cuda", and an
operation that mixes it with what is not marked is refused, as a GPU would refuse it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

ELSEWHERE = torch.device("cuda", 0)
MIXED = (
    "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!"
)
NO_NUMPY = (
    "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host "
    "memory first."
)
_MARK = "_seqlab_elsewhere"
_READS = {Tensor.tolist, Tensor.item, Tensor.__repr__, Tensor.__len__, Tensor.__bool__}
_READS |= {Tensor.__int__, Tensor.__float__, Tensor.size, Tensor.dim, Tensor.numel}


class Elsewhere(TorchFunctionMode):
    """While this is active, marked tensors are on another device; new ones can be made there."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        kwargs = dict(kwargs or {})
        name = getattr(func, "__name__", "")
        tensors = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, Tensor)]
        marked = [is_elsewhere(tensor) for tensor in tensors]
        if func == Tensor.device.__get__:
            return ELSEWHERE if marked[0] else func(*args, **kwargs)
        if name == "numpy" and any(marked):
            raise TypeError(NO_NUMPY)
        if name in ("cpu", "cuda", "to"):
            return self._moved(func, name, args, kwargs, any(marked))
        if name in ("__setitem__", "copy_"):
            return func(*args, **kwargs)  # numbers may be copied from one device to another
        there = _is_elsewhere(kwargs.get("device"))
        if there or "device" in kwargs:
            kwargs["device"] = "cpu"
            result = func(*args, **kwargs)
            return mark(result) if there else result
        large = [m for t, m in zip(tensors, marked, strict=True) if t.dim() > 0]
        if any(marked) and not all(large) and func not in _READS and name != "__get__":
            raise RuntimeError(MIXED)
        result = func(*args, **kwargs)
        return mark(result) if any(marked) and func not in _READS else result

    def _moved(
        self,
        func: Callable[..., Any],
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        was_there: bool,
    ) -> Any:
        target = kwargs.pop("device", None)
        others = []
        for value in args[1:]:
            if isinstance(value, Tensor):
                target = ELSEWHERE if is_elsewhere(value) else torch.device("cpu")
            elif isinstance(value, torch.device) or (isinstance(value, str) and name == "to"):
                target = value
            else:
                others.append(value)
        there = was_there if target is None else _is_elsewhere(target)
        there = {"cpu": False, "cuda": True}.get(name, there)
        result = args[0].to(*others, **kwargs) if name == "to" and (others or kwargs) else args[0]
        result = result.view_as(result) if result is args[0] and there != was_there else result
        return mark(result, there)


def is_on_the_cpu(answer: Callable[..., Any]) -> bool:
    """Tell whether the answer's notebook works on the CPU, or names no device."""
    device = getattr(answer, "__globals__", {}).get("device")
    return device is None or torch.device(device).type == "cpu"


@contextmanager
def answers_device(answer: Callable[..., Any]) -> Iterator[None]:
    """Let the name ``device`` of the answer's notebook mean the other device for a while."""
    names = getattr(answer, "__globals__", {})
    before = names.get("device")
    if before is None:
        yield
        return
    names["device"] = ELSEWHERE
    try:
        yield
    finally:
        names["device"] = before


def is_elsewhere(tensor: Tensor) -> bool:
    """Tell whether a tensor is marked."""
    return getattr(tensor, _MARK, False)


def mark(value: Any, there: bool = True) -> Any:
    """Mark all tensors in a value as elsewhere, a model's among them, and return it."""
    for leaf in tree_leaves(value):
        if isinstance(leaf, nn.Module):
            for tensor in _of_module(leaf):
                setattr(tensor, _MARK, there)
        elif isinstance(leaf, Tensor):
            setattr(leaf, _MARK, there)
    return value


def _of_module(module: nn.Module) -> Iterator[Tensor]:
    yield from module.parameters()
    yield from module.buffers()


def _is_elsewhere(device: Any) -> bool:
    return device is not None and torch.device(device).type == ELSEWHERE.type
