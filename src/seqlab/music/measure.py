"""Measures of many tunes at once: how many are valid, how varied they are, how much is copied."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence

from seqlab.music.abc import AbcError, Tune, parse
from seqlab.music.validity import is_valid

WINDOW = 32


def valid_share(texts: Sequence[str]) -> float:
    """Return the share of tunes that are valid, see ``validity.problems``.

    Raises:
        ValueError: There are no tunes.
    """
    if not texts:
        raise ValueError("there are no tunes to measure")
    return sum(map(is_valid, texts)) / len(texts)


def distinct_bars(texts: Sequence[str]) -> float:
    """Return the number of different bars (pitches and durations) over the number of all bars.

    The share falls with the number of tunes: compare only sets of the same size. Tunes that
    cannot be read are left out.
    """
    bars = [
        tuple((event.pitch, event.duration) for event in bar.events)
        for tune in _readable(texts)
        for bar in tune.bars
    ]
    return len(set(bars)) / len(bars) if bars else 0.0


def pitch_spread(texts: Sequence[str]) -> float:
    """Return the standard deviation of all pitches, in semitones; unreadable tunes are left out."""
    pitches = [
        event.pitch for tune in _readable(texts) for event in tune.events if event.pitch is not None
    ]
    return statistics.pstdev(pitches) if pitches else 0.0


def mean_bars(texts: Sequence[str]) -> float:
    """Return the mean number of bars in a tune; unreadable tunes are left out."""
    counts = [len(tune.bars) for tune in _readable(texts)]
    return sum(counts) / len(counts) if counts else 0.0


def text_windows(texts: Iterable[str]) -> set[str]:
    """Return all strings of 32 characters in the bodies of the tunes."""
    return {body[i : i + WINDOW] for body in map(_body, texts) for i in _starts(body)}


def copied_share(text: str, known: set[str]) -> float:
    """Return the share of the windows of a tune that are in ``known``, see ``text_windows``."""
    body = _body(text)
    starts = _starts(body)
    return sum(body[i : i + WINDOW] in known for i in starts) / len(starts) if starts else 0.0


def _readable(texts: Iterable[str]) -> Iterator[Tune]:
    for text in texts:
        try:
            yield parse(text)
        except AbcError:  # a model's tune may be no tune
            continue


def _body(text: str) -> str:
    return text.split("\n", 3)[-1]


def _starts(body: str) -> range:
    return range(len(body) - WINDOW + 1)
