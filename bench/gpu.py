"""On a GPU, where there is one: a training step beside the card's limit, and what speeds it up."""

from __future__ import annotations

import time
from collections.abc import Callable

import torch

from bench.measure import Effort, alternate, median
from bench.step import Product, lstm_products, transformer_products
from bench.table import Row
from course.recipes import lab5, music
from course.recipes.tunes import training_step
from seqlab.text import Batch, Vocabulary

PART = "gpu"
VOCABULARY = Vocabulary(map(chr, range(ord("A"), ord("A") + 60)))  # with the bar line |


def measure(effort: Effort, device: str | None = None) -> list[Row]:
    """Measure the LSTM of Lab 5 and the transformer of notebook 11; without a GPU, say so.

    Args:
        effort: How long it may take.
        device: Where to train; None for the GPU.
    """
    if device is None and not torch.cuda.is_available():
        return [Row(PART, "not measured: no GPU was at hand", [], "the card's limit")]
    where = torch.device(device or "cuda")
    batch, length = effort.pick((2, 20), (64, 512), (256, 512))
    rounds, side = effort.pick(1, 3, 7), effort.pick(128, 8192, 8192)
    limit = operations_per_second(where, side, rounds)
    rows = []
    for name, products in (
        ("LSTM", lstm_products(batch, length, len(VOCABULARY))),
        ("transformer", transformer_products(batch, length, len(VOCABULARY))),
    ):
        jobs = steps(name, where, batch, length, compiled=effort is not Effort.SMOKE)
        rows += rows_of(name, jobs, products, limit, batch * length, rounds)
    return rows


def rows_of(
    name: str,
    jobs: dict[str, Callable[[], None]],
    products: list[Product],
    fastest: float,
    tokens: int,
    rounds: int,
) -> list[Row]:
    """Compare a network's step with the limit, and each way to speed it up with the plain one.

    Args:
        name: Which network.
        jobs: Its steps, by the way they are made.
        products: The matrix products of a step.
        fastest: Multiplications and additions that the card makes in a second.
        tokens: Tokens of a step.
        rounds: How often each is run.
    """
    alternate(jobs, 2)  # compilation and caches
    speeds = {way: [tokens / s for s in taken] for way, taken in alternate(jobs, rounds).items()}
    possible = tokens * fastest / sum(product.operations for product in products)
    what = f"training tokens/s on the GPU, {name}"
    limit = "its matrix products at the card's speed"
    return [Row(PART, what, speeds["float32"], limit, [possible] * rounds)] + [
        Row(PART, f"{what}, {way}", speeds[way], "float32", speeds["float32"])
        for way in jobs
        if way != "float32"
    ]


def steps(
    name: str, where: torch.device, batch: int, length: int, compiled: bool
) -> dict[str, Callable[[], None]]:
    """Return training steps of a network, plain and in mixed precision, and compiled or not."""
    torch.manual_seed(0)
    ids = torch.randint(3, len(VOCABULARY), (batch, length + 1))  # (batch, time + 1)
    window = Batch(ids[:, :-1], ids[:, 1:], fresh=True).to(where)

    def step_of(mixed: bool, compile_it: bool) -> Callable[[], None]:
        recipe = lab5.Attempt("LSTM") if name == "LSTM" else music.Attempt("transformer")
        model = recipe.build(VOCABULARY).to(where)
        optimizer = torch.optim.AdamW(model.parameters())
        if compile_it:
            model.compile()

        def step() -> None:
            with torch.autocast(where.type, torch.bfloat16, enabled=mixed):
                training_step(model, optimizer, window, None)
            wait(where)

        return step

    made = {"float32": step_of(False, False), "mixed precision (bfloat16)": step_of(True, False)}
    if compiled:
        made["torch.compile"] = step_of(False, True)
        made["both"] = step_of(True, True)
    return made


def operations_per_second(where: torch.device, side: int, rounds: int) -> float:
    """Return the speed of a large square product in float32: multiplications and additions."""
    a = torch.randn(side, side, device=where)
    a @ a
    wait(where)
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        a @ a
        wait(where)
        seconds.append(time.perf_counter() - started)
    return 2 * side**3 / median(seconds)


def wait(where: torch.device) -> None:
    """Wait until the device has done what it was told."""
    if where.type == "cuda":
        torch.cuda.synchronize()
