"""The piano roll of a tune, and the sentence that says it to those who cannot see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from seqlab.music.abc import STEPS, Note, Tune, key_signature, parse
from seqlab.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_MODE_WORDS = {
    "": "major",
    "m": "minor",
    "dor": "Dorian",
    "mix": "Mixolydian",
    "phr": "Phrygian",
    "lyd": "Lydian",
    "loc": "Locrian",
}
MOST_LABELS = 14  # beside a piano roll; with more, only the scale is named, or home and fifth
_NOTE_COLOUR, _HOME_COLOUR = COLOURS[:2]


def describe(text: str) -> str:
    """Say in words what a score shows: ``a tune in D major, 6/8, 16 bars, range A3 to B5``.

    Raises:
        AbcError: if the text cannot be read.

    """
    tune = parse(text)
    beats, denominator = tune.metre
    written = sum((bar.duration for bar in tune.bars), Fraction(0))
    bars = round(written / tune.bar_duration)
    pitches = [event.pitch for event in tune.events if event.pitch is not None]
    names = _pitch_names(tune)
    compass = f"range {names(min(pitches))} to {names(max(pitches))}" if pitches else "no notes"
    return (
        f"a tune in {key_name(tune.key)}, {beats}/{denominator}, "
        f"{bars} {'bar' if bars == 1 else 'bars'}, {compass}"
    )


def piano_roll(text: str) -> Figure:
    """Draw a tune as it is played: time in bars to the right, pitch upwards, repeats unfolded.

    Raises:
        AbcError: if the text cannot be read.

    """
    from matplotlib.figure import Figure  # a second's import, only for those who draw

    tune = parse(text)
    notes = tune.played()
    home = _tonic(tune.key)
    bar_lines = _bar_lines(tune)
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.barh(
        [note.pitch for note in notes],
        [0.9 * float(note.duration / tune.bar_duration) for note in notes],
        left=[float(note.start / tune.bar_duration + bar_lines[0]) for note in notes],
        height=0.85,
        align="center",
        color=[_HOME_COLOUR if note.pitch % 12 == home else _NOTE_COLOUR for note in notes],
    )
    for x in bar_lines:
        axes.axvline(float(x), color="0.85", linewidth=0.8, zorder=0)
    scale = {(STEPS[step] + sharp) % 12 for step, sharp in key_signature(tune.key).items()}
    shown = sorted({note.pitch for note in notes})
    for degrees in ({(step - home) % 12 for step in scale}, {0, 7}):
        if len(shown) > MOST_LABELS:
            shown = [pitch for pitch in shown if (pitch - home) % 12 in degrees]
    names = _pitch_names(tune)
    axes.set_yticks(shown, [names(pitch) for pitch in shown], fontsize="x-small")
    axes.set_xlim(float(bar_lines[0]), float(bar_lines[-1]))
    axes.set_xlabel("time in bars, repeats played")
    axes.set_ylabel("pitch")
    axes.set_title(_title(tune, notes), loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _title(tune: Tune, notes: list[Note]) -> str:
    home = _tonic(tune.key)
    times = sum(note.pitch % 12 == home for note in notes)
    name = re.match("[A-G][#b]?", tune.key)
    assert name, "a parsed key has a tonic"
    return (
        f"{times} of the {len(notes)} notes of this tune in {key_name(tune.key)} are its home note,"
        f" {name[0]} (orange)"
    )


def _bar_lines(tune: Tune) -> list[Fraction]:
    """Return where the bars begin and end, in bars; a pickup comes before zero."""
    lengths = [bar.duration / tune.bar_duration for bar in tune.unfolded()]
    start = -lengths[0] if lengths[0] < 1 else Fraction(0)
    return [start, *(start + total for total in accumulate(lengths))]


def _tonic(key: str) -> int:
    """Return the pitch class of a key's home note: 0 for C, 11 for B."""
    return (STEPS[key[0]] + (key[1:2] == "#") - (key[1:2] == "b")) % 12


def key_name(key: str) -> str:
    """Return a key in words: ``F sharp minor``."""
    tonic, mode = key[0], key[1:]
    if mode[:1] in ("#", "b"):
        tonic += " sharp" if mode[0] == "#" else " flat"
        mode = mode[1:]
    return f"{tonic} {_MODE_WORDS[mode]}"


def _pitch_names(tune: Tune) -> Callable[[int], str]:
    """Return a function that names a MIDI pitch as the key spells it: A4 is 69."""
    flat_key = min(key_signature(tune.key).values()) < 0
    names = _FLAT_NAMES if flat_key else _SHARP_NAMES
    return lambda pitch: f"{names[pitch % 12]}{pitch // 12 - 1}"
