"""How time and memory grow with the sequence and with the width, beside how they must grow.

As ``python -m bench.growth METHOD LENGTH ...`` it makes a step forward and back at each length,
from short to long, in a process of its own, and prints the most memory held up to each.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from matplotlib.ticker import NullLocator
from torch import Tensor, nn

from bench.corpus import measure_corpus
from bench.measure import (
    ROOT,
    Effort,
    alternate,
    growth_exponent,
    in_child,
    median,
    peak_memory,
    threads,
)
from bench.table import Row
from seqlab.models.attention import attention

PART = "growth"
FIGURE = ROOT / "bench" / "figures" / "growth.svg"
BATCH, FEATURES, HEADS = 8, 128, 4  # of what grows with the sequence
ROWS, STEPS = 32, 8  # of the LSTM that grows with its width
SLACK = 0.25  # how much a measured exponent may lie above what must be
Measured = dict[str, tuple[list[int], list[list[float]]]]  # sizes, and their costs by round


def loop_by_hand(length: int) -> None:
    """One step of an RNN as the lectures write it: h = tanh(x W_xh + h W_hh), loss and gradient."""
    x = torch.randn(length, BATCH, FEATURES)
    W_xh, W_hh = (nn.Parameter(torch.randn(FEATURES, FEATURES) / FEATURES**0.5) for _ in range(2))
    h, states = torch.zeros(BATCH, FEATURES), []
    for x_t in x:
        h = torch.tanh(x_t @ W_xh + h @ W_hh)
        states.append(h)
    torch.stack(states).sum().backward()


def fused_rnn(length: int) -> None:
    """The same by ``nn.RNN``."""
    rnn = nn.RNN(FEATURES, FEATURES)
    rnn(torch.randn(length, BATCH, FEATURES))[0].sum().backward()


def attend(function: Callable[[Tensor, Tensor, Tensor], Tensor], length: int) -> None:
    """Attention of each step to all others, forward and back."""
    shape = (BATCH, HEADS, length, FEATURES // HEADS)
    query, key, value = (torch.randn(shape, requires_grad=True) for _ in range(3))
    function(query, key, value).sum().backward()


def by_formula(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Return the output of the course's formula, which keeps all weights."""
    return attention(query, key, value)[0]


METHODS: dict[str, Callable[[int], None]] = {
    "RNN, loop by hand": loop_by_hand,
    "nn.RNN": fused_rnn,
    "attention, formula": partial(attend, by_formula),
    "attention, fused": partial(attend, F.scaled_dot_product_attention),
}
MUST = {  # exponents of time and of memory in the length of the sequence
    "RNN, loop by hand": (1, 1),
    "nn.RNN": (1, 1),
    "attention, formula": (2, 2),
    "attention, fused": (2, 1),
}


def measure(effort: Effort) -> list[Row]:
    """Measure time and memory by length, time by width, and the corpus."""
    rounds = effort.pick(1, 3, 5)
    with threads(1):
        by_time = time_by_length(effort, rounds)
        by_width = time_by_width(effort, rounds)
    by_memory = memory_by_length(effort)
    rows = [
        *(growth_row(f"time by length, {name}", *by_time[name], MUST[name][0]) for name in METHODS),
        *(
            growth_row(f"memory by length, {name}", *by_memory[name], MUST[name][1])
            for name in METHODS
        ),
        growth_row("time by width, LSTM", *by_width, 2),
    ]
    if effort is Effort.FULL:
        draw(by_time, by_memory)
    return rows + measure_corpus(effort)


def growth_row(what: str, sizes: list[int], costs: list[list[float]], must: int) -> Row:
    """Return the exponents of all rounds beside the one that must be.

    Args:
        what: What grows, and with what.
        sizes: The sizes.
        costs: One list of costs for each round, in the order of the sizes.
        must: The exponent that cannot be avoided.
    """
    exponents = [growth_exponent(list(map(float, sizes)), round_) for round_ in costs]
    return Row(
        PART,
        f"exponent of {what} ({sizes[0]:,} to {sizes[-1]:,})",
        exponents,
        "what must be",
        [float(must)] * len(exponents),
        f"at most {must + SLACK:g}",
        median(exponents) <= must + SLACK,
        more_is_better=False,
    )


def costs_by_round(seconds: dict[str, list[float]]) -> list[list[float]]:
    """Turn the seconds of each size into one list for each round."""
    return [list(costs) for costs in zip(*seconds.values(), strict=True)]


def time_by_length(effort: Effort, rounds: int) -> Measured:
    """Return the seconds of each method at each length."""
    measured = {}
    for name, method in METHODS.items():
        sizes = lengths(name, effort)
        jobs = {str(size): partial(method, size) for size in sizes}
        alternate(jobs, 1)  # to warm up
        measured[name] = sizes, costs_by_round(alternate(jobs, rounds, clock=time.process_time))
    return measured


def lengths(name: str, effort: Effort) -> list[int]:
    """Return the lengths to measure a method at: long enough that nothing else counts."""
    if name.startswith("attention"):
        return effort.pick([128, 256], [256, 512, 1024], [256, 512, 1024, 2048])
    return effort.pick([250, 500], [500, 1000, 2000], [500, 1000, 2000, 4000])


def time_by_width(effort: Effort, rounds: int) -> tuple[list[int], list[list[float]]]:
    """Return the seconds of an LSTM's step at each width: its products are width by width.

    What else a step does counts at small widths, so the exponent is that of the larger ones.
    """
    sizes = effort.pick([128, 256], [256, 512, 1024], [256, 512, 1024])
    jobs = {str(size): lstm_of(size) for size in sizes}
    alternate(jobs, 1)
    return sizes, costs_by_round(alternate(jobs, rounds, clock=time.process_time))


def lstm_of(width: int) -> Callable[[], None]:
    """Return one step, forward and back, of an LSTM so wide."""
    lstm, x = nn.LSTM(width, width), torch.randn(STEPS, ROWS, width)
    return lambda: lstm(x)[0].sum().backward()


def memory_by_length(effort: Effort) -> Measured:
    """Return the bytes that each method takes beyond what the program takes without it."""
    measured = {}
    for name in METHODS:
        sizes = lengths(name, effort)
        measured[name] = sizes, [in_child("bench.growth", name, *sizes)["bytes"]]
    return measured


def taken(method: Callable[[int], None], sizes: list[int]) -> list[int]:
    """Return the bytes that a method takes at each length, from short to long."""
    method(8)  # what torch loads when it is first used is no memory of the method
    before = peak_memory()
    peaks = []
    for size in sizes:
        method(size)
        peaks.append(peak_memory())
    return [peak - before for peak in peaks]


def draw(by_time: Measured, by_memory: Measured) -> None:
    """Draw time and memory against length, both logarithmic, with the exponents."""
    figure, panels = plt.subplots(1, 2, figsize=(11, 3.6), layout="constrained")
    titles = ("CPU seconds of a step", "Memory of a step in megabytes")
    for axes, title, measured, unit in zip(
        panels, titles, (by_time, by_memory), (1, 1e6), strict=True
    ):
        for name, (sizes, costs) in measured.items():
            middle = [median(list(each)) / unit for each in zip(*costs, strict=True)]
            slope = growth_exponent(list(map(float, sizes)), middle)
            axes.loglog(sizes, middle, "o-", label=f"{name}: {slope:.1f}")
        axes.set(title=title, xlabel="time steps")
        axes.set_xticks([250, 500, 1000, 2000, 4000], ["250", "500", "1,000", "2,000", "4,000"])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.legend(title="exponent", loc="upper left", bbox_to_anchor=(1, 1))
    FIGURE.parent.mkdir(exist_ok=True)
    figure.savefig(FIGURE, bbox_inches="tight")
    plt.close(figure)


if __name__ == "__main__":
    bytes_taken = taken(METHODS[sys.argv[1]], list(map(int, sys.argv[2:])))
    print(json.dumps({"bytes": bytes_taken}))
