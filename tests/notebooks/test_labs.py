"""A blank lab: what it must not hold, and what a learner meets who runs it untouched."""

import re

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbclient import NotebookClient

from seqlab.authoring.execute import CELL_TIMEOUT

from .stored import LABS, SOLUTIONS, code_cells, outputs, read, todos

pytestmark = pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)


def test_a_lab_has_its_solution(path):
    assert path.name in [solution.name for solution in SOLUTIONS]


def test_a_lab_holds_no_output(path):
    lab = read(path)
    assert outputs(lab) == []
    assert {cell.execution_count for cell in code_cells(lab)} == {None}


def test_a_lab_shows_no_solution(path):
    for cell in read(path).cells:
        assert not re.search(r"(begin|end) solution", cell.source, re.IGNORECASE)
        assert "solution" not in cell.metadata.get("tags", [])


def test_every_cell_of_a_lab_parses(path):
    for cell in code_cells(read(path)):
        compile(TransformerManager().transform_cell(cell.source), path.name, "exec")


def test_each_todo_of_a_blank_lab_is_answered_with_its_own_message_and_nothing_else(path):
    lab = read(path)
    holes = {index: found for index, cell in enumerate(lab.cells) if (found := todos(cell))}
    assert holes, "a lab without a TODO"
    messages = {message for found in holes.values() for message in found}

    # What follows the last TODO is reached by those only who have filled in all of them.
    del lab.cells[max(holes) + 1 :]
    folder = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(lab, allow_errors=True, timeout=CELL_TIMEOUT, resources=folder)
    client.widget_registry = {}  # while nbclient answers a widget, it may miss the kernel's reply
    client.execute()

    for index, cell in enumerate(lab.cells):
        errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        raised = [(error.ename, error.evalue) for error in errors]
        if index in holes:
            said = [o.data["text/plain"] for o in cell.outputs if "text/plain" in o.get("data", {})]
            assert not raised, cell.source
            assert len(said) == 1, cell.source
            assert f": not begun\n{holes[index][0]}\n" in said[0]
        elif raised:  # by an unfinished answer that it calls, or for want of its result
            ((name, message),) = raised
            assert name == "NameError" or message in messages, cell.source
