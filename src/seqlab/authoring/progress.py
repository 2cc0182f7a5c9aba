"""The table that `seqlab progress` prints: what is done and foreseen, which mistakes were met."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from seqlab.claims import course_root
from seqlab.progress import Event

MOST = 3  # mistakes named in a row
_NUMBER = re.compile(r"# TODO (\d+\.\d+):")
_HEAD = ("part", "done", "predicted", "quiz", "last time", "mistakes met most often")


def table(events: Sequence[Event]) -> str:
    """Return one row for each part; the last event of an item decides whether it is done."""
    if not events:
        return "Nothing was tried yet: open a lab and run a check."
    events = sorted(events, key=lambda event: event.time)
    parts = sorted({event.part for event in events})
    rows = [_HEAD, *(_row(part, [e for e in events if e.part == part]) for part in parts)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (zip(row, widths, strict=True) for row in rows)
    return "\n".join("  ".join(f"{cell:{w}}" for cell, w in row).rstrip() for row in padded)


def _row(part: str, events: Sequence[Event]) -> tuple[str, ...]:
    checks = [event for event in events if event.kind == "check"]
    last = _last(checks)
    total = exercises(part)
    done = f"{sum(last.values())} of {total}" if total else str(sum(last.values())) if last else ""
    right = {item for item, is_right in last.items() if is_right}
    if skipped := {event.item for event in events if event.kind == "skip"} - right:
        done += f", {len(skipped)} skipped"
    predicted, quiz = (
        _score([event for event in events if event.kind == kind]) for kind in ("predict", "quiz")
    )
    return part, done, predicted, quiz, _time(events[-1].time), _mistakes(checks)


def _last(events: Sequence[Event]) -> dict[str, bool]:
    """Return for each item whether it was right the last time."""
    return {event.item: event.right for event in events}


def _score(events: Sequence[Event]) -> str:
    last = _last(events)
    return f"{sum(last.values())} of {len(last)} right" if last else ""


def _time(time: str) -> str:
    """Return a time as the clock on the wall showed it; "" where it is not known."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}" if time else ""


def _mistakes(events: Sequence[Event]) -> str:
    met = Counter(event.mistake for event in events if event.mistake)
    return ", ".join(f"{name} ({count})" for name, count in met.most_common(MOST))


@cache
def exercises(part: str) -> int:
    """Return how many exercises a lab asks, by its stored solution; 0 where there is none."""
    if not re.fullmatch(r"\w+", part):
        return 0
    for path in (course_root() / "solutions").glob(f"{part}_*.ipynb"):
        return len(set(_NUMBER.findall(path.read_text(encoding="utf-8"))))
    return 0
