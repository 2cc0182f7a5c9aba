"""Exercises as small as can be, to judge the judge."""

import torch

from seqlab.check import Exercise, Mistake
from seqlab.check.exercise import number, tensor, tuple_of


def run(answer, case):
    return {"y": tensor(answer(case["x"], case["w"]), "y")}


def case(generator, size):
    shape = (2, 3 + size)
    return {
        "x": torch.randn(shape, generator=generator),
        "w": torch.randn(shape[1], generator=generator),
    }


WEIGH = Exercise(
    id="9.1",
    name="weigh",
    case=case,
    run=run,
    expected=lambda case: {"y": case["x"] * case["w"]},
    mistakes=(
        Mistake("added", "Added: multiply.", lambda x, w: x + w),
        Mistake("summed", "The axis is gone: do not sum.", lambda x, w: x @ w),
        Mistake("too_long", "The shapes do not fit.", lambda x, w: x * w[:-1]),
    ),
)

MEAN = Exercise(
    id="9.2",
    name="mean",
    case=case,
    run=lambda answer, case: {"mean": number(answer(case["x"]), "mean")},
    expected=lambda case: {"mean": case["x"].double().mean()},
    mistakes=(Mistake("sum", "A sum: divide by the count.", lambda x: x.sum()),),
)


def run_pair(answer, case):
    low, high = tuple_of(answer(case["x"]), "low", "high")
    return {"low": tensor(low, "low"), "high": tensor(high, "high")}


ENDS = Exercise(
    id="9.3",
    name="ends",
    case=case,
    run=run_pair,
    expected=lambda case: {"low": case["x"].min(), "high": case["x"].max()},
    mistakes=(Mistake("swapped", "Swapped.", lambda x: (x.max(), x.min())),),
)
