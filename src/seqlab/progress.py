"""What a learner tried and reached: one line of JSON for each event, kept on this computer.

Each check (each prediction and quiz too) adds one line to ``progress.jsonl`` in the user's data
folder, or in the folder that SEQLAB_PROGRESS names. So a new kernel knows what was done. Nobody's
name is stored, and nothing leaves the computer.

In Colab the disk is lost at the end. There the same event also stands in the output of its cell,
under ``MIME``: the saved notebook carries it, and ``from_notebook`` reads it back.

Several kernels may write at once. A damaged line costs that line. Where nothing can be written,
events are kept in memory until the kernel stops, and this is said once. Where solutions are built
or tested (SEQLAB_STRICT is set) nothing is stored or read, and an event has no time.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import platformdirs
from filelock import FileLock

MIME = "application/vnd.seqlab.progress+json"
FOLDER = "SEQLAB_PROGRESS"
STRICT = "SEQLAB_STRICT"
COMES_BACK = (1, 7, 21)  # days after the first, second and third right answer to a question
LOCK_SECONDS = 2.0  # a lock that is not given by then is done without

_OLD_MIME = "application/vnd.seqlab.check+json"  # in notebooks saved before there was progress
_OLD_TITLE = re.compile(r"((\d+)\.\d+) (\w+)")

_part = ""  # the notebook that runs in this kernel
_unsaved: list[Event] = []
_warned = False


@dataclass(frozen=True)
class Event:
    """Something that was tried once.

    Args:
        time: When, in UTC, as ISO 8601; "" where that is not known.
        kind: "check", "skip", "predict" or "quiz".
        part: The lab or notebook, such as "lab1".
        item: The name of the exercise or question, such as "unroll".
        right: Whether the answer was right.
        number: The number of the exercise, such as "1.7", or "".
        mistake: The name of the mistake that was found, or "".
        seconds: Since the event before it of the same part; None for the first one.
        answer: What was answered, of a prediction or a question.
    """

    time: str
    kind: str
    part: str
    item: str
    right: bool
    number: str = ""
    mistake: str = ""
    seconds: int | None = None
    answer: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the event as it stands in the file and in the output of a cell."""
        return asdict(self)


class NotebookError(ValueError):
    """A file is not there, or is no notebook; the message is one sentence."""


def begin(part: str) -> None:
    """Say which notebook runs in this kernel, such as "02_perceptron"; "" is none of the course."""
    global _part
    _part = part


def current_part() -> str:
    """Return the name of the notebook that runs, or "" where none was told."""
    return _part


def record(
    part: str,
    item: str,
    right: bool,
    number: str = "",
    mistake: str = "",
    kind: str = "check",
    answer: str = "",
) -> Event:
    """Store an event of now and return it; this never fails.

    Args:
        part: The lab or notebook, such as "lab1".
        item: The name of the exercise or question.
        right: Whether the answer was right.
        number: The number of the exercise.
        mistake: The name of the mistake that was found.
        kind: "check", "skip", "predict" or "quiz".
        answer: What was answered.
    """
    if os.environ.get(STRICT):
        return Event("", kind, part, item, right, number, mistake, answer=answer)
    now = datetime.now(UTC).replace(microsecond=0)
    earlier = events(part)
    seconds = None
    if earlier:
        since = now - datetime.fromisoformat(earlier[-1].time)
        seconds = max(0, int(since.total_seconds()))
    event = Event(now.isoformat(), kind, part, item, right, number, mistake, seconds, answer)
    _unsaved.append(event)
    _save()
    return event


def events(part: str | None = None) -> list[Event]:
    """Return what was stored, in its order, of one part or of all; nothing in a build."""
    if os.environ.get(STRICT):
        return []
    try:
        lines = path().read_bytes().splitlines()
    except OSError:
        lines = []
    known = [event for line in lines if (event := _read(line)) and event.time]
    return [event for event in [*known, *_unsaved] if part in (None, event.part)]


def done(part: str, kind: str = "check") -> set[str]:
    """Return the items of a part whose last event is right."""
    last = {event.item: event.right for event in events(part) if event.kind == kind}
    return {item for item, right in last.items() if right}


def skipped(part: str) -> set[str]:
    """Return the exercises of a part that were skipped, and are not right since."""
    tried = {event.item for event in events(part) if event.kind == "skip"}
    return tried - done(part)


def comes_back() -> dict[tuple[str, str], date]:
    """Return the day on which each question of a quiz comes back, by its part and name.

    A right answer brings it back after 1 day, the next ones after 7 and after 21 days, and the
    right answer after that was the last. After a wrong one it begins anew. A right answer before
    its day proves little, and changes nothing.
    """
    rights: dict[tuple[str, str], int] = {}
    days: dict[tuple[str, str], date] = {}
    for event in events():
        key, today = (event.part, event.item), day(event)
        if event.kind != "quiz" or (event.right and today < days.get(key, today)):
            continue
        rights[key] = rights.get(key, 0) + 1 if event.right else 0
        wait = COMES_BACK[min(max(rights[key] - 1, 0), len(COMES_BACK) - 1)]
        days[key] = today + timedelta(days=wait)
    return {key: when for key, when in days.items() if rights[key] <= len(COMES_BACK)}


def due(now: datetime | None = None) -> list[tuple[str, str]]:
    """Return the questions to be asked again, the longest due first, by their part and name.

    Args:
        now: When; the present by default.
    """
    today = (now or datetime.now(UTC)).astimezone().date()
    waiting = sorted((when, key) for key, when in comes_back().items())
    return [key for when, key in waiting if when <= today]


def day(event: Event) -> date:
    """Return the day of an event, as the calendar on the wall showed it."""
    return datetime.fromisoformat(event.time).astimezone().date()


def forget() -> Path | None:
    """Move the file aside, in place of an older one there; return its new path, None without one.

    Raises:
        OSError: The file cannot be moved.
    """
    _unsaved.clear()
    old = path().with_name(f"{path().name}.old")
    try:
        return path().replace(old)
    except FileNotFoundError:
        return None


def path() -> Path:
    """Return the path of the file, whether it is there or not."""
    folder = os.environ.get(FOLDER) or platformdirs.user_data_dir("seqlab", appauthor=False)
    return Path(folder) / "progress.jsonl"


def from_notebook(notebook: str | Path) -> list[Event]:
    """Return the events that the outputs of a saved notebook carry, from top to bottom.

    Raises:
        NotebookError: There is no such file, or it is no notebook.
    """
    try:
        content = json.loads(Path(notebook).read_text(encoding="utf-8"))
        outputs = [output for cell in content["cells"] for output in cell.get("outputs", [])]
        datas = [output.get("data", {}) for output in outputs]
    except OSError as error:
        raise NotebookError(f"{notebook} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotebookError(f"{notebook} is not a notebook") from None
    found = [_event(data[MIME]) if MIME in data else _old_event(data) for data in datas]
    return list(dict.fromkeys(event for event in found if event))  # some stand in two outputs


def _old_event(data: dict[str, Any]) -> Event | None:
    """Return the event of a check that was saved as its title and whether it was right."""
    old = data.get(_OLD_MIME)
    match = _OLD_TITLE.fullmatch(str(old.get("title"))) if isinstance(old, dict) else None
    if old is None or match is None:
        return None
    return Event("", "check", f"lab{match[2]}", match[3], old.get("right") is True, match[1])


def _read(line: bytes) -> Event | None:
    """Return the event of a line; None where it is damaged."""
    try:
        return _event(json.loads(line))
    except (ValueError, RecursionError):
        return None


def _event(value: Any) -> Event | None:
    """Return an event read from JSON; None where it is none. What is not known is left out."""
    if not isinstance(value, dict):
        return None
    known = {field.name: value[field.name] for field in fields(Event) if field.name in value}
    try:
        event = Event(**known)
        aware = not event.time or datetime.fromisoformat(event.time).tzinfo
    except (TypeError, ValueError):
        return None
    words = (event.kind, event.part, event.item, event.number, event.mistake, event.answer)
    plain = isinstance(event.right, bool) and all(isinstance(word, str) for word in words)
    return event if aware and plain and isinstance(event.seconds, int | None) else None


def _save() -> None:
    """Store what is not stored yet; what cannot be stored stays in memory."""
    global _warned
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with _locked():
            while _unsaved:
                _append(json.dumps(_unsaved[0].as_json()))
                del _unsaved[0]
    except OSError as error:
        if not _warned:
            _warned = True
            print(
                f"Your progress cannot be stored in {path().parent} ({error.strerror}): it is kept "
                f"until this kernel stops. To keep it, set {FOLDER} to a folder of your own.",
                file=sys.stderr,
            )


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """Hold the lock of the file, if it can be had: Windows and network drives need it."""
    lock = FileLock(f"{path()}.lock", timeout=LOCK_SECONDS)
    with contextlib.suppress(OSError, NotImplementedError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _append(line: str) -> None:
    """Write a line at the end, at once; a line before it that was cut off stays apart from it."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    file = os.open(path(), flags, 0o600)
    try:
        cut_off = os.lseek(file, 0, os.SEEK_END) and _last_byte(file) != b"\n"
        data = (f"\n{line}\n" if cut_off else f"{line}\n").encode()
        if os.write(file, data) < len(data):
            raise OSError(errno.ENOSPC, "there is no room")
    finally:
        os.close(file)


def _last_byte(file: int) -> bytes:
    os.lseek(file, -1, os.SEEK_END)
    return os.read(file, 1)
