"""Drawings of one step of a cell, which grow stage by stage: RNN, LSTM and GRU."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

from seqlab.diagrams.ink import Sketch, array_of, numbers, said, same_size


def draw_lstm_cell(
    axes: Axes, *, c: Any, f: Any, i: Any, g: Any, o: Any, shown: int | None = None
) -> str:
    r"""Draw a step of an LSTM: forget, store, update, output.

    .. math:: c_t = f_t \odot c_{t-1} + i_t \odot g_t, \quad h_t = o_t \odot \tanh(c_t)

    A gate has the colour of what it lets through. All values are numbers, or vectors of the same
    length, at most 8.

    Args:
        axes: Where to draw, about twice as wide as high.
        c: The old cell state c_{t-1}.
        f: Forget gate, 0 to 1.
        i: Input gate, 0 to 1.
        g: Candidate, -1 to 1.
        o: Output gate, 0 to 1.
        shown: How many of the four stages are shown; the others are faint. None means all.

    Returns:
        The alternative: what is seen, with the numbers.

    Raises:
        ValueError: A gate is out of its range, or the lengths differ.
    """
    c = numbers("c", c)
    f, i, o = (numbers(name, gate, 0, 1) for name, gate in (("f", f), ("i", i), ("o", o)))
    g = numbers("g", g, -1, 1)
    same_size(c=c, f=f, i=i, g=g, o=o)
    kept = [f_ * c_ for f_, c_ in zip(f, c, strict=True)]
    stored = [i_ * g_ for i_, g_ in zip(i, g, strict=True)]
    new = [a + b for a, b in zip(kept, stored, strict=True)]
    squashed = [math.tanh(c_) for c_ in new]
    h = [o_ * t for o_, t in zip(o, squashed, strict=True)]
    top = max(1.0, *map(abs, c + new))

    pen = Sketch(axes, shown, stages=4)
    path, middle, bus = 6.2, 3.1, 1.05
    state: Any = {"meaning": "state", "width": 2}
    pen.tank(0.85, path, "$c_{t-1}$", c, "state", top=top, signed=True, rounded=True)
    pen.wire((1.55, path), (2.87, path), **state)
    pen.sign(3.2, path, "×")
    pen.box(0.85, middle, "$h_{t-1}$", "state")
    pen.box(0.85, bus, "$x_t$", "input", height=0.7)
    pen.wire((1.55, middle), (2.1, middle), (2.1, bus), arrow=False, meaning="state")
    pen.wire((1.55, bus), (2.1, bus), arrow=False, meaning="input")
    pen.dot(2.1, bus)
    pen.wire((2.1, bus), (3.2, bus), (3.2, 1.6))
    _gate(pen, 3.2, "$f_t$", f, "state")
    pen.wire((3.2, 3.75), (3.2, path - 0.33))

    pen.stage = 2
    for x, label, gate in ((5.1, "$i_t$", i), (7.3, "$g_t$", g)):
        pen.wire((2.95 if gate is i else 4.85, bus), (x, bus), (x, 1.6))
        _gate(pen, x, label, gate, "input", signed=gate is g)
        pen.wire((x, 3.75), (x, 4.65), (5.87 if gate is i else 6.53, 4.65))
    pen.sign(6.2, 4.65, "×")

    pen.stage = 3
    pen.wire((3.53, path), (5.87, path), **state)
    pen.number(4.15, path + 0.4, kept)
    pen.wire((6.2, 4.98), (6.2, path - 0.33))
    pen.number(6.45, 5.35, stored)
    pen.sign(6.2, path, "+")
    pen.wire((6.53, path), (12.45, path), **state)
    pen.tank(13.15, path, "$c_t$", new, "state", top=top, signed=True, rounded=True)

    pen.stage = 4
    pen.wire((7.05, bus), (9.4, bus), (9.4, 1.6))
    _gate(pen, 9.4, "$o_t$", o, "output")
    pen.dot(11.2, path, "state")
    pen.wire((11.2, path), (11.2, 5.2), meaning="state")
    pen.layer(11.2, 4.9, "tanh")
    pen.wire((11.2, 4.6), (11.2, middle + 0.33))
    pen.number(11.45, 4.0, squashed)
    pen.wire((10.1, middle), (10.87, middle))
    pen.sign(11.2, middle, "×")
    pen.wire((11.53, middle), (12.45, middle), **state)
    pen.tank(13.15, middle, "$h_t$", h, "state", signed=True, rounded=True)
    pen.legend("input", "state", "output", "gate")
    return _told(
        "An LSTM cell.",
        pen.shown,
        f"The forget gate f_t is {said(f)} open: of the old cell state {said(c)} it keeps "
        f"{said(kept)}.",
        f"The input gate i_t is {said(i)} open: of the candidate g_t, {said(g)}, it stores "
        f"{said(stored)}.",
        f"Their sum is the new cell state c_t, {said(new)}.",
        f"The output gate o_t is {said(o)} open: of tanh(c_t), {said(squashed)}, it lets out the "
        f"new state h_t, {said(h)}.",
    )


def draw_rnn_cell(
    axes: Axes, *, x: Any, h: Any, W_xh: Any, W_hh: Any, W_hy: Any = None, shown: int | None = None
) -> str:
    r"""Draw a step of a recurrent cell: read, remember, squash, put out.

    .. math:: h_t = \tanh(W_{hh}^T h_{t-1} + W_{xh}^T x_t), \quad \hat y_t = W_{hy}^T h_t

    Args:
        axes: Where to draw, about twice as wide as high.
        x: The input x_t, a number or a vector (inputs,).
        h: The old state h_{t-1}, a number or a vector (hidden,).
        W_xh: (inputs, hidden), or a number.
        W_hh: (hidden, hidden), or a number.
        W_hy: (hidden, outputs), or a number; None where nothing is put out.
        shown: How many of the stages are shown (four, without W_hy three); the others are faint.
            None means all.

    Returns:
        The alternative: what is seen, with the numbers.

    Raises:
        ValueError: The shapes do not fit each other.
    """
    x, h = numbers("x", x), numbers("h", h)
    read = _product("x", x, "W_xh", W_xh, len(h))
    remembered = _product("h", h, "W_hh", W_hh, len(h))
    total = [a + b for a, b in zip(read, remembered, strict=True)]
    new = [math.tanh(a) for a in total]
    put = None if W_hy is None else _product("h", new, "W_hy", W_hy)

    pen = Sketch(axes, shown, stages=3 if put is None else 4)
    above, path, low = 6.1, 4.05, 1.65
    ends: Any = {"signed": True, "rounded": True}
    pen.tank(0.95, low, "$x_t$", x, "input", top=max(1.0, *map(abs, x)), **ends)
    pen.wire((1.65, low), (2.6, low), meaning="input")
    pen.layer(3.3, low, _named("$W_{xh}$", W_xh), width=1.4, height=1.1)
    pen.wire((4.0, low), (6.0, low), (6.0, path - 0.33), meaning="input")
    pen.number(4.35, low + 0.4, read)

    pen.stage = 2
    pen.tank(0.95, path, "$h_{t-1}$", h, "state", top=max(1.0, *map(abs, h)), **ends)
    pen.wire((1.65, path), (2.6, path), meaning="state", width=2)
    pen.layer(3.3, path, _named("$W_{hh}$", W_hh), width=1.4, height=1.1)
    pen.wire((4.0, path), (5.67, path), meaning="state", width=2)
    pen.number(4.35, path + 0.4, remembered)
    pen.sign(6.0, path, "+")

    pen.stage = 3
    pen.wire((6.33, path), (7.85, path))
    pen.number(6.6, path + 0.4, total)
    pen.layer(8.4, path, "tanh")
    pen.wire((8.95, path), (12.35, path), meaning="state", width=2)
    pen.tank(13.05, path, "$h_t$", new, "state", **ends)

    pen.stage = 4
    if put is not None:
        pen.dot(10.2, path, "state")
        pen.wire((10.2, path), (10.2, above - 0.55), meaning="state")
        pen.layer(10.2, above, _named("$W_{hy}$", W_hy), width=1.4, height=1.1)
        pen.wire((10.9, above), (12.35, above), meaning="output")
        top = max(1.0, *map(abs, put))
        pen.tank(13.05, above, r"$\hat y_t$", put, "output", top=top, **ends)
    pen.legend("input", "state", *([] if put is None else ["output"]))
    return _told(
        "A recurrent cell.",
        pen.shown,
        f"It reads x_t, {said(x)}: W_xh makes {said(read)} of it.",
        f"It remembers h_t−1, {said(h)}: W_hh makes {said(remembered)} of it.",
        f"The tanh of their sum, {said(total)}, is the new state h_t, {said(new)}.",
        "" if put is None else f"W_hy makes of it the output y_t, {said(put)}.",
    )


def draw_gru_cell(axes: Axes, *, h: Any, r: Any, z: Any, n: Any, shown: int | None = None) -> str:
    r"""Draw a step of a GRU: reset, candidate, update gate, new state.

    .. math:: h_t = (1 - z_t) \odot n_t + z_t \odot h_{t-1}

    as PyTorch has it: an open update gate keeps the old state. The reset gate stands behind the
    product of old state and weights. All values are numbers, or vectors of the same length, at
    most 8.

    Args:
        axes: Where to draw, about twice as wide as high.
        h: The old state h_{t-1}.
        r: Reset gate, 0 to 1.
        z: Update gate, 0 to 1.
        n: Candidate, -1 to 1.
        shown: How many of the four stages are shown; the others are faint. None means all.

    Returns:
        The alternative: what is seen, with the numbers.

    Raises:
        ValueError: A gate is out of its range, or the lengths differ.
    """
    h, n = numbers("h", h), numbers("n", n, -1, 1)
    r, z = numbers("r", r, 0, 1), numbers("z", z, 0, 1)
    same_size(h=h, r=r, z=z, n=n)
    kept = [z_ * h_ for z_, h_ in zip(z, h, strict=True)]
    written = [(1 - z_) * n_ for z_, n_ in zip(z, n, strict=True)]
    new = [a + b for a, b in zip(kept, written, strict=True)]
    top = max(1.0, *map(abs, h + new))

    pen = Sketch(axes, shown, stages=4)
    path, high, old, bus = 6.2, 4.95, 1.7, 1.05  # the wires across, from the top
    state: Any = {"meaning": "state", "width": 2}
    ends: Any = {"top": top, "signed": True, "rounded": True}
    pen.tank(0.85, path, "$h_{t-1}$", h, "state", **ends)
    pen.box(0.85, bus, "$x_t$", "input", height=0.7)
    pen.wire((1.55, path), (2.1, path), arrow=False, **state)
    pen.dot(2.1, path, "state")
    pen.wire((2.1, path), (2.1, old), (6.6, old), arrow=False, meaning="state")
    pen.wire((1.55, bus), (6.6, bus), (6.6, 2.15), meaning="input")
    pen.dot(6.6, old)
    _gate(pen, 6.6, "$r_t$", r, "state", lift=0.5)

    pen.stage = 2
    pen.wire((7.3, 3.6), (8.4, 3.6), (8.4, old + 0.33))
    pen.wire((6.6, old), (8.07, old), meaning="state")
    pen.sign(8.4, old, "×")
    pen.wire((8.73, old), (10.4, old), arrow=False, meaning="state")
    pen.wire((6.35, bus), (10.4, bus), (10.4, 2.15), meaning="input")
    pen.dot(10.4, old)
    _gate(pen, 10.4, "$n_t$", n, "input", signed=True, lift=0.5)

    pen.stage = 3
    pen.wire((3.75, bus), (4.0, bus), (4.0, 2.15), meaning="input")
    pen.dot(4.0, old)
    _gate(pen, 4.0, "$z_t$", z, "state", lift=0.5)
    pen.wire((4.0, 4.25), (4.0, path - 0.33))
    pen.wire((2.1, path), (3.67, path), **state)
    pen.sign(4.0, path, "×")

    pen.stage = 4
    pen.dot(4.0, high)
    pen.wire((4.0, high), (6.27, high))
    pen.sign(6.6, high, "1−")
    pen.wire((6.93, high), (10.07, high))
    pen.number(8.0, high + 0.4, [1 - z_ for z_ in z])
    pen.wire((10.4, 4.25), (10.4, high - 0.33))
    pen.sign(10.4, high, "×")
    pen.wire((10.4, high + 0.33), (10.4, path - 0.33))
    pen.number(10.6, 5.5, written)
    pen.wire((4.33, path), (10.07, path), **state)
    pen.number(4.9, path + 0.4, kept)
    pen.sign(10.4, path, "+")
    pen.wire((10.73, path), (12.45, path), **state)
    pen.tank(13.15, path, "$h_t$", new, "state", **ends)
    pen.legend("input", "state", "gate")
    return _told(
        "A GRU cell.",
        pen.shown,
        f"The reset gate r_t is {said(r)} open.",
        f"So much of the weighted old state goes into the candidate n_t, {said(n)}.",
        f"The update gate z_t is {said(z)} open: of the old state {said(h)} it keeps {said(kept)}.",
        f"The rest comes from the candidate, {said(written)}: the new state h_t is {said(new)}.",
    )


def _product(
    name: str, vector: list[float], matrix_name: str, matrix: Any, size: int | None = None
) -> list[float]:
    """Return the product of a vector and a matrix (len(vector), size), or refuse their shapes."""
    weights = array_of(matrix)
    if weights.ndim == 0:
        weights = weights.reshape(1, 1)
    wanted = (len(vector), size if size is not None else weights.shape[-1])
    if weights.shape != wanted:
        raise ValueError(
            f"{matrix_name} must have the shape {wanted} for {name} of size {len(vector)}, got "
            f"{weights.shape}; the weights of a torch layer are transposed, pass weight.T"
        )
    return numbers(f"{matrix_name} times {name}", vector @ weights)


def _named(label: str, weights: Any) -> str:
    """Return the name of a matrix, with its number where it has only one."""
    flat = array_of(weights).flatten()
    return f"{label}\n{said([flat[0]])}" if len(flat) == 1 else label


def _gate(
    pen: Sketch,
    x: float,
    label: str,
    values: list[float],
    meaning: str,
    signed: bool = False,
    lift: float = 0.0,
) -> None:
    """Draw a gate over its activation, at the height of all gates."""
    pen.layer(x, 1.9 + lift, "tanh" if signed else "σ")
    pen.wire((x, 2.2 + lift), (x, 2.45 + lift), arrow=False)
    pen.tank(x, 3.1 + lift, label, values, meaning, signed=signed)


def _told(title: str, shown: int, *stages: str) -> str:
    """Return the title and what is told of the stages that are shown."""
    return " ".join([title, *stages[:shown]])
