"""Exercises that are not in order stop a build, and are looked at again only after a change."""

import shutil
import sys
from pathlib import Path

import pytest

import seqlab.checks  # before its folder is another
from seqlab.authoring import exercises
from seqlab.check import exercise, lab

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project with one lab of one exercise, whose check has three mistakes."""
    for folder in ("course/labs", "course/checks/lab9", "src/seqlab/check"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "course/labs/lab9_toy.py").write_text(
        "# %%\ndef double(x):\n    # TODO 9.1: Double it.\n    ### BEGIN SOLUTION\n"
        "    return 2 * x\n    ### END SOLUTION\n"
    )
    (tmp_path / "course/checks/lab9/double.py").write_text(
        "def case(generator, size):\n    return {'x': size}\n\n\n"
        "def expected(x):\n    return 2 * x\n\n\n"
        "MISTAKES = {'tripled': ('Three times.', ('2 * x', '3 * x'))}\n"
    )
    monkeypatch.setattr(lab, "course_folder", lambda name: tmp_path / "course" / name)
    monkeypatch.setattr(seqlab.checks, "__path__", [str(tmp_path / "course/checks")])
    lab.read_lab.cache_clear()
    yield tmp_path
    lab.read_lab.cache_clear()
    for name in [name for name in sys.modules if name.startswith("seqlab.checks.lab9")]:
        del sys.modules[name]


def test_exercises_in_order_have_no_faults_and_are_read_once(project, monkeypatch):
    assert exercises.faults(project) == []
    monkeypatch.setattr(exercise, "faults_of", lambda name: ["read again"])
    assert exercises.faults(project) == []
    (project / "course/labs/lab9_toy.py").write_text("# %%\n1 + 1\n")
    assert exercises.faults(project) == ["read again"]


def test_an_edit_that_no_longer_fits_the_solution_is_named_by_file_and_mistake(project):
    path = project / "course/labs/lab9_toy.py"
    path.write_text(path.read_text().replace("return 2 * x", "return x + x"))
    (fault,) = exercises.faults(project)
    assert fault.startswith(
        "course/checks/lab9/double.py: mistake 'tripled': '2 * x' stands 0 times"
    )


def test_a_todo_without_a_check_is_named(project):
    shutil.rmtree(project / "course/checks/lab9")
    (fault,) = exercises.faults(project)
    assert "course/checks/lab9/double.py is missing: TODO 9.1 has no check" in fault


def test_the_exercises_of_this_project_are_in_order():
    assert exercises.faults(ROOT) == []
