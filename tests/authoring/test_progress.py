"""`seqlab progress`: the table, and what it says of files that are no notebooks."""

import time
from pathlib import Path

import nbformat
import pytest

from seqlab.authoring.cli import main
from seqlab.authoring.execute import execute
from seqlab.authoring.progress import exercises, table
from seqlab.check import checker
from seqlab.progress import MIME, STRICT, Event, events, record

LAB1 = len(checker("lab1").exercises)


@pytest.fixture(autouse=True)
def learner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STRICT, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def tried(item: str, right: bool, mistake: str = "", day: int = 1, part: str = "lab1") -> Event:
    return Event(f"2026-11-0{day}T12:00:00+00:00", "check", part, item, right, mistake=mistake)


def test_a_row_counts_what_was_right_the_last_time_and_names_the_mistakes_met_most() -> None:
    rows = table(
        [
            tried("unroll", False, "no state"),
            tried("unroll", False, "no state", day=2),
            tried("unroll", False, "no bias", day=2),
            tried("unroll", True, day=3),
            tried("bptt", False, "a sum", day=2),  # of a newer copy of the notebook
            tried("bptt", True),
            tried("loss", True, part="other", day=5),
        ]
    ).splitlines()
    assert rows[0] == "part   done     predicted  quiz  last time         mistakes met most often"
    assert rows[1:] == [
        f"lab1   1 of {LAB1}                   2026-11-03 12:00  "
        "no state (2), no bias (1), a sum (1)",
        "other  1                         2026-11-05 12:00",
    ]


def test_predictions_and_quizzes_are_counted_apart() -> None:
    def asked(kind: str, item: str, right: bool, day: int) -> Event:
        time = f"2026-11-0{day}T12:00:00+00:00"
        return Event(time, kind, "07_lstm", item, right, mistake="" if right else "it grows")

    rows = table(
        [
            asked("predict", "a", False, 1),
            asked("predict", "a", True, 2),
            asked("predict", "b", False, 1),
            asked("quiz", "a", False, 3),
        ]
    ).splitlines()
    assert rows[1].split() == [
        "07_lstm",
        "1",
        "of",
        "2",
        "right",
        "0",
        "of",
        "1",
        "right",
        "2026-11-03",
        "12:00",
    ]


@pytest.mark.parametrize("lab", ["lab1", "lab2", "lab3", "lab4", "lab5"])
def test_the_total_is_the_number_of_exercises_of_the_lab(lab: str) -> None:
    assert exercises(lab) == len(checker(lab).exercises)


def test_progress_is_printed_and_begun_anew(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress"]) == 0
    assert capsys.readouterr().out == "Nothing was tried yet: open a lab and run a check.\n"
    record("lab2", "clip", True)
    assert main(["progress"]) == 0
    assert "\nlab2  1 of 12 " in capsys.readouterr().out
    assert main(["progress", "--forget"]) == 0
    assert "progress.jsonl.old" in capsys.readouterr().out
    assert events() == []
    assert main(["progress", "--forget"]) == 0
    assert capsys.readouterr().out == "Nothing was stored.\n"


@pytest.mark.parametrize("part", ["07_lstm", "lab99", "*", "/", ""])
def test_what_is_no_lab_has_no_total(part: str) -> None:
    assert exercises(part) == 0


def save(path: Path, *events: Event) -> str:
    outputs = [nbformat.v4.new_output("display_data", {MIME: e.as_json()}) for e in events]
    cell = nbformat.v4.new_code_cell("check(f)", outputs=outputs)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return str(path)


def test_progress_is_read_back_from_saved_notebooks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = save(tmp_path / "1.ipynb", tried("a", True), tried("b", False, "a sum"))
    two = save(tmp_path / "2.ipynb", tried("c", True, part="lab2"))
    assert main(["progress", one, two]) == 0
    out = capsys.readouterr().out
    assert f"\nlab1  1 of {LAB1}                   2026-11-01 12:00" in out
    assert "a sum (1)\nlab2  1 of " in out
    assert events() == []


def test_a_file_that_is_no_notebook_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("words")
    assert main(["progress", str(tmp_path / "a.txt")]) == 1
    assert main(["progress", str(tmp_path / "none.ipynb")]) == 1
    error = capsys.readouterr().err.splitlines()
    assert [line.rpartition("/")[2] for line in error] == [
        "a.txt is not a notebook",
        "none.ipynb cannot be read: No such file or directory",
    ]


def test_an_authors_run_of_a_notebook_is_no_progress(tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell(
        "from seqlab.progress import record\nprint(record('lab1', 'a', True).right)"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    execute(notebook, tmp_path, title="toy")
    assert notebook.cells[0].outputs[0].text == "True\n"
    assert events() == []
