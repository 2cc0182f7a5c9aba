"""What importing and setting up costs and does."""

import os
import random
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

import seqlab
from seqlab import progress

HEAVY = ("torch", "matplotlib", "datasets", "ipywidgets", "IPython", "verovio")


def imported_by(statement: str) -> set[str]:
    """Return the heavy packages that a statement brings into a fresh Python."""
    code = f"{statement}; import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    return set(loaded.decode().split()) & set(HEAVY)


def test_importing_seqlab_loads_nothing_heavy_and_few_modules():
    assert imported_by("import seqlab") == set()
    code = "import sys; before = len(sys.modules); import seqlab; print(len(sys.modules) - before)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert int(said) < 40  # what it costs in seconds is measured in bench/


@pytest.mark.parametrize("module", ["music", "music.abc", "music.validity", "music.measure"])
def test_music_needs_no_torch(module):
    assert "torch" not in imported_by(f"import seqlab.{module}")


@pytest.mark.skipif(sys.platform != "linux", reason="the threads of other systems are not GNU's")
@pytest.mark.parametrize("program", ["import seqlab; seqlab.setup()", "import seqlab.training"])
def test_threads_that_wait_do_not_spin(program):
    """Torch's OpenMP says on loading how it was told to wait."""
    env = {k: v for k, v in os.environ.items() if k not in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")}
    said = subprocess.run(
        [sys.executable, "-c", program],
        env=env | {"OMP_DISPLAY_ENV": "VERBOSE"},
        capture_output=True,
        check=True,
        text=True,
    ).stderr
    assert "GOMP_SPINCOUNT = '0'" in said


def draws() -> list[float]:
    return [random.random(), float(np.random.rand()), float(torch.rand(()))]


def test_setup_seeds_every_generator():
    with plt.rc_context():
        seqlab.setup(seed=3)
        first = draws()
        seqlab.setup(seed=3)
        assert draws() == first
        seqlab.setup(seed=4)
        assert all(a != b for a, b in zip(first, draws(), strict=True))


def test_setup_sets_the_style_of_the_figures():
    with plt.rc_context():
        seqlab.setup()
        assert plt.rcParams["image.cmap"] == "cividis"


def test_setup_is_told_which_notebook_runs():
    with plt.rc_context():
        seqlab.setup(part="07_lstm")
        assert progress.current_part() == "07_lstm"
        seqlab.setup()
        assert progress.current_part() == ""


def test_the_device_is_one_that_torch_can_use():
    assert torch.zeros(1, device=seqlab.device()).item() == 0.0
