"""The course against its budgets: imports, set-up, every notebook, every check.

``python -m bench.course NOTEBOOK`` runs one notebook in a kernel and says what it took.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measure import ROOT, Effort, alternate, in_child, median
from bench.table import Row, number

if TYPE_CHECKING:
    from seqlab.check import Exercise
    from seqlab.check.exercise import Answer

PART = "course"

IMPORT_SECONDS = 0.1
SETUP_MINUTES = 10
CHECK_SECONDS = 2
MEMORY_GB = 2
LONG_LECTURES = ("07", "08", "10", "11")
QUICK_NOTEBOOKS = ("12_summary", "03_recurrence")
CORES = 2  # the budgets are for two

FIRST_CELLS = (
    "import seqlab; seqlab.setup(seed=0); import torch; "
    "from seqlab.check import checker; checker('lab1')"
)
Job = Callable[[], object]


def measure(effort: Effort) -> list[Row]:
    """Measure the course against its budgets."""
    stored = notebooks()
    chosen = effort.pick([], [stored[name] for name in QUICK_NOTEBOOKS], stored.values())
    return [
        *import_rows(effort),
        *([setup_row()] if effort is Effort.FULL else []),
        *map(notebook_row, chosen),
        *check_rows(effort),
    ]


# Imports -----------------------------------------------------------------------------------------


def import_rows(effort: Effort) -> list[Row]:
    """Time imports in fresh processes: of seqlab, of torch, and a learner's first cells."""
    statements = {"seqlab": "import seqlab", "torch": "import torch", "cells": FIRST_CELLS}
    if effort is Effort.SMOKE:
        statements = {"seqlab": "import seqlab"}
    seconds: dict[str, list[float]] = {name: [] for name in statements}
    for _ in range(effort.pick(1, 3, 7)):
        for name, statement in statements.items():
            seconds[name].append(import_seconds(statement))
    ours = seconds["seqlab"]
    rows = [
        Row(
            PART,
            "`import seqlab`: seconds",
            ours,
            "budget",
            wanted=f"at most {IMPORT_SECONDS} s",
            kept=median(ours) <= IMPORT_SECONDS,
            more_is_better=False,
        )
    ]
    if "torch" in seconds:
        what = "a learner's first cells (seqlab.setup, torch, checks): seconds"
        times = seconds["cells"], "`import torch` alone", seconds["torch"]
        rows.append(Row(PART, what, *times, more_is_better=False))
    return rows


def import_seconds(statement: str) -> float:
    """Return how long a statement takes in a fresh Python, whose own start is not counted."""
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


# Set-up ------------------------------------------------------------------------------------------


def setup_row() -> Row:
    """Time ``make data`` in a new clone: environment, packages and data sets, nothing cached."""
    what = "set-up from a new clone, without pip's cache: minutes"
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = {k: v for k, v in os.environ.items() if k != "SEQLAB_DATA"}
        started = time.perf_counter()
        made = subprocess.run(
            ["make", "data", f"PYTHON={sys.executable}"],
            cwd=clone,
            env=environment | {"PIP_NO_CACHE_DIR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        minutes = (time.perf_counter() - started) / 60
    wanted = f"at most {SETUP_MINUTES} min"
    if made.returncode:
        reason = " ".join(made.stderr.split())[-200:]
        return Row(PART, f"{what} (not measured: {reason})", [], "budget", wanted=wanted)
    kept = minutes <= SETUP_MINUTES
    return Row(PART, what, [minutes], "budget", wanted=wanted, kept=kept, more_is_better=False)


# Notebooks ---------------------------------------------------------------------------------------


def notebooks() -> dict[str, Path]:
    """Return the stored lectures and solutions by name, in their order."""
    folders = (ROOT / "notebooks", ROOT / "solutions")
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.ipynb"))}


def notebook_row(path: Path) -> Row:
    """Run a notebook from top to bottom and compare it with its budget."""
    result = in_child("bench.course", path, threads=min(CORES, os.cpu_count() or 1))
    total, cell = budget(path.stem)
    within_cell = cell is None or result["slowest cell"] <= cell
    kept = result["seconds"] <= total and within_cell and result["peak"] <= MEMORY_GB * 1e9
    details = (
        f"slowest cell {number(result['slowest cell'])} s, {number(result['CPU seconds'])} CPU s, "
        f"peak {number(result['peak'] / 1e9)} GB"
    )
    stopped = f"; stopped: {result['error']}" if result["error"] else ""
    return Row(
        PART,
        f"{path.stem}: seconds ({details}{stopped})",
        [result["seconds"]],
        "budget",
        wanted=f"{total} s{f', a cell {cell} s' if cell else ''}, {MEMORY_GB} GB",
        kept=kept and not stopped,
        more_is_better=False,
    )


def budget(name: str) -> tuple[int, int | None]:
    """Return the seconds that a notebook may take, and any one cell of it."""
    if name.startswith("lab"):
        return (360 if name.startswith("lab5") else 180), None
    return (180, 60) if name.startswith(LONG_LECTURES) else (60, 20)


def run_notebook(path: Path) -> dict[str, Any]:
    """Run a notebook strictly, in a kernel and a folder of its own.

    Returns:
        ``seconds`` of the whole run with the kernel's start, ``slowest cell`` in seconds,
        ``CPU seconds`` and ``peak`` memory in bytes of the kernel and what it starts (of the
        largest of these processes), and ``error``, empty unless a cell failed.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    os.environ["SEQLAB_STRICT"] = "1"  # a wrong answer or claim stops the notebook
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    error = ""
    with tempfile.TemporaryDirectory() as folder:  # no checkpoint of an earlier run
        resources = {"metadata": {"path": folder}}
        started = time.perf_counter()
        try:
            NotebookClient(notebook, timeout=900, resources=resources).execute()
        except CellExecutionError as stopped:
            error = f"{stopped.ename}: {stopped.evalue}".splitlines()[0]
        seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)  # the kernel has ended
    return {
        "seconds": seconds,
        "slowest cell": max(map(cell_seconds, notebook.cells)),
        "CPU seconds": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss * 1024,
        "error": error,
    }


def cell_seconds(cell: Mapping[str, Any]) -> float:
    """Return how long a cell ran by the kernel's own messages; 0 if it did not."""
    times = cell["metadata"].get("execution", {})
    begin, end = times.get("iopub.execute_input"), times.get("shell.execute_reply")
    if not (begin and end):
        return 0.0
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()


# Checks ------------------------------------------------------------------------------------------


def check_rows(effort: Effort) -> list[Row]:
    """Time the checks of all labs: right, wrong and blank answers, and one that never ends."""
    rounds = effort.pick(1, 3, 5)
    sources = sorted((ROOT / "course" / "labs").glob("lab*.py"))
    exercises: list[Exercise] = []
    rows = []
    for source in sources[: effort.pick(1, None, None)]:
        lab = source.stem.split("_")[0]
        of_lab = list(exercises_of(lab))
        right = {label(e): partial(ask, e, e.define(e.solution), True) for e in of_lab}
        name, seconds = slowest(right, rounds)
        rows.append(check_row(f"{lab}, right answers", name, seconds))
        # in a short run only the mistakes of the exercise that takes longest
        chosen = of_lab if effort is Effort.FULL else [e for e in of_lab if label(e) == name]
        wrong = {
            f"{label(e)}, mistake {m.name}": partial(ask, e, e.answer_of(m), False)
            for e in chosen
            for m in e.mistakes
        }
        rows.append(check_row(f"{lab}, typical mistakes", *slowest(wrong, rounds)))
        exercises += of_lab
    blank = {label(e): partial(ask_blank, e) for e in exercises}
    rows.append(check_row("all labs, still a TODO", *slowest(blank, rounds)))
    return [*rows, *([] if effort is Effort.SMOKE else [endless_row(exercises)])]


def exercises_of(lab: str) -> Iterable[Exercise]:
    """Return the exercises of a lab."""
    from seqlab.check import checker

    return checker(lab).exercises.values()


def label(exercise: Exercise) -> str:
    """Name an exercise as its report does."""
    return f"{exercise.id} {exercise.name}"


def ask(exercise: Exercise, answer: Answer, right: bool) -> None:
    """Judge an answer.

    Raises:
        RuntimeError: The verdict is not the expected one, so the time would mean nothing.
    """
    from seqlab.check import judge

    if judge(exercise, answer).right != right:
        raise RuntimeError(f"the verdict on {label(exercise)} should have been {right}")


def ask_blank(exercise: Exercise) -> None:
    """Judge an answer that is still to be written."""
    from seqlab.check import judge

    try:
        judge(exercise, todo)
    except NotImplementedError:
        return
    raise RuntimeError(f"{label(exercise)} took a TODO for an answer")


def todo(*_: object, **__: object) -> None:
    """Stand for an answer that is not written yet."""
    raise NotImplementedError("TODO 0.0: Write it.")


def endless(*_: object, **__: object) -> None:
    """Stand for an answer whose loop never ends."""
    while True:
        pass


def slowest(jobs: Mapping[str, Job], rounds: int) -> tuple[str, list[float]]:
    """Return the job that takes longest, and its seconds in several rounds.

    All run once; the three that took longest run again, in turn, so that no single hitch of the
    machine makes a job the slowest.
    """
    first = alternate(jobs, rounds=1)
    longest = sorted(first, key=lambda name: first[name][0], reverse=True)[:3]
    again = alternate({name: jobs[name] for name in longest}, rounds)
    name = max(again, key=lambda name: median(again[name]))
    return name, again[name]


def check_row(what: str, name: str, seconds: list[float]) -> Row:
    """Return the row of the slowest check of some."""
    return Row(
        PART,
        f"slowest check of {what}: seconds ({name})",
        seconds,
        "budget",
        wanted=f"at most {CHECK_SECONDS} s",
        kept=median(seconds) <= CHECK_SECONDS,
        more_is_better=False,
    )


def endless_row(exercises: Iterable[Exercise]) -> Row:
    """Time the check of an endless loop, at the exercise with the most patience."""
    exercise = max(exercises, key=lambda exercise: exercise.seconds)
    seconds = alternate({"endless": partial(ask, exercise, endless, False)}, 1)["endless"]
    limit = exercise.seconds + CHECK_SECONDS
    return Row(
        PART,
        f"check of an endless loop: seconds ({label(exercise)}, stopped after "
        f"{exercise.seconds:g} s)",
        seconds,
        "budget",
        wanted=f"at most {limit:g} s",
        kept=median(seconds) <= limit,
        more_is_better=False,
    )


if __name__ == "__main__":
    print(json.dumps(run_notebook(Path(sys.argv[1]))))
