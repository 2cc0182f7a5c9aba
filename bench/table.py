"""The table: one row for each promise, with its peer, the spread, and whether it is kept."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        part: the part of the benchmarks, such as "sampling".
        what: what was measured, with its unit: "characters/s, batch 1, LSTM".
        ours: what was measured for this project.
        peer: the name of what it is compared with: another program, a limit or a budget.
        theirs: the same measure for the peer, taken in turn with ours; empty for a budget.
        wanted: what is promised in words, empty if nothing is.
        kept: whether the promise is kept; None where nothing is promised.
        more_is_better: which way the ratio is taken, so that above 1 always means better.
    """

    part: str
    what: str
    ours: Sequence[float]
    peer: str
    theirs: Sequence[float] = field(default_factory=tuple)
    wanted: str = ""
    kept: bool | None = None
    more_is_better: bool = True

    @property
    def ratios(self) -> list[float]:
        """How many times better ours is than the peer, in each round."""
        pairs = zip(self.ours, self.theirs, strict=True) if self.theirs else ()
        return [a / b if self.more_is_better else b / a for a, b in pairs]


def number(value: float) -> str:
    """Write a number with three digits that mean something: 0.123, 12.3, 1,230."""
    if value == 0 or value != value:
        return f"{value:g}"
    size = abs(value)
    if size >= 100:
        rounded = float(f"{value:.3g}")
        return f"{rounded:,.0f}"
    return f"{value:.3g}"


def spread(values: Sequence[float], unit: str = "") -> str:
    """Write the median, and the lowest and highest value where they differ."""
    if not values:
        return ""
    middle = number(statistics.median(values)) + unit
    low, high = number(min(values)), number(max(values))
    return middle if low == high else f"{middle} ({low} to {high})"


def markdown(rows: Sequence[Row]) -> str:
    """Write the rows as one Markdown table."""
    lines = [
        "| part | measured | ours | peer | peer's | ours to peer's | promised | kept |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        kept = "" if row.kept is None else ("yes" if row.kept else "**no**")
        cells = (row.part, row.what, spread(row.ours), row.peer, spread(row.theirs))
        lines.append("| " + " | ".join((*cells, spread(row.ratios, "×"), row.wanted, kept)) + " |")
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Say in one line what the figures were taken on."""
    import os

    import torch

    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "numpy", "datasets"))
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"
    return (
        f"{_processor()}, {os.cpu_count()} cores, {gpu}; "
        f"Python {platform.python_version()}, {packages}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
