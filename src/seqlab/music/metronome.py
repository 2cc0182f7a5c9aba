"""A metronome that reads along: how much of the bar is left after each character of a tune?"""

from __future__ import annotations

TICKS = 192  # in a whole note; finer lengths are rounded
LONGEST = 288  # ticks told apart: three halves of a whole note

_NOTES = frozenset("ABCDEFGabcdefgz")
_NAMED_METRES = {"C": "4/4", "C|": "2/2"}
_TUPLET_TIMES = {2: 3, 3: 2, 4: 3, 5: 2, 6: 2, 7: 2, 8: 3, 9: 2}  # p notes in the time of q


class Metronome:
    """Reads a tune, character by character, and tells what is left of the bar.

    It knows the metre from the header, which ends with the key, and counts a note as soon as its
    letter is read; a number, a slash or a broken rhythm after it changes the count. It judges
    nothing: whatever it cannot read counts nothing.

    Attributes:
        in_header: whether the header still goes on.
        full: ticks of a full bar.
    """

    def __init__(self) -> None:
        self._line = ""  # of the header, as far as it is read
        self.in_header = True
        self.full, self._unit = float(TICKS), TICKS / 8
        self._before = self._note = 0.0  # ticks of the notes before, and of the last note
        self._base = 0.0  # of the last note without the number after it
        self._written = 0.0  # of the last note with its number, without a broken rhythm
        self._length: str | None = None  # the number after the last note, while it can go on
        self._next = 1.0  # what a broken rhythm does to the next note
        self._tuplet, self._tuplet_left = 1.0, 0
        self._ending = 0.0  # where in the bar a first ending began
        self._last = ""

    @property
    def held(self) -> float:
        """Ticks that the bar holds so far."""
        return self._before + self._note

    def read(self, character: str) -> int:
        """Read the next character.

        Returns:
            Ticks (192 in a whole note) that are left of the bar if the last note ends here, from -1
            for any bar too long to ``LONGEST``.
        """
        if self.in_header:
            self._read_header(character)
        else:
            self._read_body(character)
            self._last = character
        return max(-1, min(LONGEST, round(self.full - self.held)))

    def _read_header(self, character: str) -> None:
        if character != "\n":
            self._line += character
            return
        field, _, value = self._line.partition(":")
        value = value.strip()
        top, _, bottom = _NAMED_METRES.get(value, value).partition("/")
        if top.isdecimal() and bottom.isdecimal() and int(bottom):
            if field == "M":
                self.full = TICKS * int(top) / int(bottom)
            elif field == "L":
                self._unit = TICKS * int(top) / int(bottom)
        self.in_header, self._line = field != "K", ""

    def _read_body(self, character: str) -> None:
        if character in _NOTES:
            self._begin_note()
        elif character in "0123456789" and self._last == "(":
            self._begin_tuplet(int(character))
        elif character in "12" and self._last in ("|", "["):
            self._begin_ending(character)
        elif character in "0123456789/" and self._length is not None:
            self._length += character
            self._note = self._written = self._base * _factor(self._length)
        elif character in ",'":
            pass  # an octave, before the number
        else:
            self._length = None
            if character in "<>":
                self._break_rhythm(character)
            elif character == "|" or (character == ":" and self._last == ":"):
                self._before = self._note = 0.0
                self._next, self._tuplet_left = 1.0, 0

    def _begin_note(self) -> None:
        self._before += self._note
        self._base = self._unit * self._next
        if self._tuplet_left:
            self._base *= self._tuplet
            self._tuplet_left -= 1
        self._note = self._written = self._base
        self._length, self._next = "", 1.0

    def _begin_tuplet(self, notes: int) -> None:
        self._tuplet = _TUPLET_TIMES.get(notes, notes) / max(1, notes)
        self._tuplet_left = notes

    def _begin_ending(self, number: str) -> None:
        """Remember where a first ending begins: the second one goes on from the same place."""
        if number == "1":
            self._ending = self.held
        else:
            self._before, self._note = self._ending, 0.0
        self._length = None

    def _break_rhythm(self, mark: str) -> None:
        """Give a part of one note to the other; a second mark of the same kind gives more."""
        short, long = (1 / 4, 7 / 4) if self._last == mark else (1 / 2, 3 / 2)
        now, self._next = (long, short) if mark == ">" else (short, long)
        self._note = self._written * now


def _factor(length: str) -> float:
    """Return what a number such as 2, /, 3/2 or // after a note makes of its length."""
    top, _, _ = length.partition("/")
    _, _, bottom = length.rpartition("/")
    slashes = length.count("/")
    below = int(bottom) if slashes and bottom and int(bottom) else 2**slashes
    return int(top or 1) / below
