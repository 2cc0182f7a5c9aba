from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest

import seqlab
from bench import course
from bench.measure import Effort, in_child
from bench.table import Row, markdown


def write_notebook(folder: Path, *cells: str) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    path = folder / "13_tiny.ipynb"
    nbformat.write(notebook, path)
    return path


def test_the_smallest_run_gives_rows_with_budgets():
    rows = course.measure(Effort.SMOKE)
    assert {row.part for row in rows} == {"course"}
    assert {row.peer for row in rows} == {"budget"}
    assert all(row.wanted and row.kept is not None for row in rows)
    assert all(value > 0 for row in rows for value in row.ours)
    assert len(markdown(rows).splitlines()) == len(rows) + 2


def test_a_notebook_is_timed_with_its_slowest_cell_and_the_memory_of_what_it_starts(tmp_path):
    child = "subprocess.run([sys.executable, '-c', 'kept = bytearray(300_000_000)'], check=True)"
    cells = f"import subprocess, sys, time\n{child}", "time.sleep(0.5)", "1 / 0"
    result = in_child("bench.course", write_notebook(tmp_path, *cells))
    assert 0.5 <= result["slowest cell"] < result["seconds"]
    assert result["CPU seconds"] > 0
    assert 3e8 < result["peak"] < 5e8
    assert result["error"].startswith("ZeroDivisionError")


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"seconds": 61.0}, False),
        ({"slowest cell": 21.0}, False),
        ({"peak": 3e9}, False),
        ({"error": "ClaimError: no"}, False),
    ],
)
def test_a_notebook_keeps_its_budget_in_all_or_not(monkeypatch, change, kept):
    good = {"seconds": 50.0, "slowest cell": 9.0, "CPU seconds": 60.0, "peak": 5e8, "error": ""}
    monkeypatch.setattr(course, "in_child", lambda *_, **__: good | change)
    row = course.notebook_row(Path("01_sequences.ipynb"))
    assert row.kept is kept
    assert row.what.startswith("01_sequences")


def test_the_budgets_are_those_of_the_course():
    budgets = {name: course.budget(name) for name in course.notebooks()}
    assert len(budgets) == 18
    assert budgets["01_sequences"] == (60, 20)
    assert budgets["07_lstm"] == budgets["11_music"] == (180, 60)
    assert budgets["lab1_rnn"] == (180, None)
    assert budgets["lab5_music"] == (360, None)


def test_the_quick_run_names_notebooks_that_exist():
    assert set(course.QUICK_NOTEBOOKS) < set(course.notebooks())


def test_the_slowest_is_found_by_its_median(monkeypatch):
    seconds = {"hitch": [9.0, 1.0, 1.0, 1.0], "slow": [3.0, 3.0, 2.0, 3.0], "fast": [0.1] * 4}
    rounds = {name: iter(values) for name, values in seconds.items()}

    def played(jobs, rounds_asked):
        return {name: [next(rounds[name]) for _ in range(rounds_asked)] for name in jobs}

    monkeypatch.setattr(course, "alternate", lambda jobs, rounds: played(jobs, rounds))
    jobs = dict.fromkeys(seconds, lambda: None)
    assert course.slowest(jobs, 3) == ("slow", [3.0, 2.0, 3.0])


def test_a_verdict_that_should_have_been_another_stops_the_measurement():
    exercise = next(iter(course.exercises_of("lab1")))
    with pytest.raises(RuntimeError, match=r"1\.1 perceptron"):
        course.ask(exercise, lambda x, w, b: x, right=True)
    with pytest.raises(RuntimeError, match="TODO"):
        course.ask_blank(replace(exercise, call=lambda answer, **case: case))


def test_a_set_up_that_fails_is_not_measured_and_says_why(monkeypatch):
    class Failed:
        returncode, stderr = 2, "No matching distribution\nmake: *** Error 1\n"

    monkeypatch.setattr(course.subprocess, "run", lambda *_, **__: Failed)
    row = course.setup_row()
    assert row.kept is None
    assert not row.ours
    assert "not measured" in row.what
    assert "No matching distribution" in row.what


def test_the_version_of_seqlab_is_there_when_it_is_asked_for():
    assert seqlab.__version__ == version("seqlab")
    with pytest.raises(AttributeError, match="nothing"):
        seqlab.nothing  # noqa: B018


def test_importing_seqlab_loads_neither_torch_nor_metadata():
    course.import_seconds("import sys, seqlab; assert not {'torch', 'email'} & set(sys.modules)")


@pytest.mark.parametrize(("effort", "expected"), [(Effort.QUICK, 2), (Effort.FULL, 18 + 1)])
def test_which_rows_a_run_has(monkeypatch, effort, expected):
    row = Row("course", "something", [1.0], "budget")
    for name in ("import_rows", "check_rows"):
        monkeypatch.setattr(course, name, lambda effort: [])
    monkeypatch.setattr(course, "notebook_row", lambda path: row)
    monkeypatch.setattr(course, "setup_row", lambda: row)
    assert len(course.measure(effort)) == expected
