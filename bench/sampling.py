"""Writing: characters a second beside the peer's, and what a character costs in a long text."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import matplotlib.pyplot as plt
import torch
from torch import Tensor, nn

from bench.measure import ROOT, Effort, alternate, growth_exponent, median, threads
from bench.peer import PeerModel, sample
from bench.table import Row
from seqlab.data.prepared import read_tunes
from seqlab.models import LSTMLanguageModel, TransformerLanguageModel
from seqlab.plots import label_lines
from seqlab.sampling import LanguageModel, generate
from seqlab.stored import shipped_weights
from seqlab.text import Vocabulary

PART = "sampling"
VOCABULARY = Vocabulary(map(chr, range(48, 100)))  # 52 characters, as many as the tunes have
PEERS_CHARACTERS = 83
WINDOW = 256
READS_ALL = "transformer without window"
PIECES = 10  # of a long text
FIGURE = ROOT / "bench" / "figures" / "sampling.svg"
FLAT = 1.3  # what the last characters of a long text may cost, the first being 1


class Endless(nn.Module):
    """A language model whose texts never end, so that all have the same length.

    Notes when it was asked for each token: with that, what a token costs is known to the step.

    Args:
        model: The language model.
    """

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model
        self.asked: list[float] = []  # CPU seconds

    def forward(self, tokens: Tensor, state: object | None = None) -> tuple[Tensor, object]:
        """Return the logits, with an impossible end, and the state."""
        self.asked.append(time.process_time())
        logits, state = self.model(tokens, state)
        logits[..., VOCABULARY.end] = -torch.inf
        return logits, state


def networks() -> dict[str, LanguageModel]:
    """Return our networks, untrained: what they say does not change what it costs."""
    torch.manual_seed(0)
    size = len(VOCABULARY)
    return {
        "LSTM": LSTMLanguageModel(size, 64, 384),
        READS_ALL: TransformerLanguageModel(size, 128, 4, 4),
        f"transformer, window {WINDOW}": TransformerLanguageModel(size, 128, 4, 4, window=WINDOW),
    }


def measure(effort: Effort) -> list[Row]:
    """Measure speed and growth, on one thread; the full run draws the figure."""
    with threads(1):
        rows = [*measure_speed(effort), measure_ends(effort)]
        curves = measure_curves(effort)
    if effort is Effort.FULL:
        draw(curves)
    return rows + growth_rows(curves)


def write(network: LanguageModel, count: int, length: int) -> list[float]:
    """Write texts that do not end; return when, in CPU seconds, each of their steps began."""
    endless = Endless(network)
    generate(endless, VOCABULARY, count=count, max_length=length, seed=0)
    return endless.asked


def measure_speed(effort: Effort) -> list[Row]:
    """Measure characters per CPU second, one text at a time and 256 at once."""
    lengths = {1: effort.pick(5, 200, 500), 256: effort.pick(2, 50, 200)}
    peers = effort.pick(3, 40, 100)  # characters
    start = torch.zeros(1, 1, dtype=torch.long)
    jobs: dict[str, Callable[[], object]] = {
        "peer": partial(sample, PeerModel(PEERS_CHARACTERS).eval(), start, peers)
    }
    for name, network in list(networks().items())[:2]:
        for count, length in lengths.items():
            jobs[f"batch {count}, {name}"] = partial(write, network, count, length)
            write(network, count, 2)  # warm up
    seconds = alternate(jobs, effort.pick(1, 3, 5), clock=time.process_time)
    theirs = [peers / each for each in seconds.pop("peer")]
    rows = []
    for job, measured in seconds.items():
        count = 256 if "256" in job else 1
        ours = [count * lengths[count] / each for each in measured]
        row = Row(PART, f"characters/CPU s, {job}", ours, "6.S191's loop, batch 1", theirs)
        wanted = {1: 10, 256: 100}[count]
        rows.append(replace(row, wanted=f"{wanted} times", kept=median(row.ratios) >= wanted))
    return rows


class Unselecting(nn.Module):
    """A language model that must compute on for texts that have ended.

    Args:
        model: The language model.
    """

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, tokens: Tensor, state: object | None = None) -> tuple[Tensor, object]:
        """Return the logits and the state."""
        logits, state = self.model(tokens, state)
        return logits, state


def measure_ends(effort: Effort) -> Row:
    """Write tunes that end where the trained LSTM ends them, with and without dropping them."""
    tunes = read_tunes().vocabulary
    model = LSTMLanguageModel(len(tunes), 64, 384)
    model.load_state_dict(shipped_weights("music_lstm"))
    count, length = effort.pick(2, 32, 256), effort.pick(5, 400, 1000)
    jobs = {
        name: partial(generate, each, tunes, count=count, max_length=length, seed=0)
        for name, each in (("dropped", model), ("kept", Unselecting(model)))
    }
    seconds = alternate(jobs, effort.pick(1, 3, 3), clock=time.process_time)
    what = f"CPU s for {count} tunes, LSTM: the ended ones are dropped"
    peer = "the same, computed to the end of the longest"
    return Row(PART, what, seconds["dropped"], peer, seconds["kept"], more_is_better=False)


def measure_curves(effort: Effort) -> dict[str, list[list[float]]]:
    """Return for each network what a character of one long text costs, in each round.

    The CPU seconds are medians over ``PIECES`` pieces of the text, each as long as the others.
    """
    length = effort.pick(40, 600, 10_000)
    curves: dict[str, list[list[float]]] = {name: [] for name in networks()}
    for _ in range(effort.pick(1, 3, 1)):  # each cost is a median of 1,000 steps in the full run
        for name, network in networks().items():
            curves[name].append(costs(write(network, 1, length)))
    return curves


def costs(asked: list[float]) -> list[float]:
    """Return the median seconds from one step to the next in each piece of a text."""
    steps = [after - before for before, after in pairwise(asked)]
    size = len(steps) // PIECES
    return [median(steps[i * size : (i + 1) * size]) for i in range(PIECES)]


def growth_rows(curves: dict[str, list[list[float]]]) -> list[Row]:
    """Compare the last piece of the texts with the first; say how fast the cost grows."""
    rows = []
    for name, curve in curves.items():
        first, last = [round_[0] for round_ in curve], [round_[-1] for round_ in curve]
        what = f"CPU s for a character, last {1 / PIECES:.0%} of a long text, {name}"
        row = Row(PART, what, last, f"the first {1 / PIECES:.0%}", first, more_is_better=False)
        if name != READS_ALL:
            kept = median(last) <= FLAT * median(first)
            row = replace(row, wanted=f"at most {FLAT} times the first", kept=kept)
        rows.append(row)
    middles = [i + 0.5 for i in range(PIECES)]
    powers = [growth_exponent(middles, round_) for round_ in curves[READS_ALL]]
    what = f"growth exponent of the cost of a character, {READS_ALL}"
    peer = "1: each character looks at all before it"
    kept = median(powers) <= 1.1
    return [*rows, Row(PART, what, powers, peer, wanted="at most 1.1", kept=kept)]


def draw(curves: dict[str, list[list[float]]], length: int = 10_000) -> None:
    """Draw what a character costs along the text, the median of the rounds."""
    figure, axes = plt.subplots(figsize=(7, 3.2))
    places = [(i + 0.5) * length / PIECES for i in range(PIECES)]
    for name, curve in curves.items():
        middle = [1000 * median(list(each)) for each in zip(*curve, strict=True)]
        axes.plot(places, middle, "o-", label=name)
    axes.set(title="What one more character costs", xlabel="characters before", ylim=(0, None))
    axes.set(ylabel="CPU milliseconds")
    label_lines(figure)
    FIGURE.parent.mkdir(exist_ok=True)
    figure.savefig(FIGURE, bbox_inches="tight")
    plt.close(figure)
