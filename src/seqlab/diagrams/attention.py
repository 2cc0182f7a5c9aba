"""Drawings of attention: from a decoder to its source, query-key-value, several heads, the mask."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from seqlab.diagrams.ink import INK, WIDTH, Sketch, array_of, numbers, said

MOST_ROWS = 6  # keys, heads or words that can be read from the last row


def draw_encoder_decoder(
    axes: Axes,
    source: Sequence[str],
    target: Sequence[str],
    *,
    attention: Any = None,
    shown: int | None = None,
) -> str:
    """Draw an encoder that reads, and a decoder that writes, with or without attention.

    Without attention all goes through the last state of the encoder. With attention each step of
    the decoder mixes all states of the encoder: one is as full as its weight. Then the state with
    which the decoder begins is left out.

    Args:
        axes: Where to draw, about twice as wide as high.
        source: What is read, at most 6 words.
        target: What is written, at most 6 words.
        attention: Weights (target, source), each row with the sum 1; None for a decoder without.
        shown: How many words are written; the others are faint. The weights are those of the last
            one that is shown. None means all.

    Returns:
        The alternative: what is seen, with the numbers.

    Raises:
        ValueError: There are too many words, or the weights do not fit them.
    """
    for name, words in (("source", source), ("target", target)):
        _count(name, words)
    pen = Sketch(axes, shown, stages=len(target))
    pen.stage = 0
    row = None
    if attention is not None:
        weights = _weights("attention", attention, (len(target), len(source)))
        row = list(weights[pen.shown - 1]) if pen.shown else [0.0] * len(source)
    read, written = (_places(len(words)) for words in (source, target))
    low, high = 2.25, 5.15
    pen.words([(x, 0.87) for x in read], source, WIDTH / len(source))
    for j, x in enumerate(read):
        pen.wire((x, 1.13), (x, low - 0.6), meaning="input")
        label = f"$h_{j + 1}$"
        if row is None:
            pen.box(x, low, label, "state", height=1.2)
        else:
            pen.tank(x, low, label, [row[j]], "weight", rounded=True, height=1.2)
        if j:
            pen.wire((read[j - 1] + 0.7, low), (x - 0.7, low), meaning="state", width=2)
    for k, x in enumerate(written):
        pen.stage = k + 1
        pen.box(x, high, f"$s_{k + 1}$", "state", height=1.2)
        pen.wire((x, high + 0.6), (x, 6.5), meaning="output")
        if k:
            pen.wire((written[k - 1] + 0.7, high), (x - 0.7, high), meaning="state", width=2)
        pen.words([(x, 6.75)], [target[k]], WIDTH / len(target))
    if row is None:
        pen.stage = 1
        begin, end, between = read[-1], written[0], (low + high) / 2
        corners = [(begin, between), (end, between)] if begin != end else []
        pen.wire((begin, low + 0.6), *corners, (end, high - 0.6), meaning="state", width=3)
        pen.text((begin + end) / 2, between + 0.35, f"one vector, $h_{len(read)}$")
        pen.legend("input", "state", "output")
    elif pen.shown:
        x, plus = written[pen.shown - 1], high - 1.3
        pen.stage = pen.shown
        for x_j, weight in zip(read, row, strict=True):
            if weight > 0:
                ends = ((x_j, low + 0.5), (x, plus))
                pen.wire(*ends, meaning="weight", width=0.4 + 6 * weight, arrow=False, zorder=0.5)
        pen.sign(x, plus, "+")
        pen.wire((x, plus + 0.33), (x, high - 0.6))
    if row is not None:
        pen.legend("input", "state", "output", "weight")
    return _told_of_translation(source, target[: pen.shown], row)


def _told_of_translation(
    source: Sequence[str], written: Sequence[str], weights: Sequence[float] | None
) -> str:
    told = f"An encoder reads {' '.join(source)}. "
    if not written:
        return told + "Nothing is written yet."
    so_far = f"The decoder has written {' '.join(written)}"
    if weights is None:
        return told + f"{so_far}: all that it knows is the last state, one vector."
    shares = ", ".join(f"{word} {said([w])}" for word, w in zip(source, weights, strict=True))
    return told + f"{so_far}; for the last word it looked at {shares}."


def draw_attention(
    axes: Axes,
    query: Any,
    keys: Any,
    values: Any,
    *,
    names: Sequence[str] | None = None,
    shown: int | None = None,
) -> str:
    r"""Draw how one query searches: scores, weights, and the mixture of the values.

    .. math:: s_j = q \cdot k_j / \sqrt{d}, \quad a = \mathrm{softmax}(s), \quad z = \sum_j a_j v_j

    Args:
        axes: Where to draw, about twice as wide as high.
        query: q, (d,), d at most 8.
        keys: (keys, d), at most 6 keys.
        values: (keys, d_v), d_v at most 8.
        names: Of the keys, at most 7 letters each; None for their numbers.
        shown: How many of the three stages are shown; the others are faint. None means all.

    Returns:
        The alternative: what is seen, with the numbers.

    Raises:
        ValueError: The shapes do not fit each other.
    """
    q, k, v = numbers("query", query), array_of(keys), array_of(values)
    if k.ndim != 2 or k.shape[1] != len(q):
        raise ValueError(f"keys must have the shape (keys, {len(q)}), as the query, got {k.shape}")
    if v.ndim != 2 or len(v) != len(k):
        raise ValueError(f"values must have the shape ({len(k)}, d_v), as the keys, got {v.shape}")
    names = [str(j + 1) for j in range(len(k))] if names is None else names
    _count("keys", k)
    if len(names) != len(k):
        raise ValueError(f"need a name for each of {len(k)} keys, got {len(names)}")
    scores = k @ q / math.sqrt(len(q))
    weights = _softmax(list(scores))
    z = list(weights @ v)

    pen = Sketch(axes, shown, stages=3)
    pitch = 5.3 / max(len(k), 3)
    middle, tall = 3.5, pitch * len(k) - 0.2
    rows = [middle + pitch * ((len(k) - 1) / 2 - j) for j in range(len(k))]
    box: Any = {"height": min(1.0, 0.8 * pitch), "signed": True, "rounded": True}
    pen.tank(0.85, middle, "$q$", q, "query", top=_top(q), **box | {"height": 1.0})
    pen.wire((1.55, middle), (2.1, middle), arrow=False, meaning="query")
    pen.wire((2.1, rows[0]), (2.1, rows[-1] - 0.001), arrow=False, meaning="query")
    pen.words([(3.05, y + 0.26) for y in rows], names, 1.7)
    pen.text(4.7, 6.75, "$k_j$", size=1.1)
    pen.text(6.3, 6.75, r"$q\cdot k_j/\sqrt{d}$")
    for j, y in enumerate(rows):
        pen.wire((2.1, y), (4.0, y), meaning="query")
        part = {"top": _top(k.flatten()), "written": False}
        pen.tank(4.7, y, "", numbers("keys", k[j]), "key", **part | box)
        pen.wire((5.4, y), (5.7, y), arrow=False)
        pen.text(6.32, y, said([scores[j]]))
        pen.stage = 2
        pen.wire((6.95, y), (7.35, y))
        pen.wire((8.05, y), (8.55, y))
        bar = {"height": box["height"], "width": 1.2}
        pen.tank(9.15, y, said([weights[j]]), [weights[j]], "weight", written=False, **bar)
        pen.stage = 3
        pen.text(10.0, y, "×", size=1.3)
        part = {"top": _top(v.flatten()), "written": False, "width": 1.2}
        pen.tank(10.85, y, "", numbers("values", v[j]), "value", **part | box)
        pen.wire((11.45, y), (11.85, y), arrow=False)
        pen.stage = 1
    pen.stage = 2
    pen.layer(7.7, middle, "softmax", width=0.7, height=tall)
    pen.text(9.15, 6.75, "$a_j$", size=1.1)
    pen.stage = 3
    pen.text(10.85, 6.75, "$v_j$", size=1.1)
    pen.wire((11.85, rows[0]), (11.85, rows[-1] - 0.001), arrow=False)
    pen.sign(11.85, middle, "+")
    pen.wire((12.18, middle), (12.6, middle), meaning="output")
    pen.tank(13.25, middle, "$z$", z, "output", top=_top(z), width=1.3, **box | {"height": 1.0})
    pen.legend("query", "key", "weight", "value")
    best = max(range(len(names)), key=list(weights).__getitem__)
    stages = (
        f"A query {said(q)} meets {len(k)} keys; its scores are "
        f"{', '.join(f'{n} {said([s])}' for n, s in zip(names, scores, strict=True))}.",
        f"The softmax makes weights of them: "
        f"{', '.join(f'{n} {said([a])}' for n, a in zip(names, weights, strict=True))}; "
        f"most goes to {names[best]}.",
        f"The values, mixed by these weights, are z, {said(z)}.",
    )
    return " ".join(stages[: pen.shown]) or "A query, and nothing that it has found yet."


def draw_heads(
    axes: Axes, weights: Any, tokens: Sequence[str], query: int, *, shown: int | None = None
) -> str:
    """Draw where several heads look for one token, and how their findings come together.

    Args:
        axes: Where to draw, about twice as wide as high.
        weights: (heads, tokens), what the query gives to each token; at most 6 heads.
        tokens: The sentence, at most 8 tokens.
        query: Place of the token that looks, from 0.
        shown: How many heads are shown, and at last the output; the others are faint. None means
            all.

    Returns:
        The alternative: what is seen, with the numbers.

    Raises:
        ValueError: The shapes do not fit each other, or there is no such token.
    """
    _count("tokens", tokens, 8)
    if not 0 <= query < len(tokens):
        raise ValueError(f"query is a place from 0 to {len(tokens) - 1}, got {query}")
    heads = _weights("weights", weights, (None, len(tokens)))
    _count("heads", heads)
    pen = Sketch(axes, shown, stages=len(heads) + 1)
    left, pitch, step = 1.85, 9.2 / len(tokens), 5.3 / max(len(heads), 2)
    middle, columns = 4.3, [left + pitch * (j + 0.5) for j in range(len(tokens))]
    rows = [middle + step * ((len(heads) - 1) / 2 - n) for n in range(len(heads))]
    pen.stage = 0
    asking = pen.words([(x, 1.05) for x in columns], tokens, pitch)[query]
    asking.set_bbox({"facecolor": "none", "edgecolor": INK, "pad": 2})
    size: Any = {"width": min(1.4, 0.85 * pitch), "height": min(1.3, 0.8 * step)}
    for n, y in enumerate(rows):
        pen.stage = n + 1
        pen.text(0.95, y, f"head {n + 1}")
        for x, weight in zip(columns, heads[n], strict=True):
            pen.tank(x, y, said([weight]), [weight], "weight", written=False, **size)
        pen.wire((columns[-1] + size["width"] / 2 + 0.1, y), (11.4, y))
    pen.stage = len(heads) + 1
    pen.layer(11.7, middle, "joined", width=0.6, height=max(1.8, step * len(heads) - 0.2))
    pen.wire((12.0, middle), (12.6, middle))
    pen.layer(13.2, middle, "$W_o$", width=1.2, height=0.9)
    pen.wire((13.2, middle + 0.45), (13.2, 5.5), meaning="output")
    pen.box(13.2, 5.95, "$z_t$", "output")
    pen.legend("weight", "output")
    told = [f"{len(heads)} heads look from {tokens[query]!r}."]
    for n, row in enumerate(heads[: pen.shown]):
        best = max(range(len(tokens)), key=list(row).__getitem__)
        told.append(f"Head {n + 1} looks most at {tokens[best]!r}, {said([row[best]])}.")
    if pen.shown > len(heads):
        told.append("What they find is joined, and W_o makes the output z_t of it.")
    return " ".join(told)


def draw_mask(
    axes: Axes, mask: Any, tokens: Sequence[str] | None = None, *, shown: int | None = None
) -> str:
    """Draw who may look at whom: a full square where a query may look, −∞ where it may not.

    Args:
        axes: Where to draw, about twice as wide as high.
        mask: bool, (queries, keys), at most 8 by 8: True where a query may look.
        tokens: The keys; the queries are the last of them. None for their numbers.
        shown: How many queries are shown; the others are faint. None means all.

    Returns:
        The alternative: what is seen.

    Raises:
        ValueError: The mask is no table of truth values, or does not fit the tokens.
    """
    table = array_of(mask)
    if table.ndim != 2 or not ((table == 0) | (table == 1)).all():
        raise ValueError(
            f"mask must be a table of True and False, (queries, keys), got the shape {table.shape}"
            f" and values like {said(list(table.flatten()[:3]))}"
        )
    queries, keys = table.shape
    tokens = [str(j + 1) for j in range(keys)] if tokens is None else tokens
    if len(tokens) != keys or queries > keys:
        raise ValueError(f"need a token for each of {keys} keys, got {len(tokens)}")
    for name, count in (("queries", queries), ("keys", keys)):
        _count(name, range(count), 8)
    pen = Sketch(axes, shown, stages=queries)
    left, pitch, step = 3.2, 10.6 / keys, 5.8 / max(queries, 3)
    columns = [left + pitch * (j + 0.5) for j in range(keys)]
    pen.stage = 0
    pen.text(left + 5.3, 6.95, "may look at (key)")
    pen.text(1.5, 6.35, "query")
    pen.words([(x, 6.35) for x in columns], tokens, pitch)
    for i, row in enumerate(table):
        pen.stage, y = i + 1, 5.95 - step * (i + 0.5)
        pen.words([(1.5, y)], [tokens[keys - queries + i]], 2.8)
        for x, seen in zip(columns, row, strict=True):
            label = "" if seen else "−∞"
            size = {"width": 0.92 * pitch, "height": 0.86 * step}
            pen.tank(x, y, label, [seen], "weight", written=False, **size)
    pen.stage = 0
    told = (
        f"{token!r} may look at "
        f"{', '.join(repr(t) for t, seen in zip(tokens, row, strict=True) if seen) or 'nothing'}."
        for token, row in zip(tokens[keys - queries :], table[: pen.shown], strict=False)
    )
    return " ".join(["A mask.", *told])


def _places(count: int) -> list[float]:
    """Return the middles of so many boxes, spread over the width."""
    return [WIDTH * (j + 0.5) / count for j in range(count)]


def _count(name: str, items: Any, most: int = MOST_ROWS) -> None:
    """Refuse more than can be read."""
    if not 1 <= len(items) <= most:
        raise ValueError(f"1 to {most} {name} can be drawn, got {len(items)}: take a part")


def _top(values: Any) -> float:
    """Return the value at which a box is full."""
    return max(1.0, *(abs(value) for value in values))


def _softmax(scores: list[float]) -> Any:
    powers = array_of([math.exp(score - max(scores)) for score in scores])
    return powers / powers.sum()


def _weights(name: str, value: Any, shape: tuple[int | None, int]) -> Any:
    """Return weights as an array, or refuse their shape, or rows whose sum is not 1."""
    weights = array_of(value)
    fits = weights.ndim == 2 and weights.shape[1] == shape[1]
    if not fits or (shape[0] is not None and len(weights) != shape[0]):
        wanted = "heads" if shape[0] is None else shape[0]
        raise ValueError(f"{name} must have the shape ({wanted}, {shape[1]}), got {weights.shape}")
    if not (abs(weights.sum(axis=1) - 1) < 0.01).all() or (weights < 0).any():
        raise ValueError(f"each row of {name} must have the sum 1: apply softmax to the last axis")
    return weights
