"""Several processes train as one, and one that dies costs only the steps since the checkpoint."""

import re
import shutil
from pathlib import Path

import pytest
import torch
from toy import CASES

from bench.processes import (
    largest_differences,
    launch,
    launch_on_two_nodes,
    train_alone,
    write_corpus,
)
from extras.train import loop
from seqlab.text import Batch


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus") / "corpus.jsonl")


@pytest.fixture(scope="module")
def alone(tmp_path_factory, corpus) -> Path:
    """Return where one process without torchrun leaves its weights and gradients."""
    folder = tmp_path_factory.mktemp("alone")
    train_alone(folder, corpus)
    return folder


@pytest.fixture(scope="module")
def broken(tmp_path_factory, corpus) -> Path:
    """Return what two processes leave, one of which kills itself in the last case."""
    folder = tmp_path_factory.mktemp("broken")
    finished = launch(2, folder, corpus, 13)
    assert finished.returncode != 0
    assert "another process of this training has ended" in finished.stderr
    assert (folder / "interrupted.checkpoint").exists()
    return folder


def assert_same(one: Path, other: Path, cases: list[str]) -> None:
    for case in cases:
        differences = largest_differences(one, other, case)
        assert differences["gradients"] < 1e-6, case
        assert differences["weights"] < 1e-6, case


NAMES = [case.__name__ for case in CASES]


def test_two_processes_have_the_gradients_and_the_weights_of_one(alone, broken):
    assert_same(alone, broken, NAMES[:-1])


@pytest.mark.parametrize("count", [2, 3])
def test_after_a_death_any_number_goes_on_to_the_same_weights(
    alone, broken, corpus, tmp_path, count
):
    folder = shutil.copytree(broken, tmp_path / "again")
    for case in NAMES[:-1]:
        (folder / f"{case}.pt").unlink()
    again = launch(count, folder, corpus, 13)
    assert again.returncode == 0, again.stderr
    assert 5 <= int(re.search(r"going on from step (\d+)", again.stdout)[1]) < 13
    assert_same(alone, folder, NAMES)
    assert not list(folder.glob("*.checkpoint"))


def test_two_nodes_reach_the_weights_of_one(alone, corpus, tmp_path):
    assert launch_on_two_nodes(tmp_path, corpus) == [0, 0]
    assert_same(alone, tmp_path, NAMES)


def test_the_shares_are_the_batch(monkeypatch):
    inputs = torch.arange(15).view(5, 3)
    shares = []
    for rank in (0, 1):
        monkeypatch.setattr(loop, "world", lambda rank=rank: (rank, 2))
        shares.append(loop.own_rows(Batch(inputs, inputs + 1, fresh=True)))
    assert shares[0].inputs.tolist() == inputs[::2].tolist()
    assert shares[1].targets.tolist() == (inputs + 1)[1::2].tolist()


def test_a_process_without_a_row_gets_one_that_counts_nothing(monkeypatch):
    monkeypatch.setattr(loop, "world", lambda: (1, 2))
    share = loop.own_rows(Batch(torch.ones(1, 3).long(), torch.ones(1, 3).long(), fresh=False))
    assert share.inputs.shape == (1, 3)
    assert not share.targets.any()
