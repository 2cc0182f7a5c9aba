"""The part about a training step: its rows, and that no product is forgotten."""

import math
import subprocess
import sys

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from bench.measure import Effort
from bench.step import Product, lstm_products, measure, transformer_products, with_promise
from bench.table import Row
from seqlab.models import LSTMLanguageModel, TransformerLanguageModel

BATCH, TIME, VOCAB = 2, 6, 11


def test_every_row_names_its_peer_and_compares():
    rows = measure(Effort.SMOKE)
    assert {row.part for row in rows} == {"step"}
    assert all(row.peer and row.wanted and row.kept is not None for row in rows)
    assert all(math.isfinite(ratio) for row in rows for ratio in row.ratios)
    assert [row.peer for row in rows[:2]] == ["its loop", "the matrix products of the step alone"]
    assert rows[-1].peer == "budget"


def counted(model: torch.nn.Module, *operations: str) -> int:
    """Return the multiplications and additions of a step forward and back, as torch counts them."""
    tokens = torch.zeros(BATCH, TIME, dtype=torch.long)
    with FlopCounterMode(display=False) as counter, torch.backends.mkldnn.flags(enabled=False):
        model(tokens)[0].sum().backward()
    counts = counter.get_flop_counts()["Global"]
    return sum(count for name, count in counts.items() if str(name) in operations)


def test_the_products_of_the_lstm_are_those_that_torch_counts():
    model = LSTMLanguageModel(VOCAB, 8, 16)
    products = lstm_products(BATCH, TIME, VOCAB, embedding=8, hidden=16)
    of_the_start = 2 * BATCH * 16 * 4 * 16  # the state at the start has no gradient
    operations = sum(p.operations for p in products)
    assert operations - of_the_start == counted(model, "aten.mm", "aten.addmm")


def test_the_products_of_the_transformer_are_those_that_torch_counts():
    model = TransformerLanguageModel(VOCAB, 16, num_heads=2, num_layers=2)
    products = transformer_products(BATCH, TIME, VOCAB, size=16, layers=2, heads=2)
    outside = [p for p in products if p.stacked == 1]  # those of the attention are in its kernel
    assert sum(p.operations for p in outside) == counted(model, "aten.mm", "aten.addmm")


@pytest.mark.parametrize("product", [Product(2, 3, 4, steps=5), Product(2, 3, 4, stacked=6)])
def test_a_product_makes_as_many_operations_as_it_says(product):
    run = product.job()
    with FlopCounterMode(display=False) as counter:
        run()
    assert counter.get_total_flops() == product.operations


def test_a_promise_is_kept_by_the_median():
    row = Row("p", "w", [1.0, 9.0, 9.0], "peer", [3.0, 3.0, 3.0])
    assert with_promise(row, 3.0).kept
    assert not with_promise(row, 3.1).kept


def test_reading_the_module_loads_no_torch():
    """What comes first, torch or seqlab, is settled by the process that trains."""
    code = "import sys, bench.step; print('torch' in sys.modules, 'seqlab' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert said.decode().split() == ["False", "False"]
