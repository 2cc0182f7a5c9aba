"""The table of the lecture's rows: made from the stored claims, never typed."""

import json
from pathlib import Path

import pytest

from seqlab.authoring.rows import RowError, lecture_table, update_readme, with_table
from seqlab.claims import MIME

ROOT = Path(__file__).parents[2]
README = "# A course\n<!-- rows: built from course/rows.toml -->\n<!-- end of rows -->\nThe end.\n"
ROW = '[[row]]\nslides = "A loop"\nwhere = ["03_loops", "lab1_loops"]\nclaims = ["loop-turns"]\n'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for folder in ("course", "notebooks", "solutions"):
        (tmp_path / folder).mkdir()
    claim = {"id": "loop-turns", "statement": "It turns", "value": 1 / 3, "low": 0.1, "high": None}
    notebook = {"cells": [{"outputs": [{"data": {MIME: claim}}]}]}
    (tmp_path / "notebooks/03_loops.ipynb").write_text(json.dumps(notebook))
    (tmp_path / "solutions/lab1_loops.ipynb").write_text(json.dumps({"cells": []}))
    (tmp_path / "course/rows.toml").write_text(ROW)
    (tmp_path / "README.md").write_text(README)
    return tmp_path


def test_a_row_links_its_notebooks_and_shows_what_was_measured(course):
    assert lecture_table(course).splitlines()[-1] == (
        "| 1 | A loop | [03](notebooks/03_loops.ipynb), [Lab 1](solutions/lab1_loops.ipynb) "
        "| It turns: **0.333** |"
    )


def test_the_readme_is_changed_once(course):
    assert update_readme(course)
    assert "It turns: **0.333**" in (course / "README.md").read_text()
    assert not update_readme(course)


@pytest.mark.parametrize("wrong", ["03_loops", "loop-turns"])
def test_a_row_that_points_nowhere_is_named(course, wrong):
    (course / "course/rows.toml").write_text(ROW.replace(wrong, "nowhere"))
    with pytest.raises(RowError, match=r"row 1: nowhere .* is not there"):
        lecture_table(course)


def test_a_readme_without_the_marks_is_left_alone():
    with pytest.raises(RowError, match=r"README\.md needs the lines"):
        with_table("# A course\n", "| table |")


def test_the_readme_of_the_course_is_up_to_date():
    readme = (ROOT / "README.md").read_text()
    assert with_table(readme, lecture_table(ROOT)) == readme, "run  seqlab build"
