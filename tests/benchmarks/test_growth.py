"""The part about growth: its rows, and the logic behind them."""

import math

import pytest

from bench import growth
from bench.measure import Effort
from bench.table import Row


def test_every_row_names_its_peer_and_compares(monkeypatch):
    corpus = Row("growth", "corpus", [1.0], "budget", wanted="at most 2", kept=True)
    monkeypatch.setattr(growth, "measure_corpus", lambda effort: [corpus])
    rows = growth.measure(Effort.SMOKE)
    assert len(rows) == 2 * len(growth.METHODS) + 2
    assert rows[-1] == corpus
    assert {row.part for row in rows} == {"growth"}
    assert all(row.peer and row.wanted and row.kept is not None for row in rows)
    assert all(math.isfinite(ratio) for row in rows for ratio in row.ratios)


@pytest.mark.parametrize(("power", "kept"), [(1.0, True), (1.2, True), (1.3, False), (2.0, False)])
def test_no_step_may_grow_faster_than_it_must(power, kept):
    sizes = [100, 200, 400]
    row = growth.growth_row("time", sizes, [[size**power for size in sizes]], must=1)
    assert row.ours == [pytest.approx(power)]
    assert row.kept is kept
