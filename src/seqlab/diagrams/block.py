"""A drawing of the transformer block: what each part adds to the residual stream."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes

from seqlab.diagrams.ink import Sketch, array_of, said


def draw_transformer_block(axes: Axes, x: Any, y: Any, z: Any, *, shown: int | None = None) -> str:
    r"""Draw a block with its residual stream: look, add, think, add.

    .. math:: y = x + \mathrm{Attention}(\mathrm{Norm}(x)), \quad
              z = y + \mathrm{MLP}(\mathrm{Norm}(y))

    The stream is as wide as its vectors are long; the numbers are lengths.

    Args:
        axes: Where to draw, about twice as wide as high.
        x: What comes in, (features,), or (time, features) for the mean of the lengths.
        y: What stands in the stream after the attention, of the same shape.
        z: What goes out, of the same shape.
        shown: How many of the four stages are shown; the others are faint. None means all.

    Returns:
        The alternative: what is seen, with the numbers.

    Raises:
        ValueError: The shapes differ, or are none of these.
    """
    vectors = [array_of(vector) for vector in (x, y, z)]
    shapes = [vector.shape for vector in vectors]
    if len(set(shapes)) > 1 or vectors[0].ndim not in (1, 2):
        raise ValueError(
            "x, y and z must have the same shape, (features,) or (time, features), got "
            + ", ".join(map(str, shapes))
        )
    lengths = [_length(vector) for vector in vectors]
    added = [_length(after - before) for before, after in pairwise(vectors)]
    top = max(*lengths, *added) or 1.0

    pen = Sketch(axes, shown, stages=4)
    stream, row = 6.0, 1.75
    wide = [1 + 5 * length / top for length in lengths]
    box: Any = {"meaning": "state", "top": top, "rounded": True}
    pen.tank(0.85, stream, "$x$", [lengths[0]], **box)
    parts = ((1.55, "Attention", "$y$"), (7.65, "MLP", "$z$"))
    for n, (start, name, result) in enumerate(parts):
        pen.stage = 2 * n + 1
        fork, plus = start + 0.65, start + 3.6
        pen.wire((start, stream), (plus - 0.33, stream), meaning="state", width=wide[n])
        pen.wire((fork, stream - 0.02 * wide[n]), (fork, 4.35))
        pen.layer(fork, 4.0, "Norm", width=1.3, height=0.7)
        pen.wire((fork, 3.65), (fork, row), (fork + 0.45, row))
        pen.layer(fork + 1.5, row, name, width=2.1, height=1.1)
        pen.stage += 1
        pen.wire((fork + 2.55, row), (plus, row), (plus, stream - 0.33))
        pen.number(plus + 0.2, 4.0, [added[n]])
        pen.sign(plus, stream, "+")
        end = (6.25, 12.45)[n]
        pen.wire((plus + 0.33, stream), (end, stream), meaning="state", width=wide[n + 1])
        pen.tank(end + 0.7, stream, result, [lengths[n + 1]], **box)
    pen.text(7, 0.31, "width and number: length of the vector", alpha=1)
    stages = (
        f"The stream x is {said(lengths[:1])} long; the attention reads it behind a norm.",
        f"What the attention adds is {said(added[:1])} long, and the sum y {said(lengths[1:2])}.",
        "The MLP reads y behind a norm.",
        f"What it adds is {said(added[1:])} long, and the sum z {said(lengths[2:])}.",
    )
    return " ".join(["A transformer block.", *stages[: pen.shown]])


def _length(vectors: Any) -> float:
    """Return the length of a vector, or the mean length of the rows."""
    return float(((vectors**2).sum(axis=-1) ** 0.5).mean())
