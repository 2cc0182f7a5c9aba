"""What the built notebooks store: finished runs, right answers, pictures for all, few megabytes."""

import re
from collections import Counter

import pytest

from seqlab.check import checker
from seqlab.check.checker import MIME
from seqlab.predict import MIME as PREDICT_MIME
from seqlab.predict import QUIZ_MIME

from .stored import LABS, LECTURES, SOLUTIONS, code_cells, outputs, read

LONGEST_CELL = 25  # lines
LARGEST_FILE, LARGEST_SUM = 1.5, 20  # MB
MB = 1_000_000

every_notebook = pytest.mark.parametrize(
    "path", [*LECTURES, *LABS, *SOLUTIONS], ids=lambda path: f"{path.parent.name}/{path.stem}"
)
every_run_notebook = pytest.mark.parametrize(
    "path", [*LECTURES, *SOLUTIONS], ids=lambda path: f"{path.parent.name}/{path.stem}"
)


@every_run_notebook
def test_a_notebook_was_run_from_top_to_bottom_without_an_error(path):
    notebook = read(path)
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert outputs(notebook)
    assert "error" not in {output.output_type for output in outputs(notebook)}


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_answers_every_exercise_of_its_lab_right(path):
    lab = path.stem.partition("_")[0]
    expected = {f"{exercise.id} {exercise.name}" for exercise in checker(lab).exercises.values()}
    verdicts = [
        output.data[MIME] for output in outputs(read(path)) if MIME in output.get("data", {})
    ]
    assert {verdict["title"] for verdict in verdicts} == expected
    assert all(verdict["right"] is True for verdict in verdicts)


@every_run_notebook
def test_every_picture_and_sound_has_a_text_alternative_that_viewers_show(path):
    for output in outputs(read(path)):
        data = output.get("data", {})
        assert not [kind for kind in data if kind.startswith("image/")], "show it by seqlab.plots"
        html = data.get("text/html", "")
        assert html.count("<img") == len(re.findall(r'<img alt="[^"]+"', html))
        assert html.count("<audio") == len(re.findall(r"</audio><br>\w", html))
        if "<img" in html or "<audio" in html:
            assert data["text/plain"].strip()


@pytest.mark.parametrize("mime", [PREDICT_MIME, QUIZ_MIME])
def test_no_two_questions_of_the_course_have_the_same_name(mime):
    found = Counter(
        output.data[mime]["id"]
        for path in [*LECTURES, *SOLUTIONS]
        for output in outputs(read(path))
        if mime in output.get("data", {})
    )
    assert found
    assert found.most_common(1)[0][1] == 1, found.most_common(3)


@every_notebook
def test_a_code_cell_fits_on_a_screen(path):
    for cell in code_cells(read(path)):
        assert cell.source.count("\n") < LONGEST_CELL, cell.source


@every_notebook
def test_a_notebook_is_small(path):
    assert path.stat().st_size < LARGEST_FILE * MB


def test_all_notebooks_together_are_small():
    sizes = [path.stat().st_size for path in [*LECTURES, *LABS, *SOLUTIONS]]
    assert sum(sizes) < LARGEST_SUM * MB
