import math

import pytest
import torch

from bench.gpu import measure
from bench.measure import Effort
from bench.table import markdown


def test_its_steps_run_on_any_device():
    # oneDNN has no LSTM in bfloat16 for some processors; without it torch has one for all
    with torch.backends.mkldnn.flags(enabled=False):
        rows = measure(Effort.SMOKE, device="cpu")
    assert [row.peer for row in rows] == [rows[0].peer, "float32"] * 2
    assert all(math.isfinite(ratio) for row in rows for ratio in row.ratios)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_it_says_so():
    rows = measure(Effort.SMOKE)
    assert "no GPU was at hand" in markdown(rows)
