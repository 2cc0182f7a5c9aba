"""Writes a case as a call that can be pasted into a cell."""

from __future__ import annotations

import inspect
import io
import tokenize
from collections import defaultdict
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from seqlab.check.exercise import Answer, Case, Exercise, Made

WIDTH = 92


def call_text(exercise: Exercise, case: Case, answer: Answer | None = None) -> str:
    """Return the call of a case: import lines for what is made, then the call.

    Args:
        exercise: What was asked.
        case: The arguments.
        answer: The learner's function, whose parameter names are used where they can be read.
    """
    texts = {name: literal(value) for name, value in case.items()}
    lines = sorted({line for value in case.values() for line in _imports(value)})
    if exercise.shown is not None:
        call = exercise.shown(exercise.name, **texts)
    else:
        names = _parameters(answer, len(case)) or list(case)
        pairs = [f"{name}={text}" for name, text in zip(names, texts.values(), strict=True)]
        call = _call(exercise.name, pairs)
    return "\n".join([*lines, in_lines(call)])


def _call(name: str, pairs: list[str]) -> str:
    line = f"{name}({', '.join(pairs)})"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {pair}," for pair in pairs), ")"])


def in_lines(text: str) -> str:
    """Break each line of a program that is too long behind commas that stand in brackets."""
    commas = defaultdict(list)
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == "," and depth:
                commas[token.end[0]].append(token.end[1])
    lines = text.split("\n")
    return "\n".join(_broken(line, commas[n]) for n, line in enumerate(lines, start=1))


def _broken(line: str, commas: list[int]) -> str:
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    parts, start = [], 0
    for comma, after in pairwise([*commas, len(line)]):
        if after - start > WIDTH - len(indent) and len(line) > WIDTH:
            parts.append(line[start:comma])
            start = comma + 1  # the space behind it goes
    return f"\n{indent}".join([*parts, line[start:]])


def _parameters(answer: Answer | None, count: int) -> list[str]:
    """Return the names of an answer's parameters if it has as many as the case has arguments."""
    try:
        parameters = inspect.signature(answer).parameters.values()  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return []
    named = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    return named if len(named) == len(parameters) == count else []


def literal(value: Any) -> str:
    """Return the Python text of a value of a case."""
    if isinstance(value, Tensor):
        return _tensor_text(value)
    if isinstance(value, Made):
        pairs = [f"{name}={literal(item)}" for name, item in value.arguments.items()]
        return f"{value.make.__name__}({', '.join(pairs)})"
    if hasattr(value, "_fields"):  # a named tuple of the package
        pairs = [f"{name}={literal(item)}" for name, item in value._asdict().items()]
        return f"{type(value).__name__}({', '.join(pairs)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    return repr(value)


def _tensor_text(value: Tensor) -> str:
    numbers = str(_trimmed(value.tolist())).replace("inf", "float('inf')")
    usual = torch.tensor(value.tolist()).dtype if value.numel() else torch.float32
    kind = "" if value.dtype == usual else f", dtype={value.dtype}"
    if value.numel() == 0:
        return f"torch.zeros({tuple(value.shape)}{kind})"
    return f"torch.tensor({numbers}{kind})"


def _trimmed(value: Any) -> Any:
    """Take off the digits that a float of 32 bits only seems to have."""
    if isinstance(value, list):
        return [_trimmed(item) for item in value]
    return float(f"{value:.7g}") if isinstance(value, float) else value


def _imports(value: Any) -> list[str]:
    if isinstance(value, Made):
        inner = [line for item in value.arguments.values() for line in _imports(item)]
        return [f"from {value.make.__module__} import {value.make.__name__}", *inner]
    if hasattr(value, "_fields"):
        return [f"from {type(value).__module__} import {type(value).__name__}"]
    if isinstance(value, list | tuple):
        return [line for item in value for line in _imports(item)]
    return []
