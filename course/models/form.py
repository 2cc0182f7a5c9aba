"""A reader that knows where in the form of a tune it is: section, repeat, ending, pickup."""

from __future__ import annotations

from typing import NamedTuple

from seqlab.music.metronome import LONGEST, Metronome

BEATS = LONGEST + 3  # not known, too long, 0 to LONGEST ticks
BARS = 18  # bars of a section told apart: 0 to 16, and more
REPEATS = 6  # a repeat is open or not; no ending, in the first one, the second one is due


class Place(NamedTuple):
    """Where a tune stands after a character: small numbers, each below its bound.

    Attributes:
        left: what is left of the bar, in ticks + 2 (1: too long), below ``BEATS``.
        left_at_end: the same if the section ends with this bar: a pickup at its start, or at the
            start of the tune, counts as part of the bar. 0 while that is not known.
        repeat: 3 if a repeat is open, and 1 in a first ending, 2 when the second one is due.
        bars: bars of the section that are closed.

    """

    left: int
    left_at_end: int
    repeat: int
    bars: int


class FormReader:
    """Reads a tune, character by character, with a metronome; judges nothing."""

    def __init__(self) -> None:
        self.metronome = Metronome()
        self._last = ""
        self._bars = 0
        self._pickup: float | None = None  # of the tune, once its first bar is closed
        self._section_pickup = 0.0
        self._repeat_open = False
        self._ending = 0
        self._before_ending = (0, 0.0)  # bars and pickup of the section whose second ending is due

    def read(self, character: str) -> Place:
        """Read the next character; return where the tune stands."""
        metronome = self.metronome
        in_header, held = metronome.in_header, metronome.held
        left = metronome.read(character)
        if not in_header:
            if held and not metronome.held:
                self._close_bar(held)
            self._read_sign(character)
            self._last = character
        left_at_end = 0
        if self._bars:
            pickup = self._section_pickup or self._pickup or 0.0
            left_at_end = 2 + max(-1, min(LONGEST, round(metronome.full - metronome.held - pickup)))
        repeat = 3 * self._repeat_open + self._ending
        return Place(left + 2, left_at_end, repeat, min(self._bars, BARS - 1))

    def _close_bar(self, held: float) -> None:
        if not self._bars:
            short = held < self.metronome.full - 0.5
            self._section_pickup = held if short else 0.0
            if self._pickup is None:
                self._pickup = self._section_pickup
        self._bars += 1

    def _read_sign(self, character: str) -> None:
        sign = self._last + character
        if sign == ":|":
            self._before_ending = (self._bars, self._section_pickup)
            self._repeat_open = False
            self._ending = 2 if self._ending == 1 else 0
        elif sign in ("::", "|:"):
            self._repeat_open, self._ending = True, 0
        elif sign in ("|1", "[1"):
            self._ending = 1
        elif sign in ("|2", "[2"):
            self._ending = 0
            if not self._bars:
                self._bars, self._section_pickup = self._before_ending
        if sign in (":|", "::", "|:", "||", "|]"):
            self._bars, self._section_pickup = 0, 0.0
