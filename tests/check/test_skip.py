"""An exercise is skipped: a working answer is put in, and it does not count."""

import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

import seqlab
from seqlab import progress
from seqlab.authoring.progress import table
from seqlab.check import checker
from seqlab.check.checker import Checker
from seqlab.check.exercise import exercises_of
from seqlab.check.lab import lab_names, read_lab
from seqlab.check.skip import SkipError
from seqlab.progress import STRICT


@pytest.fixture
def shell(monkeypatch):
    """A notebook: its namespace, and what it showed."""
    monkeypatch.delenv(STRICT, raising=False)
    shell = InteractiveShell()
    shell.shown = []
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shell.shown.append(data))
    return shell


def filled(shell, lab: str, name: str) -> None:
    """Run what stands above an exercise."""
    shell.user_ns.update(read_lab(lab).surroundings(name))


@pytest.mark.parametrize(
    ("number", "name"), [(e.id, e.name) for lab in lab_names() for e in exercises_of(lab)]
)
def test_each_exercise_can_be_skipped_and_its_answer_is_right(shell, number, name):
    lab = f"lab{number[0]}"
    filled(shell, lab, name)
    seqlab.skip(number)
    answer = shell.user_ns[name]
    check = Checker(exercises_of(lab), lab)
    report = check(answer)
    assert not report.right, "the course's answer is not the learner's"
    assert "skip has put in" in report.message
    assert progress.skipped(lab) == {name}
    del answer.put_in_by_skip
    assert check(answer).right


def test_a_skipped_exercise_is_said_to_be_one_until_it_is_right(shell, capsys):
    for name in ("perceptron", "descend"):
        progress.record("lab1", name, True)
    filled(shell, "lab1", "dense")
    seqlab.skip("1.3")
    (note,) = shell.shown
    assert note["text/plain"].startswith("Skipped: exercise 1.3, dense\nA working dense")
    assert "2 of 11 done, 1 skipped" in note["text/plain"]
    assert "Come back" in note["text/html"]
    assert note[progress.MIME]["kind"] == "skip"
    assert checker("lab1").count() == "2 of 11 done, 1 skipped"
    assert "2 of 11 done, 1 skipped" in capsys.readouterr().out
    assert "2 of 11, 1 skipped" in table(progress.events())

    progress.record("lab1", "dense", True)
    assert checker("lab1").count() == "3 of 11 done"


def test_what_uses_a_skipped_exercise_is_not_sent_back_to_it(shell):
    filled(shell, "lab1", "unroll")
    check = checker("lab1")
    names = shell.user_ns
    wrong = "def unroll(x, h, *weights):\n    return rnn_step(x, h, *weights)"
    exec(wrong, names)
    assert "It uses `rnn_step` (1.5)" in check(names["unroll"]).message
    seqlab.skip("1.5")
    assert "It uses" not in check(names["unroll"]).message


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("4.99", r"no exercise 4\.99: Lab 4 has 4\.1, .*4\.12"),
        ("9.1", r"no exercise 9\.1: the labs are 1, 2, 3, 4, 5"),
        (4.1, r'as in seqlab\.skip\("4\.4"\), not 4\.1'),
        ("4", r'as in seqlab\.skip\("4\.4"\)'),
        ("attention", r'as in seqlab\.skip\("4\.4"\)'),
    ],
)
def test_a_wrong_number_is_said_so(shell, number, message):
    with pytest.raises(SkipError, match=message) as caught:
        seqlab.skip(number)
    assert caught.value._render_traceback_() == [f"SkipError: {caught.value}"]
    assert progress.events() == []


def test_cells_above_that_were_not_run_are_named(shell):
    with pytest.raises(SkipError, match=r"needs attention_scores, torch: .*Run All Above"):
        seqlab.skip("4.4")
    assert progress.events() == []
    assert "attention" not in shell.user_ns


def test_plain_python_is_told_that_there_is_no_notebook():
    code = "import seqlab; seqlab.skip('1.1')"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    last = child.stderr.splitlines()[-1]
    assert last.startswith("seqlab.check.skip.SkipError: seqlab.skip puts an answer into")


def test_where_solutions_are_built_nothing_is_kept(shell, monkeypatch):
    monkeypatch.setenv(STRICT, "1")
    filled(shell, "lab1", "dense")
    seqlab.skip("1.3")
    monkeypatch.delenv(STRICT)
    assert progress.events() == []
