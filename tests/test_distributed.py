"""Several processes train as one, and one that dies costs only the steps since the checkpoint."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from seqlab.distributed import Group, Share
from seqlab.text import Batch

HERE = Path(__file__).parent


def run(processes: int, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    torchrun = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    command = [*torchrun, str(HERE / "toy_shared.py"), str(folder / "weights.pt")]
    return subprocess.run(
        [sys.executable, *command, str(folder / "checkpoint"), *arguments],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=240,  # a hang is a failure
    )


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> dict[str, torch.Tensor]:
    """Return the weights that one process reaches without torchrun."""
    folder = tmp_path_factory.mktemp("alone")
    script = [str(HERE / "toy_shared.py"), str(folder / "weights.pt"), str(folder / "checkpoint")]
    subprocess.run([sys.executable, *script], check=True, timeout=240)
    return torch.load(folder / "weights.pt")


def largest_difference(weights: dict[str, torch.Tensor], folder: Path) -> float:
    found = torch.load(folder / "weights.pt")
    return max(float((found[name] - weights[name]).abs().max()) for name in weights)


@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_reach_the_weights_of_one(alone, tmp_path, processes):
    finished = run(processes, tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert largest_difference(alone, tmp_path) < 1e-6
    assert not (tmp_path / "checkpoint").exists()


def test_a_process_that_dies_ends_all_and_the_next_start_goes_on(alone, tmp_path):
    broken = run(2, tmp_path, "13")
    assert broken.returncode != 0
    assert "another process of this training has ended" in broken.stderr
    assert (tmp_path / "checkpoint").exists()
    again = run(2, tmp_path, "13")
    assert again.returncode == 0, again.stderr
    assert "going on from step 10" in again.stdout
    assert largest_difference(alone, tmp_path) < 1e-6


def test_a_checkpoint_of_more_processes_is_not_taken_up(tmp_path):
    run(2, tmp_path, "13")
    finished = run(1, tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert "on 2 processes, not on 1: starting anew" in finished.stdout


def test_the_shares_are_the_batch():
    inputs = torch.arange(15).view(5, 3)
    batches = [Batch(inputs, inputs + 1, fresh=True)]
    shares = [Share(batches, Group(rank, 2), torch.device("cpu"))[0] for rank in (0, 1)]
    assert shares[0].inputs.tolist() == inputs[::2].tolist()
    assert shares[1].targets.tolist() == (inputs + 1)[1::2].tolist()


def test_a_process_without_a_row_gets_one_that_counts_nothing():
    batches = [Batch(torch.ones(1, 3).long(), torch.ones(1, 3).long(), fresh=False)]
    share = Share(batches, Group(1, 2), torch.device("cpu"))[0]
    assert share.inputs.shape == (1, 3)
    assert not share.targets.any()
