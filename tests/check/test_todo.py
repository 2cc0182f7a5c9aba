"""A blank exercise in a notebook: one box for the next one, and the run stops."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from seqlab.check.checker import Checker
from seqlab.check.exercise import exercises_of
from seqlab.check.todo import box
from seqlab.progress import STRICT, record

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def learner(monkeypatch):
    monkeypatch.delenv(STRICT, raising=False)


def run(*cells: str, allow_errors: bool = True) -> list:
    """Return the outputs of each cell, run one after the other in one kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    environment = {name: value for name, value in os.environ.items() if name != STRICT}
    client = NotebookClient(notebook, kernel_name="python3", allow_errors=allow_errors)
    client.execute(env=environment)
    return [cell.outputs for cell in notebook.cells]


BLANK = """
def perceptron(x, w, b):
    raise NotImplementedError("TODO 1.1: Weigh, add up.")
"""
START = "import matplotlib.pyplot as plt\nfrom seqlab.check import checker\ncheck = checker('lab1')"
DRAWING = "figure, axes = plt.subplots()\nperceptron(1, 2, 3)"
PLAIN = "import torch\ntorch.nn.Module()(1)"


def test_a_cell_that_needs_it_ends_with_the_box_and_one_line_and_is_an_error():
    *_, needing, other, last = run(START, BLANK, DRAWING, PLAIN, "print('on')")
    (shown, error) = needing
    assert shown.data["text/plain"].startswith("Next: exercise 1.1, perceptron\n")
    assert 'href="#Exercise-1.1:-a-neuron"' in shown.data["text/html"]
    assert error.output_type == "error"
    assert error.evalue == "TODO 1.1: Weigh, add up."
    assert error.traceback == ["Exercise 1.1 is still open."]
    (error,) = other  # one that is no TODO is shown as ever
    assert error.ename == "NotImplementedError"
    assert len("".join(error.traceback).splitlines()) > 5
    assert last[0].text == "on\n"


def test_what_runs_the_cells_stops_there():
    with pytest.raises(CellExecutionError, match=r"Exercise 1\.1 is still open"):
        run(START, BLANK, "perceptron(1, 2, 3)", allow_errors=False)


def lab4() -> tuple[Checker, dict]:
    check = Checker(exercises_of("lab4"), "lab4")
    return check, check.exercises


def test_the_box_names_the_first_that_is_open_and_the_one_that_is_needed():
    check, exercises = lab4()
    text = box(check, exercises["attention"])["text/plain"]
    assert text.startswith("Next: exercise 4.1, attention_scores\n")
    assert "This cell needs attention (exercise 4.4)" in text
    assert "check(attention_scores, more=True)" in text
    assert 'seqlab.skip("4.1")' in text


def test_what_is_done_or_skipped_is_not_next():
    record("lab4", "attention_scores", True, "4.1")
    record("lab4", "causal_mask", False, "4.2", kind="skip")
    check, exercises = lab4()
    assert box(check, exercises["attention"])["text/plain"].startswith("Next: exercise 4.3,")
    # blank again, and so open, whatever was right another day
    record("lab4", "padding_mask", True, "4.3")
    check, exercises = lab4()
    assert box(check, exercises["causal_mask"])["text/plain"].startswith("Next: exercise 4.2,")


def test_without_a_notebook_nothing_changes():
    from seqlab.check import checker

    assert checker("lab1").exercises


@pytest.mark.parametrize("lab", ["lab1", "lab2", "lab3", "lab4", "lab5"])
def test_every_exercise_has_a_heading_to_go_to(lab):
    from seqlab.check.lab import read_lab

    numbers = [exercise.id for exercise in exercises_of(lab)]
    assert list(read_lab(lab).headings) == numbers
