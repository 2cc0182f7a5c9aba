"""The start page: the order of the parts, how far one is, what is next."""

import json
import sys

import pytest

from seqlab import progress, start
from seqlab.progress import STRICT, record
from seqlab.start import Part, in_order, next_part, parts, standing, table


@pytest.fixture(autouse=True)
def learner(monkeypatch):
    monkeypatch.delenv(STRICT, raising=False)
    monkeypatch.setattr(progress, "_unsaved", [])


def part(name: str, *needs: str, asks: str = "abc") -> Part:
    return Part(name, f"x/{name}.ipynb", name.title(), 45, frozenset(needs), frozenset(asks))


ROAD = [part("01_a"), part("02_b"), part("lab1"), part("03_c")]


# --- what there is --------------------------------------------------------------------------------


def test_the_road_of_the_course_has_each_part_where_what_it_needs_is_behind():
    road = parts()
    names = [each.name for each in road]
    assert names[:5] == ["01_sequences", "02_perceptron", "03_recurrence", "04_language", "lab1"]
    assert [name for name in names if name.startswith("lab")] == [f"lab{k}" for k in range(1, 6)]
    for place, each in enumerate(road):
        if each.is_lab:
            assert each.needs, each.name
            assert each.needs <= set(names[:place])
            assert len(each.asks) in (11, 12)
        assert 20 <= each.minutes <= 120


def test_a_lab_comes_as_soon_as_it_can_and_never_before_an_earlier_one():
    lectures = [part("01_a"), part("02_b"), part("03_c")]
    labs = [part("lab1", "02_b"), part("lab2", "01_a"), part("lab3", "lab1", "03_c")]
    order = [each.name for each in in_order([*lectures, *labs])]
    assert order == ["01_a", "02_b", "lab1", "lab2", "03_c", "lab3"]


def write(path, head: str, *data: dict) -> None:
    cells = [{"source": [head]}, {"source": [], "outputs": [{"data": each} for each in data]}]
    path.write_text(json.dumps({"cells": cells}))


def test_a_part_is_read_from_its_stored_notebook(tmp_path, monkeypatch):
    for folder in ("notebooks", "solutions"):
        (tmp_path / folder).mkdir()
    head = "# 02. Loops\n| Time | about 45 minutes |\n| You need | [01](01_a.ipynb) and time |"
    predict = {"application/vnd.seqlab.predict+json": {"id": "turns"}}
    quiz = {"application/vnd.seqlab.quiz+json": {"id": "02-why"}}
    write(tmp_path / "notebooks/02_b.ipynb", head, predict, quiz, {"text/plain": "a"})
    head = (
        "# Lab 1. A loop\n| Time | about 9 minutes |\n| You need | [2](../notebooks/02_b.ipynb) |"
    )
    verdict = {"application/vnd.seqlab.check+json": {"title": "1.1 turn", "right": True}}
    write(tmp_path / "solutions/lab1_loop.ipynb", head, verdict, predict)
    monkeypatch.setattr(start, "course_root", lambda: tmp_path)
    lecture, lab = parts()
    assert lecture == Part(
        "02_b", "notebooks/02_b.ipynb", "Loops", 45, frozenset(["01_a"]),
        frozenset(["turns", "02-why"]),
    )  # fmt: skip
    assert lab == Part(
        "lab1", "labs/lab1_loop.ipynb", "A loop", 9, frozenset(["02_b"]), frozenset(["turn"])
    )
    assert (lecture.label, lab.label) == ("02", "Lab 1")


def test_a_head_without_its_minutes_is_named(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    write(tmp_path / "notebooks/02_b.ipynb", "# 02. Loops\n| You need | time |")
    monkeypatch.setattr(start, "course_root", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"02_b\.ipynb: its head needs"):
        parts()


def test_a_course_without_notebooks_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "course_root", lambda: tmp_path)
    with pytest.raises(FileNotFoundError, match="install it again"):
        parts()


# --- how far one is -------------------------------------------------------------------------------


def test_a_lab_counts_what_was_right_the_last_time():
    lab = part("lab1")
    assert standing(lab).text == "not begun"
    record("lab1", "a", False)
    assert (standing(lab).mark, standing(lab).text) == ("begun", "0 of 3")
    for item in ("a", "b", "of an older edition"):
        record("lab1", item, True)
    record("lab1", "c", False, kind="skip")
    assert standing(lab).text == "2 of 3, 1 skipped"
    record("lab1", "c", True)
    assert (standing(lab).mark, standing(lab).text) == ("done", "done")
    record("lab1", "a", False)
    assert standing(lab).text == "2 of 3"


def test_a_notebook_counts_what_was_answered_right_or_wrong():
    lecture = part("01_a")
    record("01_a", "a", False, kind="predict")
    record("01_a", "b", True, kind="quiz")
    assert standing(lecture).text == "2 of 3"
    record("01_a", "c", False, kind="quiz")
    assert standing(lecture).mark == "done"


def test_where_notebooks_are_built_nothing_is_begun(monkeypatch):
    record("lab1", "a", True)
    monkeypatch.setenv(STRICT, "1")
    assert {standing(each).mark for each in ROAD} == {"not begun"}
    assert start.wrong_text(ROAD) == ""


# --- what is next ---------------------------------------------------------------------------------


def finish(*names: str) -> None:
    for name in names:
        for item in "abc":
            record(name, item, True, kind="check" if name.startswith("lab") else "quiz")


def test_the_next_step_is_the_first_part_that_is_begun_else_the_first_that_is_not():
    assert next_part(ROAD).name == "01_a"
    finish("01_a")
    assert next_part(ROAD).name == "02_b"
    record("lab1", "a", True)
    assert next_part(ROAD).name == "lab1", "it is begun"
    finish("lab1")
    assert next_part(ROAD).name == "02_b", "it was left out"
    finish("02_b", "03_c")
    assert next_part(ROAD) is None
    assert "all of it" in start.next_text(ROAD)


def test_a_part_that_asks_nothing_is_behind_whoever_has_begun_a_later_one():
    road = [part("01_a", asks=""), part("02_b", asks=""), part("lab1"), part("03_c", asks="")]
    assert next_part(road).name == "01_a"
    finish("lab1")
    assert next_part(road).name == "03_c"


def test_the_table_links_each_part_with_its_minutes():
    record("lab1", "a", True)
    lines = table(ROAD).splitlines()
    assert lines[2] == "| ○ | [01. 01_A](../x/01_a.ipynb) | 45 | not begun |"
    assert lines[4] == "| ◐ | [Lab 1. Lab1](../x/lab1.ipynb) | 45 | 1 of 3 |"


def test_in_colab_links_lead_to_the_repository(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    address = "https://colab.research.google.com/github/seqlab/seqlab/blob/main/x/01_a.ipynb"
    assert start.link(part("01_a")) == address


def test_the_picture_says_in_words_what_it_shows():
    record("lab1", "a", True)
    figure, words = start.draw(ROAD)
    assert "Lab 1 1 of 3; 03 not begun" in words
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.texts][2] == "Lab 1 Lab1"


def test_what_was_wrong_the_last_time_is_due():
    record("lab1", "a", False, number="1.1")
    record("lab1", "b", False, number="1.2")
    record("lab1", "b", True, number="1.2")
    record("lab1", "c", False, kind="quiz")
    assert start.wrong_text(ROAD).endswith("- [Lab 1. Lab1](../x/lab1.ipynb): 1.1 a")
    record("lab1", "a", True, number="1.1")
    assert start.wrong_text(ROAD) == ""
