import json
import math
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import torch

from bench import processes
from bench.measure import Effort
from bench.processes import largest_differences, measure, same_training, write_corpus


def test_the_rows_have_peers_and_finite_figures():
    rows = measure(Effort.SMOKE)
    assert {row.part for row in rows} == {"processes"}
    assert all(row.peer for row in rows)
    assert all(math.isfinite(value) for row in rows for value in [*row.ours, *row.ratios])


def test_the_corpus_is_always_the_same(tmp_path):
    one, other = (write_corpus(tmp_path / name).read_text() for name in ("a", "b"))
    assert one == other
    assert all(json.loads(line)["abc"].endswith("|]") for line in one.splitlines())


def leave(folder: Path, case: str, weight: float, steps: int = 3) -> None:
    """Write what a training leaves behind; only the last gradient depends on the weight."""
    gradients = torch.arange(3.0)[-steps:, None].repeat(1, 4)
    gradients[-1, 2] += weight
    kept = {"weights": {"w": torch.full((2,), weight)}, "gradients": gradients}
    torch.save(kept, folder / f"{case}.pt")


def test_differences_are_the_largest_and_of_the_steps_that_both_have(tmp_path):
    for name, weight, steps in [("one", 1.0, 3), ("other", 1.5, 2)]:
        (tmp_path / name).mkdir()
        leave(tmp_path / name, "case", weight, steps)
    found = largest_differences(tmp_path / "one", tmp_path / "other", "case")
    assert found == {"gradients": 0.5, "weights": 0.5}


@pytest.mark.parametrize(("weight", "kept"), [(1.0, True), (1.1, False)])
def test_other_weights_break_the_promise(tmp_path, monkeypatch, weight, kept):
    cases = ("lstm", "transformer", "interrupted")

    def pretended_launch(count, folder, corpus, last_step):
        again = (folder / "died").exists()
        (folder / "died").touch()
        for case in cases:
            leave(folder, case, weight)
        said = ("going on from step 10", "") if again else ("", "another process of this training")
        return CompletedProcess([], 0 if again else 1, said[0], f"{said[1]} has ended")

    def alone(folder, corpus):
        for case in cases:
            leave(folder, case, 1.0)

    monkeypatch.setattr(processes, "launch", pretended_launch)
    monkeypatch.setattr(processes, "train_alone", alone)
    *differences, death = same_training(tmp_path, tmp_path / "corpus", rounds=2)
    assert [row.kept for row in differences] == [kept] * 5
    assert death.kept
    assert all(len(row.ours) == 2 for row in [*differences, death])
