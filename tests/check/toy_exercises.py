"""Exercises as small as can be, to judge the judge."""

import torch

from seqlab.check import Exercise, Mistake

WEIGHED = '''def weigh(x, w):
    """Weigh each column."""
    y = x * w
    return y
'''


def case(generator, size):
    shape = (2, 3 + size)
    return {
        "x": torch.randn(shape, generator=generator),
        "w": torch.randn(shape[1], generator=generator),
    }


def rows(generator, size):
    return {"x": case(generator, size)["x"]}


WEIGH = Exercise(
    id="9.1",
    name="weigh",
    case=case,
    expected=lambda x, w: x * w,
    mistakes=(
        Mistake("added", "Added: multiply.", edits=(("x * w", "x + w"),)),
        Mistake("summed", "The axis is gone: do not sum.", whole=lambda x, w: x @ w),
        Mistake("too_long", "The shapes do not fit.", whole="def weigh(x, w): return x * w[:-1]"),
        Mistake("positive", "Only the size counts here.", edits=(("return y", "return y.abs()"),)),
    ),
    solution=WEIGHED,
    surroundings=lambda: {"torch": torch},
    results=("y",),
    more=("Look at each column by itself.", "(1, 2) weighed by (10, 100) is (10, 200)."),
    draws=1,
)

MEAN = Exercise(
    id="9.2",
    name="mean",
    case=rows,
    expected=lambda x: x.double().mean().item(),
    mistakes=(Mistake("sum", "A sum: divide by the count.", edits=(("x.mean()", "x.sum()"),)),),
    solution="def mean(x):\n    return x.mean().item()\n",
    results=("mean",),
    draws=1,
)

ENDS = Exercise(
    id="9.3",
    name="ends",
    case=rows,
    expected=lambda x: (x.min(), x.max()),
    mistakes=(Mistake("swapped", "Swapped.", whole=lambda x: (x.max(), x.min())),),
    solution="def ends(x):\n    return x.min(), x.max()\n",
    results=("low", "high"),
    draws=1,
)
