"""What was tried and reached: stored, read again, and carried in a notebook."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import nbformat
import platformdirs
import pytest

from seqlab import progress
from seqlab.progress import MIME, STRICT, Event, NotebookError, done, events, from_notebook, record


@pytest.fixture(autouse=True)
def learner(monkeypatch):
    """A new kernel of a learner: nothing in memory, nothing said."""
    monkeypatch.delenv(STRICT, raising=False)
    monkeypatch.setattr(progress, "_unsaved", [])
    monkeypatch.setattr(progress, "_warned", False)


def new_kernel(monkeypatch) -> None:
    monkeypatch.setattr(progress, "_unsaved", [])


# --- one kernel after the other -------------------------------------------------------------------


def test_a_new_kernel_knows_what_was_tried(monkeypatch):
    first = record("lab1", "unroll", False, number="1.7", mistake="no state")
    second = record("lab1", "unroll", True, "1.7")
    record("lab2", "clip", True, number="2.1")
    new_kernel(monkeypatch)
    assert events("lab1") == [first, second]
    assert [event.part for event in events()] == ["lab1", "lab1", "lab2"]
    assert (first.kind, first.item, first.number, first.mistake) == (
        "check",
        "unroll",
        "1.7",
        "no state",
    )


def test_done_is_what_was_right_the_last_time():
    for item, right in [("a", False), ("a", True), ("b", True), ("b", False), ("c", True)]:
        record("lab1", item, right)
    record("lab2", "d", True)
    record("lab1", "where the loss goes", True, kind="predict")
    assert done("lab1") == {"a", "c"}
    assert done("lab1", kind="predict") == {"where the loss goes"}
    assert done("lab9") == set()


def test_an_event_has_its_time_and_the_seconds_since_the_last_one_of_its_part(monkeypatch):
    now = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz):
            return now.astimezone(tz)

    monkeypatch.setattr(progress, "datetime", Clock)
    assert record("lab1", "a", True).seconds is None
    now = now.replace(minute=2)
    assert record("lab2", "b", True).seconds is None
    event = record("lab1", "a", True)
    assert (event.time, event.seconds) == ("2026-11-25T13:02:00+00:00", 120)
    now = now.replace(minute=1)
    assert record("lab1", "a", True).seconds == 0, "a clock that was put back"


def test_the_stored_line_holds_the_event_and_nothing_of_who_or_where():
    event = record("lab1", "unroll", True, number="1.7")
    (line,) = progress.path().read_text().splitlines()
    assert json.loads(line) == event.as_json()
    assert set(event.as_json()) == {
        "time",
        "kind",
        "part",
        "item",
        "right",
        "number",
        "mistake",
        "seconds",
        "answer",
    }


def test_it_is_kept_in_the_users_data_folder_if_no_other_is_named(monkeypatch):
    monkeypatch.delenv("SEQLAB_PROGRESS")
    folder = platformdirs.user_data_path("seqlab", appauthor=False)
    assert progress.path() == folder / "progress.jsonl"


def test_forgetting_moves_the_file_aside():
    assert progress.forget() is None
    record("lab1", "a", True)
    old = progress.forget()
    assert old.name == "progress.jsonl.old"
    assert "lab1" in old.read_text()
    assert events() == []
    record("lab1", "b", True)
    assert [event.item for event in events()] == ["b"]


def test_the_run_of_an_instructor_is_no_progress(monkeypatch):
    monkeypatch.setenv(STRICT, "1")
    event = record("lab1", "a", True, number="1.1")
    assert event == record("lab1", "a", True, number="1.1"), (
        "a built notebook is the same each time"
    )
    assert event.time == ""
    assert events() == []
    assert not progress.path().exists()


def test_the_run_of_an_instructor_does_not_see_what_was_tried_before(monkeypatch):
    record("lab1", "a", True)
    record("lab1", "q", True, kind="quiz")
    monkeypatch.setenv(STRICT, "1")
    assert events() == []
    assert done("lab1") == set()
    assert progress.due(datetime(2100, 1, 1, tzinfo=UTC)) == []


# --- questions that come back ---------------------------------------------------------------------


@pytest.fixture
def answered(monkeypatch):
    """Answer a question of a quiz at noon of a day of November 2026, or later."""
    monkeypatch.setenv("TZ", "Europe/Kyiv")
    time.tzset()

    def answer(day: int, right: bool, item: str = "q", kind: str = "quiz", hour: int = 12):
        noon = datetime(2026, 11, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)
        monkeypatch.setattr(progress, "datetime", frozen(noon))
        record("07_lstm", item, right, kind=kind)

    yield answer
    monkeypatch.undo()
    time.tzset()


def frozen(moment: datetime) -> type:
    class Clock(datetime):
        @classmethod
        def now(cls, tz):
            return moment.astimezone(tz)

    return Clock


def back(item: str = "q") -> str:
    """Return the day and month on which a question comes back, or "" for never."""
    day = progress.comes_back().get(("07_lstm", item))
    return f"{day:%d.%m}" if day else ""


def test_a_question_comes_back_after_1_and_7_and_21_days_of_right_answers(answered):
    for day, expected in [(1, "02.11"), (2, "09.11"), (9, "30.11"), (30, "")]:
        answered(day, True)
        assert back() == expected


def test_after_a_wrong_answer_a_question_begins_anew(answered):
    for day, right, expected in [
        (1, False, "02.11"),
        (2, True, "03.11"),
        (3, True, "10.11"),
        (12, False, "13.11"),  # later than its day
        (13, True, "14.11"),
    ]:
        answered(day, right)
        assert back() == expected


def test_a_right_answer_before_its_day_changes_nothing(answered):
    for _ in range(5):
        answered(1, True)
    assert back() == "02.11"
    answered(1, False)
    answered(1, True)
    assert back() == "02.11", "right at once, after it was told what is wrong"
    answered(2, True)
    assert back() == "03.11"


def test_what_was_never_to_come_back_does_when_it_is_wrong_again(answered):
    for day in (1, 2, 9, 30):
        answered(day, True)
    answered(40, False)
    assert back() == "11.12"


def test_only_questions_of_a_quiz_come_back(answered):
    answered(1, True, kind="predict")
    answered(1, True, kind="check")
    assert progress.comes_back() == {}


def test_due_is_what_has_come_back_the_longest_due_first(answered):
    answered(3, True, item="b")
    answered(2, True, item="a")
    answered(2, True, item="later")
    answered(3, True, item="later")
    assert progress.due(datetime(2026, 11, 2, 12, tzinfo=UTC)) == []
    assert progress.due(datetime(2026, 11, 3, 12, tzinfo=UTC)) == [("07_lstm", "a")]
    assert progress.due(datetime(2026, 11, 4, 12, tzinfo=UTC)) == [
        ("07_lstm", "a"),
        ("07_lstm", "b"),
    ]
    assert progress.due() == [("07_lstm", "a")], "now, on the third"


def test_a_day_is_that_of_the_calendar_on_the_wall(answered):
    answered(1, True, hour=21)  # 23 o'clock in Kyiv
    assert progress.due(datetime(2026, 11, 1, 21, 59, tzinfo=UTC)) == []
    assert progress.due(datetime(2026, 11, 1, 22, 1, tzinfo=UTC)) == [("07_lstm", "q")]


# --- what can go wrong ----------------------------------------------------------------------------


def test_kernels_at_once_lose_nothing():
    code = (
        "import os, sys, time; from seqlab.progress import record\n"
        "write = os.write\n"
        "os.write = lambda file, line: time.sleep(0.002) or write(file, line)\n"  # others come in
        "for n in range(50): record('lab1', f'{sys.argv[1]} {n}', True)"
    )
    kernels = [subprocess.Popen([sys.executable, "-c", code, str(k)]) for k in range(4)]
    assert [kernel.wait(timeout=120) for kernel in kernels] == [0] * 4
    assert done("lab1") == {f"{k} {n}" for k in range(4) for n in range(50)}
    assert len(events()) == 200


GOOD = {"time": "2026-11-25T13:00:00+00:00", "kind": "check", "part": "lab1", "item": "x"}


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"{}",
        json.dumps(GOOD).encode(),
        json.dumps(GOOD | {"right": "yes"}).encode(),
        json.dumps(GOOD | {"right": True, "time": "noon"}).encode(),
        json.dumps(GOOD | {"right": True, "time": "2026-11-25T13:00:00"}).encode(),
        json.dumps(GOOD | {"right": True, "part": 1}).encode(),
        json.dumps(GOOD | {"right": True, "seconds": "3"}).encode(),
        json.dumps(GOOD | {"right": True, "answer": 3}).encode(),
    ],
    ids=lambda line: line[:60],
)
def test_a_damaged_line_costs_that_line_only(line):
    record("lab1", "a", True)
    with progress.path().open("ab") as file:
        file.write(line)  # cut off: the next line begins in its midst
    record("lab1", "b", True)
    with progress.path().open("ab") as file:
        file.write(line + b"\n")
    record("lab1", "c", True)
    assert [event.item for event in events()] == ["a", "b", "c"]


def test_a_line_of_a_later_version_is_read_as_far_as_it_is_known():
    record("lab1", "a", True)
    with progress.path().open("a") as file:
        file.write(json.dumps(GOOD | {"right": True, "mood": "good"}) + "\n")
    assert [event.item for event in events()] == ["a", "x"]


def test_where_nothing_can_be_written_it_works_in_memory_and_says_so_once(
    monkeypatch, tmp_path, capsys
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SEQLAB_PROGRESS", str(tmp_path / "file" / "folder"))
    record("lab1", "a", True)
    assert record("lab1", "b", True).seconds == 0
    assert done("lab1") == {"a", "b"}
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "cannot be stored" in said
    assert "SEQLAB_PROGRESS" in said
    monkeypatch.setenv("SEQLAB_PROGRESS", str(tmp_path / "free"))
    record("lab1", "c", True)
    new_kernel(monkeypatch)
    assert [event.item for event in events()] == ["a", "b", "c"], "stored as soon as there is room"


def test_on_a_full_disk_an_event_is_kept_in_memory(monkeypatch, capsys):
    record("lab1", "a", True)
    write = os.write
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", lambda file, line: write(file, line[:20]))
        record("lab1", "b", True)
    assert done("lab1") == {"a", "b"}
    assert "no room" in capsys.readouterr().err


def test_where_nothing_can_be_locked_it_writes_all_the_same(monkeypatch):
    def refuse(lock):
        raise NotImplementedError

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    record("lab1", "a", True)
    assert "lab1" in progress.path().read_text()


def test_what_cannot_be_read_is_nothing(monkeypatch):
    progress.path().mkdir(parents=True)
    assert events() == []
    record("lab1", "a", True)
    assert done("lab1") == {"a"}


# --- in a notebook --------------------------------------------------------------------------------


def notebook(folder, *datas: dict):
    cells = [nbformat.v4.new_markdown_cell("words"), nbformat.v4.new_code_cell("check(f)")]
    cells[1].outputs = [nbformat.v4.new_output("stream", text="noise")] + [
        nbformat.v4.new_output("display_data", data=data) for data in datas
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "lab.ipynb")
    return folder / "lab.ipynb"


OLD = "application/vnd.seqlab.check+json"


def test_a_saved_notebook_carries_its_events(tmp_path):
    tried = [record("lab1", "a", False, "1.1", "no bias"), record("lab1", "b", True, "1.2")]
    path = notebook(tmp_path, *({MIME: event.as_json(), "text/plain": "x"} for event in tried))
    assert from_notebook(path) == tried


def test_an_event_that_two_outputs_carry_is_read_once(tmp_path):
    event = record("07_lstm", "bit", False, kind="predict", mistake="it grows", answer="it grows")
    other = record("07_lstm", "bit", True, kind="predict", answer="it stays")
    path = notebook(tmp_path, *({MIME: found.as_json()} for found in (event, other, event)))
    assert from_notebook(path) == [event, other]


def test_notebooks_from_before_are_read_too(tmp_path):
    both = record("lab5", "b", True, "5.2")
    path = notebook(
        tmp_path,
        {OLD: {"title": "5.3 make_windows", "right": True}},
        {OLD: {"title": "check", "right": False}},
        {OLD: {"title": "5.2 b", "right": True}, MIME: both.as_json()},
        {MIME: {"part": "damaged"}},
        {OLD: "damaged"},
    )
    assert from_notebook(path) == [
        Event("", "check", "lab5", "make_windows", True, number="5.3"),
        both,
    ]


@pytest.mark.parametrize(
    "text",
    ["", "# not JSON", "[]", "{}", '{"cells": 3}', '{"cells": [1]}', "\x00"],
)
def test_another_file_is_no_notebook(tmp_path, text):
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(NotebookError, match=r"a\.txt is not a notebook"):
        from_notebook(tmp_path / "a.txt")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(NotebookError, match=r"no\.ipynb cannot be read: No such file"):
        from_notebook(tmp_path / "no.ipynb")
    with pytest.raises(NotebookError, match=r"cannot be read: Is a directory"):
        from_notebook(tmp_path)
    (tmp_path / "b.bin").write_bytes(b"\xff\xff")
    with pytest.raises(NotebookError, match=r"b\.bin is not a notebook"):
        from_notebook(tmp_path / "b.bin")


def test_where_notebooks_are_built_nobody_has_done_anything(monkeypatch):
    progress.record("lab1", "neuron", True)
    monkeypatch.setenv(progress.STRICT, "1")
    assert progress.events() == []
    assert progress.done("lab1") == set()
