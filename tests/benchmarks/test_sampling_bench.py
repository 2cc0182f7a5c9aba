"""The part about writing: its rows, and the logic behind them."""

import math

import pytest
import torch

from bench.measure import Effort
from bench.sampling import PIECES, READS_ALL, VOCABULARY, Endless, costs, growth_rows, measure
from bench.sampling import write as write_endlessly
from seqlab.models import LSTMLanguageModel


def test_every_row_names_its_peer_and_compares():
    rows = measure(Effort.SMOKE)
    assert {row.part for row in rows} == {"sampling"}
    assert all(row.peer for row in rows)
    assert all(math.isfinite(ratio) for row in rows for ratio in row.ratios)
    assert [row.wanted for row in rows[:4]] == ["10 times", "100 times"] * 2


def test_a_text_never_ends_and_each_step_is_noted():
    torch.manual_seed(0)
    model = LSTMLanguageModel(len(VOCABULARY), 4, 8)
    with torch.no_grad():
        model.linear.bias[VOCABULARY.end] = 100.0  # would end at once
    assert len(write_endlessly(model, 2, 7)) == 7
    assert Endless(model)(torch.tensor([[1]]))[0][0, 0, VOCABULARY.end] == -torch.inf


def test_the_cost_of_each_piece_is_its_median_step():
    steps = [float(1 + i // 3) for i in range(3 * PIECES)]
    steps[1] = 100.0  # one interruption changes nothing
    asked = [sum(steps[:i]) for i in range(len(steps) + 1)]
    assert costs(asked) == pytest.approx([1.0 + i for i in range(PIECES)])


def test_a_flat_cost_keeps_the_promise_and_a_growing_one_does_not():
    growing = [1.0 + i for i in range(PIECES)]
    rows = growth_rows({"flat": [[1.0] * PIECES], "growing": [growing], READS_ALL: [growing]})
    assert [row.kept for row in rows] == [True, False, None, True]
    assert rows[1].ratios == [1 / PIECES]
    square = [(i + 0.5) ** 2 for i in range(PIECES)]
    assert growth_rows({READS_ALL: [square]})[-1].kept is False
