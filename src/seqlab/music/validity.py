"""Is it a tune? It parses, its bars fit the metre, its repeats and ties lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from math import lcm

from seqlab.music.abc import REPEAT_ENDS, REPEAT_STARTS, Bar, Tune, read


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a tune from being valid.

    Attributes:
        kind: ``header``, ``syntax``, ``long bar``, ``short bar``, ``empty bar``, ``repeat``,
            ``tie`` or ``end``.
        message: what was found and what to do.

    """

    line: int
    column: int
    kind: str
    message: str


def is_valid(text: str) -> bool:
    """Whether the text is a valid tune in normal form."""
    return not problems(text)


def problems(text: str) -> list[Problem]:
    """Return all that is wrong with a tune in normal form, in the order of the text; never raises.

    A tune is valid if its header is complete and legal, its body parses, at least two bars have
    notes, a bar line ends it, its repeats and ties lead somewhere and every bar sums to the metre.
    Shorter bars are allowed where players expect them: a pickup at the start of the tune or of a
    section, a last bar of a section that a pickup completes, and a bar that the first bar of each
    ending completes.
    """
    tune, errors = read(text)
    found = [
        Problem(error.line, error.column, "syntax" if tune else "header", error.message)
        for error in errors
    ]
    if tune:
        for check in (_bar_problems, _repeat_problems, _tie_problems, _end_problems):
            found.extend(check(tune))
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def _problem(bar: Bar, kind: str, message: str) -> Problem:
    return Problem(bar.line, bar.column, kind, message)


def _bar_problems(tune: Tune) -> Iterator[Problem]:
    full = tune.bar_duration
    for index, bar in enumerate(tune.bars):
        duration = bar.duration
        if not bar.events:
            yield _problem(bar, "empty bar", "nothing stands between these bar lines: remove one")
        elif duration > full:
            yield _problem(bar, "long bar", f"{_compare(duration, tune)}: take notes away")
        elif duration < full and not _is_completed(tune, index):
            yield _problem(bar, "short bar", f"{_compare(duration, tune)}: add notes or a rest")


def _compare(duration: Fraction, tune: Tune) -> str:
    beats, unit = tune.metre
    denominator = lcm(duration.denominator, unit)
    lasts = f"{duration * denominator}/{denominator}"
    return f"this bar lasts {lasts}, the metre wants {beats}/{unit}"


def _is_completed(tune: Tune, index: int) -> bool:
    """Whether a short bar is a pickup, or other bars that follow or precede it fill it up."""
    bar = tune.bars[index]
    if index == 0 or (bar.starts_section and not bar.ending):
        return True
    missing = tune.bar_duration - bar.duration
    return missing in _completions(tune, index)


def _completions(tune: Tune, index: int) -> Iterator[Fraction]:
    """Yield the lengths of the bars that may share one full bar with a short bar."""
    bars = tune.bars
    bar = bars[index]
    following = bars[index + 1] if index + 1 < len(bars) else None
    common = tune.common_bar(index) if bar.ending else None
    if common:  # an ending goes on where the common part broke off
        yield common.duration
    if following and (not bar.closing or _is_common(tune, index)):
        yield following.duration
    if bar.ends_section or not following:
        yield bars[0].duration
        yield bars[_section_start(tune, index)].duration
        if following:
            yield following.duration


def _is_common(tune: Tune, index: int) -> bool:
    """Whether both endings go on from a bar alike: as long before their own first bar line."""
    first, later = tune.bars[index + 1], islice(tune.bars, index + 2, None)
    other = next((bar for bar in later if bar.ending), None)
    alike = other is None or other.ending != 2 or other.duration == first.duration
    return first.ending == 1 and alike


def _section_start(tune: Tune, index: int) -> int:
    """Return the first bar of the section that a bar belongs to; endings belong to their repeat."""
    while index > 0 and (not tune.bars[index].starts_section or tune.bars[index].ending):
        index -= 1
    return index


def _repeat_problems(tune: Tune) -> Iterator[Problem]:
    opened: Bar | None = None
    ending: Bar | None = None
    for before, bar in pairwise((None, *tune.bars)):
        assert bar is not None
        if bar.opening in REPEAT_STARTS:
            if opened:
                yield _problem(opened, "repeat", "this repeat is never closed: end it with :|")
            opened = bar
        if bar.ending == 1:
            ending = bar
        elif bar.ending == 2:
            if ending is None or before is None or before.closing not in REPEAT_ENDS:
                yield _problem(
                    bar, "repeat", "a second ending follows a first one and :|, as in |1 A3:|2 B3|]"
                )
            ending = None
        if bar.closing in REPEAT_ENDS:
            opened = None
    if opened:
        yield _problem(opened, "repeat", "this repeat is never closed: end it with :|")
    if ending:
        yield _problem(ending, "repeat", "there is no second ending: write |2 after :|")


def _tie_problems(tune: Tune) -> Iterator[Problem]:
    for index, bar in enumerate(tune.bars):
        for event, following in pairwise((*bar.events, None)):
            if not event or not event.tied:
                continue
            targets = [following.pitch] if following else _next_pitches(tune, index)
            if event.pitch not in targets:
                message = "a tie leads to the same pitch: remove it or change the next note"
                yield Problem(event.line, event.column, "tie", message)


def _next_pitches(tune: Tune, index: int) -> list[int | None]:
    """Return the pitches that may sound right after a bar: in the next one, or at the repeat."""
    following = [tune.bars[index + 1]] if index + 1 < len(tune.bars) else []
    if tune.bars[index].closing in REPEAT_ENDS:
        following.append(tune.bars[_section_start(tune, index)])
    return [bar.events[0].pitch for bar in following if bar.events]


def _end_problems(tune: Tune) -> Iterator[Problem]:
    last = tune.bars[-1] if tune.bars else None
    if sum(any(event.pitch is not None for event in bar.events) for bar in tune.bars) < 2:
        yield Problem(4, 1, "end", "the tune is too short: write at least two bars with notes")
    if last and not last.closing:
        yield _problem(last, "end", "the last bar is open: end the tune with |]")
