"""ABC in: read folk tunes in the course's normal form of ABC notation.

The normal form is what a model learns and writes: three header lines and the body in one line.
`seqlab.music.raw` brings other ABC into it.

    M:6/8
    L:1/8
    K:Edor
    B|E2B BAB|E2B BAB|1 e3 d2B:|2 e3 e2|]

Spaces stand between beats and nowhere else, so they show the metre and give the score its beams.
The notation itself: *The abc music standard 2.1*, https://abcnotation.com/wiki/abc:standard:v2.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, NoReturn

MAX_CHARACTERS = 20_000
MAX_DURATION = Fraction(4)  # whole notes, for a single note
LOWEST_PITCH, HIGHEST_PITCH = 21, 108  # the piano: A0 to C8

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTALS = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}
MODES = {"": 0, "m": -3, "dor": -2, "mix": -1, "phr": -4, "lyd": 1, "loc": -5}
"""Sharps that a mode adds to the major key on the same tonic."""

REPEAT_STARTS = ("|:", "::")
REPEAT_ENDS = (":|", "::")
SECTION_BREAKS = ("||", "|]", "[|", "|:", ":|", "::")

_SHARP_ORDER = "FCGDAEB"
_SHARPS_OF_MAJOR = {letter: index - 1 for index, letter in enumerate(_SHARP_ORDER)}
_UNITS = ("1/4", "1/8", "1/16")
_METRE_DENOMINATORS = (2, 4, 8, 16)
_MAX_BEATS = 32


class AbcError(ValueError):
    """Text that is not a tune, with the place where it stops being one.

    Attributes:
        message: what was found and what to do.
        line: line of the text, from 1.
        column: character in that line, from 1.

    """

    def __init__(self, message: str, line: int = 1, column: int = 1):
        self.message = message
        self.line = line
        self.column = column
        super().__init__(f"line {line}, column {column}: {message}")


@dataclass(frozen=True, slots=True)
class Event:
    """A note, or a rest if ``pitch`` is None.

    Attributes:
        pitch: MIDI number (60 is middle C).
        duration: in whole notes, as played (broken rhythm and tuplets applied).
        tied: the note sounds on into the next one.
        tuplet: (3, 2) for one of three notes in the time of two, None outside tuplets.
        bound: a tuplet or a broken rhythm binds it to the next event.
        text: its ABC in normal form, with what stands before and after it (``(3A``, ``B>``).

    """

    pitch: int | None
    duration: Fraction
    tied: bool
    tuplet: tuple[int, int] | None
    bound: bool
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands between two bar lines.

    Attributes:
        opening: bar line before it; empty at the start and where an ending begins inside a bar.
        closing: bar line after it; empty if there is none.
        ending: 1 or 2 if a first or second ending begins here.

    """

    events: tuple[Event, ...]
    opening: str
    closing: str
    ending: int | None
    line: int
    column: int

    @property
    def duration(self) -> Fraction:
        """Length in whole notes."""
        return sum((event.duration for event in self.events), Fraction(0))

    @property
    def starts_section(self) -> bool:
        """Whether a double bar, a thick bar or a repeat stands before it."""
        return self.opening in SECTION_BREAKS

    @property
    def ends_section(self) -> bool:
        """Whether a double bar, a thick bar or a repeat stands after it."""
        return self.closing in SECTION_BREAKS


@dataclass(frozen=True, slots=True)
class Note:
    """A sounding note: start and duration in whole notes, pitch as a MIDI number."""

    start: Fraction
    duration: Fraction
    pitch: int


@dataclass(frozen=True, slots=True)
class Tune:
    """A parsed tune.

    Attributes:
        metre: numerator and denominator.
        unit: the length of a note written without a number, in whole notes.
        key: tonic and mode, such as ``D``, ``F#m`` or ``Edor``.
        bars: in written order.

    """

    metre: tuple[int, int]
    unit: Fraction
    key: str
    bars: tuple[Bar, ...]

    @property
    def bar_duration(self) -> Fraction:
        """Length of a full bar in whole notes."""
        return Fraction(*self.metre)

    @property
    def beat(self) -> Fraction:
        """Length of a beat in whole notes: three eighths in 6/8, a quarter in 2/4, 4/4 and 2/2."""
        beats, denominator = self.metre
        if denominator >= 8 and beats % 3 == 0:
            return Fraction(3, denominator)
        return Fraction(1, 4)

    @property
    def events(self) -> Iterator[Event]:
        """Notes and rests in written order."""
        return (event for bar in self.bars for event in bar.events)

    def beats(self) -> Iterator[list[list[Event]]]:
        """Return the events of each bar, grouped by beat.

        Tuplets and broken rhythms stay in one group. In a pickup the beats are counted back from
        its bar line.
        """
        position = Fraction(0)
        for index, bar in enumerate(self.bars):
            if bar.ending:
                position = self._start_of_ending(index)
            elif (index == 0 or bar.starts_section) and bar.closing:
                position = max(Fraction(0), self.bar_duration - bar.duration)
            groups: list[list[Event]] = []
            on_beat = True
            for event in bar.events:
                if on_beat:
                    groups.append([])
                groups[-1].append(event)
                position += event.duration
                on_beat = not event.bound and position % self.beat == 0
            yield groups
            if bar.closing:
                position = Fraction(0)

    def _start_of_ending(self, index: int) -> Fraction:
        """Return where in a bar an ending begins: both begin where their common part broke off."""
        common = self.common_bar(index)
        if common is None:
            return Fraction(0)
        fills_it = common.duration + self.bars[index].duration == self.bar_duration
        return common.duration if fills_it or not common.closing else Fraction(0)

    def common_bar(self, index: int) -> Bar | None:
        """Return the bar from which an ending goes on: the last one before the first ending.

        None where a section ends with that bar, or there is none.
        """
        first = index
        while first > 0 and self.bars[first].ending != 1:
            bar = self.bars[first]
            if bar.opening in REPEAT_STARTS or (bar.ending and first != index):
                return None
            first -= 1
        common = self.bars[first - 1] if first > 0 else None
        return None if common is None or common.ends_section else common

    def unfolded(self) -> list[Bar]:
        """Return the bars in the order a player takes them: repeats and endings unfolded."""
        order: list[Bar] = []
        start = index = 0
        explicit_start = second_time = second_ending = False
        while index < len(self.bars):
            bar = self.bars[index]
            if bar.opening in REPEAT_STARTS and not (second_time and index == start):
                start, explicit_start = index, True
                second_time = second_ending = False
            if bar.ending == 1 and second_time:
                second_ending = True
                index = self._second_ending(index)
                if index == len(self.bars):
                    break
                bar = self.bars[index]
            order.append(bar)
            index += 1
            if bar.closing in REPEAT_ENDS and not second_time:
                second_time = True
                index = start
            elif bar.closing in REPEAT_ENDS or (
                bar.ends_section and (second_ending or not explicit_start)
            ):
                start, explicit_start = index, False
                second_time = second_ending = False
        return order

    def _second_ending(self, index: int) -> int:
        """Return the bar where the second time goes on, instead of at a first ending."""
        for later in range(index, len(self.bars)):
            if self.bars[later].ending == 2:
                return later
            if self.bars[later].closing in REPEAT_ENDS and (
                later + 1 == len(self.bars) or self.bars[later + 1].ending != 2
            ):
                return later + 1
        return len(self.bars)

    def played(self) -> list[Note]:
        """Return the notes as they sound: repeats unfolded, ties joined, rests left as gaps."""
        notes: list[Note] = []
        time = Fraction(0)
        sounding = False
        for event in (event for bar in self.unfolded() for event in bar.events):
            if event.pitch is None:
                sounding = False
            elif sounding and notes[-1].pitch == event.pitch:
                notes[-1] = replace(notes[-1], duration=notes[-1].duration + event.duration)
                sounding = event.tied
            else:
                notes.append(Note(time, event.duration, event.pitch))
                sounding = event.tied
            time += event.duration
        return notes


def parse(text: str) -> Tune:
    """Read a tune in normal form.

    Spaces may stand between any two marks of the body. Bars of any length are read: whether they
    fit the metre is for `seqlab.music.validity` to say.

    Raises:
        AbcError: where the text first departs from the normal form.

    """
    tune, errors = read(text)
    if errors:
        raise errors[0]
    assert tune is not None
    return tune


def read(text: str) -> tuple[Tune | None, list[AbcError]]:
    """Read a tune in normal form as far as it goes, and collect what is wrong with it.

    Returns:
        The tune (None if the header cannot be read) and the errors in the order of the text.

    """
    try:
        metre, unit, key, body, body_line = _read_header(text)
    except AbcError as error:
        return None, [error]
    tokens = cut(_NORMAL, body, body_line)
    return read_body(tokens, metre, unit, key, body_line)


def read_body(
    tokens: Iterable[Token],
    metre: tuple[int, int],
    unit: Fraction,
    key: str,
    line: int,
    times: int = 1,
) -> tuple[Tune, list[AbcError]]:
    """Read the tokens of a body as far as they go, and collect what is wrong with them.

    Args:
        tokens: what `cut` makes of the body.
        metre: numerator and denominator.
        unit: the length of a note without a number in the tune that is returned.
        key: in normal form.
        line: where the body begins.
        times: how many such units a note without a number has among the tokens.

    Returns:
        The tune and the errors in the order of the text.

    """
    reader = _BodyReader(metre, unit, key, times)
    reader.read(tokens)
    if not reader.errors and not any(bar.events for bar in reader.bars):
        reader.errors.append(AbcError("the tune has no notes: write some", line))
    return Tune(metre, unit, key, tuple(reader.bars)), reader.errors


# --- header ---------------------------------------------------------------------------------------

_KEY = re.compile(r"(?P<tonic>[A-G][#b]?)(?P<mode>m|dor|mix|phr|lyd|loc)?")
_FRACTION = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})", re.ASCII)


def check_size(text: str) -> None:
    """Raise `AbcError` for a text that is too long to be a tune."""
    if len(text) > MAX_CHARACTERS:
        raise AbcError(
            f"the text has {len(text)} characters, a tune at most {MAX_CHARACTERS}: give one tune"
        )


def _read_header(text: str) -> tuple[tuple[int, int], Fraction, str, str, int]:
    """Return metre, unit, key, body and the line of the body, for a tune in normal form."""
    check_size(text)
    lines = text.rstrip("\n").split("\n")
    values = []
    for number, (name, example) in enumerate((("M", "M:6/8"), ("L", "L:1/8"), ("K", "K:D")), 1):
        line = lines[number - 1] if number <= len(lines) else ""
        if not line.startswith(f"{name}:"):
            raise AbcError(f"expected a line such as {example}, found {quoted(line)}", number)
        values.append(line[2:])
    if len(lines) < 4 or not lines[3].strip():
        raise AbcError("the notes are missing: write them in one line below K:", min(len(lines), 4))
    if len(lines) > 4:
        raise AbcError("the notes go on in a second line: write them all in one line", 5)
    metre, unit, key = read_metre(values[0], 1), read_unit(values[1], 2), values[2]
    key_signature(key, 3)  # raises what is wrong with the key
    return metre, unit, key, lines[3], 4


def read_metre(value: str, line: int) -> tuple[int, int]:
    """Return numerator and denominator of a metre such as ``6/8``; raise `AbcError` for others."""
    match = _FRACTION.fullmatch(value)
    metre = (int(match[1]), int(match[2])) if match else (0, 0)
    if metre[1] not in _METRE_DENOMINATORS or metre[0] > _MAX_BEATS:
        raise AbcError(f"{quoted(value)} is not a metre: write one such as 6/8 or 4/4", line, 3)
    return metre


def read_unit(value: str, line: int) -> Fraction:
    """Return a unit length of the normal form in whole notes; raise `AbcError` for others."""
    if value not in _UNITS:
        raise AbcError(f"{quoted(value)} is not a unit length: write 1/4, 1/8 or 1/16", line, 3)
    return Fraction(value)


def key_signature(key: str, line: int = 1) -> dict[str, int]:
    """Return what a key does to each letter: +1 for a sharp, -1 for a flat, 0 for neither.

    Raises:
        AbcError: if the key would need more than seven sharps or flats.

    """
    match = _KEY.fullmatch(key)
    if match is None:
        raise AbcError(f"{quoted(key)} is not a key: write one such as D, Am, F#m or Edor", line, 3)
    tonic = match["tonic"]
    sharps = _SHARPS_OF_MAJOR[tonic[0]] + MODES[match["mode"] or ""]
    sharps += 7 * (tonic.endswith("#") - tonic.endswith("b"))
    if abs(sharps) > 7:
        raise AbcError(
            f"the key {key} has {abs(sharps)} sharps or flats; seven are the most", line, 3
        )
    signature = dict.fromkeys(_SHARP_ORDER, 0)
    altered = _SHARP_ORDER[:sharps] if sharps >= 0 else _SHARP_ORDER[sharps:]
    return signature | dict.fromkeys(altered, 1 if sharps > 0 else -1)


def quoted(text: str) -> str:
    """Return text fit for a message: short, and with nothing unprintable."""
    return repr(text if len(text) <= 20 else text[:17] + "...") if text else "nothing"


# --- body: from text to tokens --------------------------------------------------------------------


class Token(NamedTuple):
    """A piece of a body, with its place; ``kind`` is the name of the group that matched it."""

    kind: str
    text: str
    line: int
    column: int
    match: re.Match[str]


# Notes and what binds them; an ending is no more than the start of a list such as 1,3 or 1-3.
MUSIC = r"""
    (?P<note>(?P<accidental>\^\^?|__?|=)?(?P<letter>[A-Ga-gz])(?P<octave>[,']*)
        (?P<length>[0-9]*/*[0-9]*))
  | (?P<tuplet>\((?P<p>[2-9])(?::(?P<q>[0-9]?)(?::(?P<r>[0-9]?))?)?(?![0-9]))
  | (?P<tie>-)
  | (?P<broken>>+|<+)
"""
LIST_OF_ENDINGS = r"""[0-9](?:[0-9,-]|(?<=,)[ ](?=[0-9]))*"""
_NORMAL = re.compile(
    MUSIC
    + r"""
  | (?P<bar>::|:\||\|:|\|\||\|\]|\[\||\|)
  | (?P<ending>(?:\[|(?<=\|))[12](?![0-9,-]))
  | (?P<endings>(?:\[|(?<=\|))"""
    + LIST_OF_ENDINGS
    + r""")
  | (?P<space>[ ])
  | (?P<foreign>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_LENGTH = re.compile(r"(?P<top>[0-9]{0,3})(?P<slashes>/{0,4})(?P<bottom>(?<!//)(?<=/)[1-9][0-9]?)?")
_HINTS = {
    "[": "chords are not part of the normal form: write one note at a time",
    "]": "this bracket closes nothing: remove it",
    "&": "a second voice is not part of the normal form: remove it",
    "Z": "a rest of several bars is not part of the normal form: write z in each bar",
    '"': "this quotation mark is never closed: remove it",
    "{": "this brace is never closed: remove it",
    ":": "a colon belongs to a repeat: write |: or :|",
    "(": "a bracket starts a tuplet such as (3ABc: put a number from 2 to 9 after it",
    "^": "an accidental stands before a note: put a letter after it",
    "_": "an accidental stands before a note: put a letter after it",
    "=": "an accidental stands before a note: put a letter after it",
}


def cut(pattern: re.Pattern[str], body: str, line: int) -> Iterator[Token]:
    """Cut a body into the tokens of a pattern that matches everywhere; it begins in ``line``."""
    line_start = 0
    for match in pattern.finditer(body):
        text = match[0]
        yield Token(match.lastgroup or "", text, line, match.start() - line_start + 1, match)
        if "\n" in text:
            line += text.count("\n")
            line_start = match.start() + text.rindex("\n") + 1


def refuse(token: Token, message: str) -> NoReturn:
    """Raise an `AbcError` at the place of a token."""
    raise AbcError(message, token.line, token.column)


def hint(sign: str) -> str:
    """Return what is wrong with a sign that belongs to nothing, and what to do."""
    if sign in _HINTS:
        return _HINTS[sign]
    if not sign.isprintable():
        name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
        return f"a sign that cannot be seen ({name}) means nothing here: remove it"
    return f"{quoted(sign)} means nothing here: remove it"


# --- body: from tokens to bars --------------------------------------------------------------------


class _BodyReader:
    """Turns tokens into bars; what is wrong with them goes to ``errors``."""

    def __init__(self, metre: tuple[int, int], unit: Fraction, key: str, times: int):
        self.bars: list[Bar] = []
        self.errors: list[AbcError] = []
        self._unit = unit
        self._times = times
        self._signature = key_signature(key)
        self._compound = metre[1] == 8 and metre[0] in (6, 9, 12)
        self._events: list[Event] = []
        self._opening = ""
        self._ending: int | None = None
        self._bar_start: tuple[int, int] | None = None
        self._accidentals: dict[str, int] = {}
        self._tuplet = (3, 2)
        self._tuplet_left = 0
        self._tuplet_text = ""
        self._broken: Token | None = None
        self._broken_scale = Fraction(1)
        self._tied_note: tuple[str, int, int] | None = None  # letter, octave, pitch
        self._last_note = ("", 0, 0)
        self._last_kind = ""

    def read(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.kind != "space":
                if self._bar_start is None:
                    self._bar_start = (token.line, token.column)
                self._read_token(token)
                self._last_kind = token.kind
        self._close_groups(self._last_place())
        if self._events:
            self._close_bar("")

    def _read_token(self, token: Token) -> None:
        match token.kind:
            case "note":
                self._read_note(token)
            case "bar":
                self._read_bar(token)
            case "tie":
                self._read_tie(token)
            case "broken":
                self._read_broken(token)
            case "tuplet":
                self._read_tuplet(token)
            case "ending":
                self._read_ending(token)
            case "endings":
                self._read_endings(token)
            case _:
                self._error(hint(token.text), (token.line, token.column))

    def _error(self, message: str, place: tuple[int, int]) -> None:
        self.errors.append(AbcError(message, *place))

    def _last_place(self) -> tuple[int, int]:
        last = self._events[-1] if self._events else None
        return (last.line, last.column) if last else self._bar_start or (1, 1)

    def _read_note(self, token: Token) -> None:
        place = token.line, token.column
        try:
            duration, length_text = _length(token, self._unit, self._times)
            pitch, name = self._pitch(token)
        except AbcError as error:
            self.errors.append(error)
            pitch, name, duration, length_text = None, "z", self._unit, ""
        if self._broken:
            duration *= self._broken_scale
        tuplet = None
        if self._tuplet_left:
            tuplet = self._tuplet
            duration *= Fraction(tuplet[1], tuplet[0])
            self._tuplet_left -= 1
        if duration > MAX_DURATION:
            self._error(f"{quoted(token.text)} is longer than four whole notes: shorten it", place)
        text = self._tuplet_text + name + length_text
        bound = self._tuplet_left > 0
        self._events.append(Event(pitch, duration, False, tuplet, bound, text, *place))
        self._tuplet_text = ""
        self._broken = None

    def _pitch(self, token: Token) -> tuple[int | None, str]:
        """Return the MIDI number and the canonical spelling of a note, without its length."""
        accidental, letter, marks = token.match.group("accidental", "letter", "octave")
        tied, self._tied_note = self._tied_note, None
        if letter in "zx":
            if accidental or marks:
                refuse(token, "a rest has neither accidental nor octave: write z")
            return None, "z"
        step = letter.upper()
        octave = letter.islower() + marks.count("'") - marks.count(",")
        if accidental:
            self._accidentals[step] = ACCIDENTALS[accidental]
        pitch = 60 + 12 * octave + STEPS[step]
        pitch += self._accidentals.get(step, self._signature[step])
        if tied and tied[:2] == (step, octave) and not accidental:
            pitch = tied[2]  # a tie carries an accidental over the bar line
        if not LOWEST_PITCH <= pitch <= HIGHEST_PITCH:
            refuse(token, f"{quoted(token.text)} is off the piano: use fewer octave marks")
        self._last_note = (step, octave, pitch)
        spelling = step + "," * -octave if octave < 1 else step.lower() + "'" * (octave - 1)
        return pitch, (accidental or "") + spelling

    def _read_tie(self, token: Token) -> None:
        if self._last_kind != "note" or self._events[-1].pitch is None:
            place = token.line, token.column
            self._error("a tie stands right after a note: move or remove it", place)
            return
        last = self._events[-1]
        self._events[-1] = replace(last, tied=True, text=last.text + "-")
        self._tied_note = self._last_note

    def _read_broken(self, token: Token) -> None:
        place = token.line, token.column
        if self._last_kind not in ("note", "tie") or not self._events or self._tuplet_text:
            self._error(f"{token.text} stands between two notes of a bar: move or remove it", place)
            return
        if len(token.text) > 2:
            self._error(f"{token.text} is more than the normal form holds: write > or >>", place)
            return
        short = Fraction(1, 2 ** len(token.text))
        first, second = (2 - short, short) if token.text[0] == ">" else (short, 2 - short)
        last = self._events[-1]
        self._events[-1] = replace(
            last, duration=last.duration * first, bound=True, text=last.text + token.text
        )
        self._broken = token
        self._broken_scale = second

    def _read_tuplet(self, token: Token) -> None:
        place = token.line, token.column
        if self._tuplet_left or self._tuplet_text:
            self._error("a tuplet starts inside another one: finish the first", place)
            return
        p, default_q = int(token.match["p"]), self._default_tuplet_time(int(token.match["p"]))
        q = int(token.match["q"] or default_q)
        r = int(token.match["r"] or p)
        if q == 0 or r == 0:
            self._error(f"{token.text} is not a tuplet: write one such as (3ABc", place)
            return
        self._tuplet = (p, q)
        self._tuplet_left = r
        self._tuplet_text = f"({p}" if (q, r) == (default_q, p) else f"({p}:{q}:{r}"

    def _default_tuplet_time(self, p: int) -> int:
        """Return the q of a tuplet written with p alone (p notes in the time of q)."""
        fixed = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
        return fixed.get(p, 3 if self._compound else 2)

    def _read_ending(self, token: Token) -> None:
        self._close_groups((token.line, token.column))
        if self._events:  # an ending that begins inside a bar
            self._close_bar("", keep_accidentals=True)
            self._bar_start = (token.line, token.column)
        self._ending = int(token.text[-1])

    def _read_endings(self, token: Token) -> None:
        if '"' in token.text:
            message = f"{token.text} names an ending in words: write |1 or |2"
        else:
            message = (
                f"endings {quoted(token.text.strip('['))} are not read, 1 and 2 are the most: "
                "write the other times out in full"
            )
        self._error(message, (token.line, token.column))

    def _read_bar(self, token: Token) -> None:
        self._close_groups((token.line, token.column))
        if self.bars or self._events or self._ending:
            self._close_bar(token.text)
        else:
            self._bar_start = None
        self._opening = token.text

    def _close_bar(self, closing: str, keep_accidentals: bool = False) -> None:
        line, column = self._bar_start or (1, 1)
        events = tuple(self._events)
        self.bars.append(Bar(events, self._opening, closing, self._ending, line, column))
        self._events = []
        self._opening = ""
        self._ending = None
        self._bar_start = None
        if not keep_accidentals:
            self._accidentals = {}

    def _close_groups(self, place: tuple[int, int]) -> None:
        """Report a tuplet or a broken rhythm that the bar leaves unfinished."""
        if not self._tuplet_left and not self._broken:
            return
        if self._tuplet_left:
            self._error("the tuplet is not finished: add its missing notes", place)
        if self._broken:
            self._error(f"there is no note after {self._broken.text}: add it", place)
        if self._events:
            self._events[-1] = replace(self._events[-1], bound=False)
        self._tuplet_left = 0
        self._tuplet_text = ""
        self._broken = None


def _length(token: Token, unit: Fraction, times: int) -> tuple[Fraction, str]:
    """Return the length of a note in whole notes, and the one spelling of the number after it."""
    try:
        return _length_of(token.match["length"], unit, times)
    except ValueError as error:
        raise AbcError(f"{quoted(token.text)} {error}", token.line, token.column) from None


@lru_cache(maxsize=1024)
def _length_of(text: str, unit: Fraction, times: int) -> tuple[Fraction, str]:
    match = _LENGTH.fullmatch(text)
    bottom = int(match["bottom"] or 2 ** len(match["slashes"])) if match else 0
    top = times * int(match["top"] or 1) if match else 0
    if bottom not in (1, 2, 4, 8, 16) or not 0 < top <= 64:
        raise ValueError("has no plain length: use 1 to 64 above, and 2, 4, 8 or 16 below")
    factor = Fraction(top, bottom)
    if factor.numerator // (factor.numerator & -factor.numerator) not in (1, 3, 7):
        raise ValueError("is not the length of one note: tie two notes, such as A4-A")
    numerator = "" if factor.numerator == 1 else str(factor.numerator)
    if factor.denominator == 1:
        return factor * unit, numerator
    return factor * unit, "/" if factor == Fraction(1, 2) else f"{numerator}/{factor.denominator}"
