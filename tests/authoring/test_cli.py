"""The `seqlab` command: what it prints and with which exit code it ends."""

import subprocess
import sys
import types
from pathlib import Path

import pytest

from seqlab.authoring import doctor
from seqlab.authoring.cli import main
from seqlab.authoring.doctor import Check


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import contextlib, sys\n"
        "from seqlab.authoring.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "heavy = {'torch', 'numpy', 'jupytext', 'nbclient', 'datasets', 'matplotlib'}\n"
        "sys.exit(f'imported {heavy & sys.modules.keys()}' if heavy & sys.modules.keys() else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_check_ends_with_one_when_something_is_off(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project / "course/labs")
    assert main(["build", "--check"]) == 0
    (project / "labs/lab1.ipynb").unlink()
    assert main(["build", "--check"]) == 1
    assert "labs/lab1.ipynb: missing\n" in capsys.readouterr().out


def test_build_says_what_it_built_and_takes_paths_from_here(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project / "course/labs")
    (project / "labs/lab1.ipynb").unlink()
    assert main(["build", "lab1.py"]) == 0
    assert main(["build"]) == 0
    assert capsys.readouterr().out == ("labs/lab1.ipynb: built\nAll notebooks are up to date.\n")


def test_a_source_in_disorder_is_a_sentence_and_no_traceback(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    (project / "course/labs/lab1.py").write_text("# %%\n# TODO: add\n")
    assert main(["build"]) == 1
    assert capsys.readouterr().err.startswith("course/labs/lab1.py:2: TODO without a number")


def test_outside_a_project_build_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 1
    assert "go to the project's folder first" in capsys.readouterr().err


def test_without_the_packages_that_run_a_notebook_build_says_how_to_get_them(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.delitem(sys.modules, "seqlab.authoring.execute", raising=False)
    monkeypatch.setitem(sys.modules, "nbclient", None)
    assert main(["build"]) == 0
    assert main(["build", "--force"]) == 1
    assert "pip install -e '.[course,dev]' -c constraints.txt" in capsys.readouterr().err


def test_doctor_prints_every_row_and_ends_with_one_when_one_is_not_ok(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Check("score", "ok", "drawn"), Check("sound", "broken", "silent", "mend it")]
    monkeypatch.setattr(doctor, "examine", lambda: iter(rows))
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "score    | ok      | drawn",
        "sound    | broken  | silent",
        "           to mend: mend it",
    ]
    monkeypatch.setattr(doctor, "examine", lambda: iter(rows[:1]))
    assert main(["doctor"]) == 0


def _toy_data(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for the data sets; the list tells what was asked for."""
    asked: list[str] = []

    class DataError(Exception):
        pass

    def load(name: str) -> None:
        asked.append(name)
        if name == "nothing":
            raise DataError("there is no data set 'nothing'")

    data = types.ModuleType("seqlab.data")
    data.__dict__.update(
        DataError=DataError,
        load=load,
        fetch_all=lambda: asked.append("all"),
        fetch_optional=lambda: asked.append("optional"),
    )
    monkeypatch.setitem(sys.modules, "seqlab.data", data)
    monkeypatch.setattr("seqlab.data", data, raising=False)
    return asked


def test_data_fetches_all_sets_or_the_one_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = _toy_data(monkeypatch)
    assert [main(["data"]), main(["data", "tunes"])] == [0, 0]
    assert asked == ["all", "tunes"]
    assert main(["data", "--optional"]) == 0
    assert asked[2:] == ["all", "optional"]
    assert main(["data", "nothing"]) == 1
    assert capsys.readouterr().err == "there is no data set 'nothing'\n"
