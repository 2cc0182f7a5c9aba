import json
import math

import pytest

from bench.corpus import Epoch, _flat, _time, measure_corpus, one_epoch, write_corpus
from bench.measure import Effort


def test_the_rows_have_peers_and_finite_figures():
    rows = measure_corpus(Effort.SMOKE)
    assert [row.part for row in rows] == ["growth"] * 4
    assert all(row.peer for row in rows)
    assert all(math.isfinite(value) for row in rows for value in [*row.ours, *row.ratios])
    assert [bool(row.wanted) for row in rows] == [True, True, False, False]


def test_a_corpus_is_the_tunes_so_many_times(tmp_path):
    path = write_corpus(tmp_path / "corpus.jsonl", ["A|]", "B\nC|]"], 3)
    tunes = [json.loads(line)["abc"] for line in path.read_text().splitlines()]
    assert tunes == ["A|]", "B\nC|]"] * 3


@pytest.mark.parametrize(("how", "tunes"), [("disk", 96), ("memory", 98)])
def test_an_epoch_is_all_tunes_from_disk_all_full_batches(tmp_path, how, tunes):
    path = write_corpus(tmp_path / "corpus.jsonl", ["A" * i for i in range(1, 50)], 2)
    epoch = one_epoch(how, path)
    assert epoch.tunes == tunes
    assert epoch.peak > 1e8, "torch alone takes more"


def test_a_step_that_grows_breaks_the_promise():
    def epochs(exponent: float) -> dict[int, list[Epoch]]:
        return {n: [Epoch(100 * n, float(n**exponent), 10**9)] for n in (1, 10, 100)}

    assert _time(epochs(1.0)).kept
    assert _time(epochs(1.0)).ours[0] == pytest.approx(1)
    assert not _time(epochs(1.5)).kept


def test_memory_that_grows_breaks_the_promise():
    def epochs(growth: float) -> dict[int, list[Epoch]]:
        return {1: [Epoch(100, 1.0, 10**9)], 100: [Epoch(10000, 100.0, round(growth * 10**9))]}

    assert _flat(epochs(1.05)).kept
    assert not _flat(epochs(1.2)).kept
