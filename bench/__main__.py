"""Runs the benchmarks: ``make bench``, or a part: ``make bench ARGS="--quick --only step"``."""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import re
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Effort
from bench.table import Row, machine, markdown

PARTS = ("music", "sampling", "step", "growth", "course", "explain", "processes", "gpu")
README = ROOT / "bench" / "README.md"
RESULTS = ROOT / "bench" / "results"


def main() -> None:
    """Measure the parts, keep what came out, and write the table."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="all parts in under five minutes")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument(
        "--keep", action="store_true", help="put the result into bench/ as the last one"
    )
    options = parser.parse_args()
    effort = Effort.QUICK if options.quick else Effort.FULL
    results: dict[str, Any] = {}
    for part in options.only:
        print(f"{part} ...", flush=True)
        started = time.perf_counter()
        rows = importlib.import_module(f"bench.{part}").measure(effort)
        minutes = round((time.perf_counter() - started) / 60, 1)
        results[part] = {
            "date": str(datetime.date.today()),
            "minutes": minutes,
            "machine": machine(),
            "rows": [asdict(row) for row in rows],
        }
        print(f"{markdown(rows)}\n{part}: {minutes} min\n", flush=True)
        write(ROOT / "build" / "bench", effort, results)
        if options.keep:
            keep(effort, part, results[part])
    print(table(results))


def write(folder: Path, effort: Effort, results: dict[str, Any]) -> None:
    """Write results as JSON and as a table."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, indent=1)
    (folder / f"{effort.value}.json").write_text(text + "\n", encoding="utf-8")
    (folder / f"{effort.value}.md").write_text(table(results), encoding="utf-8")


def table(results: dict[str, Any]) -> str:
    """Return the table of all parts, with machine and dates above it."""
    rows = [Row(**row) for part in PARTS if part in results for row in results[part]["rows"]]
    machines: dict[str, list[str]] = {}
    for part in PARTS:
        if part in results:
            run = results[part]
            when = f"{part} ({run['date']}, {run['minutes']} min)"
            machines.setdefault(run["machine"], []).append(when)
    heads = [f"{name}: {', '.join(parts)}." for name, parts in machines.items()]
    return "\n\n".join([*heads, markdown(rows)])


def keep(effort: Effort, part: str, result: dict[str, Any]) -> None:
    """Put a part's result beside the kept ones, and their table into the README."""
    path = RESULTS / f"{effort.value}.json"
    results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    results[part] = result
    RESULTS.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    readme = with_text(README.read_text(encoding="utf-8"), effort.value, table(results))
    README.write_text(readme, encoding="utf-8")


def with_text(readme: str, name: str, text: str) -> str:
    """Return the README with a text between its two marks.

    Raises:
        ValueError: The marks are not there once.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    readme, found = pattern.subn(lambda _: f"{begin}\n\n{text}\n{end}", readme)
    if found != 1:
        raise ValueError(f"bench/README.md must hold {begin} and {end} once each")
    return readme


if __name__ == "__main__":
    main()
