"""The build: three notebooks from two sources, only when needed, all or nothing."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from seqlab.authoring import execute
from seqlab.authoring.build import BuildError, State, build, check

from .toy import LAB, write_project

LAB1 = ["labs/lab1.ipynb", "solutions/lab1.ipynb"]
ALL = ["labs/lab1.ipynb", "notebooks/01_a.ipynb", "solutions/lab1.ipynb"]


def load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())


def code(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in load(path)["cells"] if cell["cell_type"] == "code"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def snapshot(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in ALL}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let any attempt to run a cell fail."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr("seqlab.authoring.execute.execute", refuse)


# What is built


def test_the_lab_is_not_run_and_the_solution_is(project: Path) -> None:
    assert all(not cell["outputs"] for cell in code(project / "labs/lab1.ipynb"))
    outputs = [cell["outputs"] for cell in code(project / "solutions/lab1.ipynb")]
    assert outputs[2][0]["text"] == ["42\n"]


def test_the_lab_has_todos_and_no_solution(project: Path) -> None:
    text = (project / "labs/lab1.ipynb").read_text()
    assert "TODO 1.1" in text
    assert "TODO 1.2" in text
    assert "x + x" not in text
    assert "for instructors" not in text
    assert "SOLUTION" not in text
    assert "SOLUTION" not in (project / "solutions/lab1.ipynb").read_text()


def test_each_hole_of_the_lab_fails_with_its_own_todo_and_nothing_else(project: Path) -> None:
    cells = [source(cell) for cell in code(project / "labs/lab1.ipynb")]
    scope: dict[str, Any] = {}
    exec(cells[1], scope)
    with pytest.raises(NotImplementedError, match=r'^TODO 1\.1: Double it, with "care"\.$'):
        scope["double"](1)
    with pytest.raises(NotImplementedError, match=r"^TODO 1\.2: Try it\.$"):
        exec(cells[2], scope)


def test_cells_run_beside_the_notebook_in_this_python_with_the_backend_of_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "svg")
    show = "print(sys.executable, os.getcwd(), os.environ['MPLBACKEND'], sep='\\n')"
    root = write_project(tmp_path, lab1=f"# %%\nimport os, sys\n{show}\n")
    build(root)
    (output,) = code(root / "solutions/lab1.ipynb")[0]["outputs"]
    executable, folder, backend = "".join(output["text"]).splitlines()
    assert executable == sys.executable
    assert folder == str(root / "solutions")
    assert "inline" in backend


def test_badge_and_address_come_from_pyproject(project: Path) -> None:
    colab = "https://colab.research.google.com/github/owner/repo/blob/main"
    for path in LAB1:
        text = source(load(project / path)["cells"][0])
        assert "[![Open in Colab](" in text
        assert f"({colab}/{path})" in text
    lecture = source(load(project / "notebooks/01_a.ipynb")["cells"][0])
    assert lecture == "Read on at https://github.com/owner/repo, $e^{{x}}$."


def test_the_repository_is_stamped_into_code_too_and_other_braces_are_left_alone(
    tmp_path: Path, no_kernel: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seqlab.authoring.execute.execute", lambda *args, **kwargs: None)
    root = write_project(tmp_path, lab1='# %%\nprint("git+{{ repository }}", f"{{ x }}")\n')
    build(root)
    (cell,) = code(root / "labs/lab1.ipynb")
    assert source(cell) == 'print("git+https://github.com/owner/repo", f"{{ x }}")'


def test_the_name_of_the_notebook_is_stamped_into_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seqlab.authoring.execute.execute", lambda *args, **kwargs: None)
    cell = '# %%\nseqlab.setup(seed=2, part="{{ part }}")\n'
    root = write_project(tmp_path, lab1_rnn=cell)
    (root / "course/lecture").mkdir()
    (root / "course/lecture/07_lstm.py").write_text(cell)
    build(root)
    for folder in ("labs", "solutions"):
        (built,) = code(root / folder / "lab1_rnn.ipynb")
        assert source(built) == 'seqlab.setup(seed=2, part="lab1")', "as its checks are recorded"
    (built,) = code(root / "notebooks/07_lstm.ipynb")
    assert source(built) == 'seqlab.setup(seed=2, part="07_lstm")'


def test_built_notebooks_are_valid(project: Path) -> None:
    for path in ALL:
        nbformat.validate(nbformat.read(project / path, as_version=4))


def test_versions_and_widget_state_of_a_kernel_are_not_kept(project: Path) -> None:
    for path in ALL:
        metadata = load(project / path)["metadata"]
        assert metadata["language_info"] == {"name": "python"}
        assert set(metadata) == {"kernelspec", "language_info", "seqlab"}


# When it is built


def test_nothing_is_run_or_written_when_nothing_changed(project: Path, no_kernel: None) -> None:
    before = snapshot(project)
    assert build(project) == []
    assert snapshot(project) == before


def test_force_builds_all_and_gives_the_same_bytes(project: Path) -> None:
    before = snapshot(project)
    assert sorted(build(project, force=True)) == ALL
    assert snapshot(project) == before


def test_a_changed_source_builds_its_own_notebooks_only(project: Path) -> None:
    change(project / "course/labs/lab1.py", "double(21)", "double(4)")
    before = snapshot(project)
    assert build(project) == LAB1
    assert code(project / "solutions/lab1.ipynb")[2]["outputs"][0]["text"] == ["8\n"]
    assert snapshot(project)["notebooks/01_a.ipynb"] == before["notebooks/01_a.ipynb"]


def test_other_words_are_written_and_the_outputs_are_carried_over(
    project: Path, no_kernel: None
) -> None:
    before = {path: load(project / path) for path in ALL}
    change(project / "course/labs/lab1.py", "# # A toy lab", "# # A lab to play with")
    change(project / "course/lecture/01_a.py", "Read on", "Go on")
    assert check(project) == dict.fromkeys(ALL, State.REWORDED)
    assert sorted(build(project)) == ALL
    assert "to play with" in source(load(project / "solutions/lab1.ipynb")["cells"][0])
    for path in ALL:
        after = load(project / path)
        assert after["cells"][1:] == before[path]["cells"][1:]
    assert check(project) == dict.fromkeys(ALL, State.UP_TO_DATE)


def test_a_change_of_words_changes_one_line_an_id_and_two_hashes(project: Path) -> None:
    path = project / "notebooks/01_a.ipynb"
    before = path.read_text().splitlines()
    change(project / "course/lecture/01_a.py", "Read on", "Go on")
    build(project)
    after = path.read_text().splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [line.split('"')[1][:7] for line in changed] == ["id", "Go on a", "content", "source_"]


def test_a_new_tag_of_a_cell_runs_it_only_when_a_runner_heeds_it(
    project: Path, no_kernel: None
) -> None:
    change(project / "course/lecture/01_a.py", "# %%\n1", '# %% tags=["hidden"]\n1')
    assert check(project)["notebooks/01_a.ipynb"] is State.REWORDED
    build(project)
    assert code(project / "notebooks/01_a.ipynb")[0]["metadata"] == {"tags": ["hidden"]}
    change(project / "course/lecture/01_a.py", '"hidden"', '"hidden", "raises-exception"')
    assert check(project)["notebooks/01_a.ipynb"] is State.STALE


def test_an_aside_is_built_with_its_code_folded_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seqlab.authoring.execute.execute", lambda *args, **kwargs: None)
    root = write_project(tmp_path, lab1='# %% tags=["aside"]\n# @title A sum\n1 + 1\n')
    build(root)
    (cell,) = code(root / "labs/lab1.ipynb")
    assert cell["metadata"]["jupyter"] == {"source_hidden": True}
    assert cell["metadata"]["cellView"] == "form"


def test_cells_in_another_order_are_run(project: Path) -> None:
    lecture = project / "course/lecture/01_a.py"
    top = lecture.read_text()
    lecture.write_text(f"{top}\n# %%\n3 + 4\n")
    build(project)
    lecture.write_text(f"{top.replace('1 + 1', '3 + 4')}\n# %%\n1 + 1\n")
    assert check(project)["notebooks/01_a.ipynb"] is State.STALE


def test_outputs_are_not_carried_over_from_a_notebook_that_was_edited(project: Path) -> None:
    before = (project / "notebooks/01_a.ipynb").read_bytes()
    change(project / "notebooks/01_a.ipynb", '"2"', '"3"')
    assert check(project)["notebooks/01_a.ipynb"] is State.EDITED
    build(project)
    assert (project / "notebooks/01_a.ipynb").read_bytes() == before


def test_a_notebook_that_quotes_others_is_run_also_for_other_words(project: Path) -> None:
    lecture = project / "course/lecture/01_a.py"
    change(lecture, "1 + 1", "def read_ledger(): return 2\n\n\nread_ledger()")
    build(project)
    change(lecture, "Read on", "Go on")
    assert check(project)["notebooks/01_a.ipynb"] is State.STALE


def test_a_lost_lab_is_rebuilt_without_running_the_solution(project: Path, no_kernel: None) -> None:
    before = snapshot(project)
    (project / "labs/lab1.ipynb").unlink()
    assert build(project) == ["labs/lab1.ipynb"]
    assert snapshot(project) == before


def test_chosen_sources_leave_the_others_alone(project: Path, no_kernel: None) -> None:
    (project / "labs/lab1.ipynb").unlink()
    assert build(project, [project / "course/lecture/01_a.py"]) == []
    assert not (project / "labs/lab1.ipynb").exists()


def test_a_chosen_path_that_is_no_source_is_named(project: Path) -> None:
    with pytest.raises(BuildError, match=r"nowhere\.py is not a source"):
        build(project, [project / "nowhere.py"])


# What check says


def test_all_is_up_to_date_after_a_build(project: Path, no_kernel: None) -> None:
    checkpoints = project / "labs/.ipynb_checkpoints"  # JupyterLab's own, ignored by git
    checkpoints.mkdir()
    (checkpoints / "lab1-checkpoint.ipynb").write_text("{}")
    assert check(project) == dict.fromkeys(ALL, State.UP_TO_DATE)


def test_check_tells_what_is_off_and_why(project: Path, no_kernel: None) -> None:
    change(project / "course/lecture/01_a.py", "1 + 1", "1 + 2")
    change(project / "solutions/lab1.ipynb", "42", "43")
    (project / "labs/lab1.ipynb").unlink()
    (project / "labs/old.ipynb").write_text("{}")
    before = (project / "solutions/lab1.ipynb").read_bytes()
    assert check(project) == {
        "labs/lab1.ipynb": State.MISSING,
        "labs/old.ipynb": State.ORPHAN,
        "notebooks/01_a.ipynb": State.STALE,
        "solutions/lab1.ipynb": State.EDITED,
    }
    assert (project / "solutions/lab1.ipynb").read_bytes() == before
    assert not (project / "labs/lab1.ipynb").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"metadata": {}, "cells": []}'])
def test_a_file_that_no_build_wrote_counts_as_edited(project: Path, text: str) -> None:
    (project / "labs/lab1.ipynb").write_text(text)
    assert check(project)["labs/lab1.ipynb"] is State.EDITED


def test_a_change_of_the_rules_shows_too(project: Path) -> None:
    change(project / "pyproject.toml", "owner/repo", "owner/moved")
    assert set(check(project).values()) == {State.REWORDED}  # the address stands in words
    change(project / "course/labs/lab1.py", '"ready"', '"{{ repository }}"')
    build(project, [project / "course/labs/lab1.py"])
    change(project / "pyproject.toml", "owner/moved", "owner/again")
    assert check(project)["labs/lab1.ipynb"] is State.STALE


# What goes wrong


def test_a_failing_cell_is_named_and_leaves_all_old_notebooks(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(project / "course/labs/lab1.py", "double(21)", "double(21, 22)")
    (project / "course/lecture/01_a.py").unlink()
    before = snapshot(project)
    with pytest.raises(BuildError) as raised:
        build(project)
    line = LAB.split("\n").index("# TODO 1.2: Try it.") + 1
    assert str(raised.value) == (
        f"course/labs/lab1.py:{line}: this cell fails: TypeError: double() takes 1 positional "
        "argument but 2 were given"
    )
    assert snapshot(project) == before
    assert not list(project.glob(".build-*"))


def test_a_cell_that_kills_its_kernel_or_takes_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "CELL_TIMEOUT", 2)
    root = write_project(
        tmp_path,
        killer="# %%\nimport os\nos._exit(1)\n",
        sleeper="# %% [markdown]\n# Hello\n\n# %%\nimport time\n\ntime.sleep(600)\n",
    )
    with pytest.raises(BuildError) as raised:
        build(root)
    killer, sleeper = str(raised.value).split("\ncourse")
    assert killer.startswith("course/labs/killer.py:2: this cell fails: ")
    assert sleeper.startswith("/labs/sleeper.py:5: this cell fails: ")
    assert "after 2 seconds" in sleeper
    assert not list(root.glob("*/*.ipynb"))


def test_sources_in_disorder_are_all_named_and_nothing_is_built(
    tmp_path: Path, no_kernel: None
) -> None:
    root = write_project(
        tmp_path,
        fine="# %%\nx = 1\n",
        holed="# %%\n# TODO: add\n",
        stamped="# %% [markdown]\n# Hello,\n# {{ nobody }}\n",
    )
    with pytest.raises(BuildError) as raised:
        build(root)
    holed, stamped = str(raised.value).splitlines()
    assert holed.startswith("course/labs/holed.py:2: TODO without a number")
    assert stamped.startswith("course/labs/stamped.py:3: unknown {{ nobody }}")
    assert not (root / "labs").exists()


def test_two_sources_of_one_notebook_are_named(project: Path) -> None:
    (project / "course/labs/more").mkdir()
    (project / "course/labs/more/lab1.py").write_text("# %%\nx = 1\n")
    with pytest.raises(BuildError, match=r"course/labs/more/lab1\.py:1: .*course/labs/lab1\.py"):
        check(project)


def test_only_the_two_folders_hold_sources(project: Path) -> None:
    for name in ("course/lost.py", "course/checks/lab1/double.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("x = 1\n")
    assert list(check(project)) == ALL


def test_a_project_without_an_address_is_told_where_to_put_it(project: Path) -> None:
    (project / "pyproject.toml").write_text('[project]\nname = "toy"\n')
    with pytest.raises(BuildError, match=r"pyproject\.toml: \[project\.urls\] has no Repository"):
        check(project)


def test_notebooks_are_replaced_only_when_all_of_a_source_are_on_disk(
    project: Path, monkeypatch: pytest.MonkeyPatch, no_kernel: None
) -> None:
    monkeypatch.setattr("seqlab.authoring.execute.execute", lambda *args, **kwargs: None)
    before = snapshot(project)
    replaced: list[str] = []
    real = os.replace

    def replace(old: Path, new: Path) -> None:
        siblings = {path.name for path in Path(old).parent.iterdir()}
        assert replaced or siblings == {"0", "1"}
        replaced.append(str(new))
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    assert build(project, [project / "course/labs/lab1.py"], force=True) == LAB1
    assert len(replaced) == 2
    assert snapshot(project)["notebooks/01_a.ipynb"] == before["notebooks/01_a.ipynb"]
