"""How things are measured: side by side, several times, each in its share of the same minutes."""

from __future__ import annotations

import enum
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


class Effort(enum.Enum):
    """How long a run may take."""

    SMOKE = "smoke"  # seconds: does the code still run? Its figures mean nothing.
    QUICK = "quick"  # under five minutes for all parts
    FULL = "full"

    def pick(self, smoke: Any, quick: Any, full: Any) -> Any:
        """Return the value that belongs to this effort."""
        return {Effort.SMOKE: smoke, Effort.QUICK: quick, Effort.FULL: full}[self]


def alternate(
    jobs: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """Run jobs in turn, A B A B ..., so that what slows the machine slows all of them.

    Args:
        jobs: What to run, by name; warm them up first where the first run is slower.
        rounds: How often each is run.
        clock: ``time.perf_counter`` for seconds that pass, ``time.process_time`` for CPU seconds.

    Returns:
        The seconds of each round, by name.
    """
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            started = clock()
            job()
            seconds[name].append(clock() - started)
    return seconds


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def growth_exponent(sizes: list[float], costs: list[float]) -> float:
    """Return p where costs grow like size to the power p: the slope in a log-log plot.

    1 means twice the size costs twice as much, 2 means four times as much.
    """
    from math import log

    return statistics.linear_regression(list(map(log, sizes)), list(map(log, costs))).slope


def in_child(module: str, *arguments: object, threads: int = 1) -> dict[str, Any]:
    """Run ``python -m module arguments`` in a process of its own; return the JSON it prints last.

    Memory that a process has used stays with it, so each measurement of memory needs a fresh one:
    end the module's work with ``print(json.dumps(... | {"peak": peak_memory()}))``.

    Raises:
        RuntimeError: The process failed; shows the end of what it said.
    """
    finished = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": str(threads)},
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise RuntimeError(f"{module} failed:\n{finished.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return result


def peak_memory() -> int:
    """Return the most memory that this process has held so far, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux getrusage also tells what the parent held at the start
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )


@contextmanager
def threads(count: int):  # type: ignore[no-untyped-def]
    """Let torch use so many threads."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
