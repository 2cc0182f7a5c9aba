"""ABC in: read folk tunes written in ABC notation, and rewrite them in the course's normal form.

The normal form is what a model learns and writes: three header lines and the body in one line.

    M:6/8
    L:1/8
    K:Edor
    B|E2B BAB|E2B BAB|1 e3 d2B:|2 e3 e2|]

Spaces stand between beats and nowhere else, so they show the metre and give the score its beams.
The notation itself: *The abc music standard 2.1*, https://abcnotation.com/wiki/abc:standard:v2.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, takewhile
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

_MODE_NAMES = {
    "": "",
    "maj": "",
    "ion": "",
    "min": "m",
    "aeo": "m",
    "dor": "dor",
    "mix": "mix",
    "phr": "phr",
    "lyd": "lyd",
    "loc": "loc",
}
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
        position = first_ending = Fraction(0)
        for index, bar in enumerate(self.bars):
            if bar.ending == 1:
                first_ending = position
            elif bar.ending == 2:
                position = first_ending  # both endings go on from the same place
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
    reader = _BodyReader(metre, unit, key)
    reader.read(_lex(body, body_line, raw=False))
    if not reader.errors and not any(bar.events for bar in reader.bars):
        reader.errors.append(AbcError("the tune has no notes: write some", body_line))
    return Tune(metre, unit, key, tuple(reader.bars)), reader.errors


def normalise(text: str) -> str:
    """Rewrite one raw ABC tune in the course's normal form.

    Dropped: other header fields, chord symbols, decorations, grace notes, slurs (and hyphens used
    as slurs), lyrics, comments and line breaks. Spaces are put between beats.

    Raises:
        AbcError: for what the normal form does not hold: chords, several voices, a key, metre or
            unit that changes, free metre, and text that is not ABC.

    """
    _check_size(text)
    header, body, body_line = _split_raw(text)
    metre, unit, key = _raw_header(header)
    reader = _BodyReader(metre, unit, key)
    tokens = _merge_bar_lines(_without_fields(_lex(body, body_line, raw=True), metre, unit, key))
    reader.read(iter(tokens))
    if reader.errors:
        raise reader.errors[0]
    if not any(bar.events for bar in reader.bars):
        raise AbcError("the tune has no notes: write some", body_line)
    return _write(_without_slurs(Tune(metre, unit, key, tuple(reader.bars))))


def split_tunes(text: str) -> list[str]:
    """Cut a tune book into raw tunes: from an ``X:`` line to a blank line or the next ``X:``."""
    tunes: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("X:"):
            tunes.append([])
            inside = True
        elif not line.strip():
            inside = False
        if inside:
            tunes[-1].append(line)
    return ["\n".join(lines) for lines in tunes]


def fields(text: str) -> dict[str, list[str]]:
    """Return the header fields of a raw tune: ``fields(text)["T"]`` are its titles, in order."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = _FIELD.match(line)
        if match:
            found.setdefault(match["name"], []).append(match["value"].split("%")[0].strip())
            if match["name"] == "K":
                break
    return found


# --- header ---------------------------------------------------------------------------------------

_FIELD = re.compile(r"(?P<name>[A-Za-z+]):(?P<value>(?![|:]).*)")
_KEY = re.compile(r"(?P<tonic>[A-G][#b]?)(?P<mode>m|dor|mix|phr|lyd|loc)?")
_RAW_KEY = re.compile(r"(?P<tonic>[A-G][#b]?)\s*(?P<mode>[A-Za-z]*)(?P<rest>.*)")
_FRACTION = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})", re.ASCII)


def _check_size(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise AbcError(
            f"the text has {len(text)} characters, a tune at most {MAX_CHARACTERS}: give one tune"
        )


def _read_header(text: str) -> tuple[tuple[int, int], Fraction, str, str, int]:
    """Return metre, unit, key, body and the line of the body, for a tune in normal form."""
    _check_size(text)
    lines = text.rstrip("\n").split("\n")
    values = []
    for number, (name, example) in enumerate((("M", "M:6/8"), ("L", "L:1/8"), ("K", "K:D")), 1):
        line = lines[number - 1] if number <= len(lines) else ""
        if not line.startswith(f"{name}:"):
            raise AbcError(f"expected a line such as {example}, found {_quote(line)}", number)
        values.append(line[2:])
    if len(lines) < 4 or not lines[3].strip():
        raise AbcError("the notes are missing: write them in one line below K:", min(len(lines), 4))
    if len(lines) > 4:
        raise AbcError("the notes go on in a second line: write them all in one line", 5)
    metre, unit, key = _read_metre(values[0], 1), _read_unit(values[1], 2), values[2]
    key_signature(key, 3)  # raises what is wrong with the key
    return metre, unit, key, lines[3], 4


def _read_metre(value: str, line: int) -> tuple[int, int]:
    match = _FRACTION.fullmatch(value)
    metre = (int(match[1]), int(match[2])) if match else (0, 0)
    if metre[1] not in _METRE_DENOMINATORS or metre[0] > _MAX_BEATS:
        raise AbcError(f"{_quote(value)} is not a metre: write one such as 6/8 or 4/4", line, 3)
    return metre


def _read_unit(value: str, line: int) -> Fraction:
    if value not in _UNITS:
        raise AbcError(f"{_quote(value)} is not a unit length: write 1/4, 1/8 or 1/16", line, 3)
    return Fraction(value)


def key_signature(key: str, line: int = 1) -> dict[str, int]:
    """Return what a key does to each letter: +1 for a sharp, -1 for a flat, 0 for neither.

    Raises:
        AbcError: if the key would need more than seven sharps or flats.

    """
    match = _KEY.fullmatch(key)
    if match is None:
        raise AbcError(f"{_quote(key)} is not a key: write one such as D, Am, F#m or Edor", line, 3)
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


def _split_raw(text: str) -> tuple[list[tuple[str, str, int]], str, int]:
    """Return the header fields (name, value, line) of a raw tune, its body, and the body's line."""
    lines = re.split(r"\r\n|\r|\n", text)
    header = []
    for number, line in enumerate(lines, 1):
        match = _FIELD.match(line)
        if match is None:
            continue  # comments, and the odd stray line of old tune books
        header.append((match["name"], match["value"].split("%")[0].strip(), number))
        if match["name"] == "K":
            body = takewhile(str.strip, lines[number:])
            return header, "\n".join(body), number + 1
    raise AbcError("there is no key: put a line such as K:D before the notes", len(lines))


def _raw_header(header: list[tuple[str, str, int]]) -> tuple[tuple[int, int], Fraction, str]:
    found = {name: (value, line) for name, value, line in header}
    if "M" not in found:
        raise AbcError("there is no metre: put a line such as M:6/8 before the key", header[0][2])
    metre = _raw_metre(*found["M"])
    default_unit = Fraction(1, 16) if Fraction(*metre) < Fraction(3, 4) else Fraction(1, 8)
    unit = _read_unit(*found["L"]) if "L" in found else default_unit
    return metre, unit, key_name(*found["K"])


def _without_slurs(tune: Tune) -> Tune:
    """Drop hyphens between different pitches: old tune books write slurs with them."""
    bars = []
    for bar, after in pairwise((*tune.bars, None)):
        assert bar is not None
        goes_on = after.events[0] if after and after.events and not bar.ends_section else None
        events = [
            replace(event, tied=False, text=event.text.replace("-", ""))
            if event.tied and following and following.pitch != event.pitch
            else event
            for event, following in pairwise((*bar.events, goes_on))
            if event is not None
        ]
        bars.append(replace(bar, events=tuple(events)))
    return replace(tune, bars=tuple(bars))


def _raw_metre(value: str, line: int) -> tuple[int, int]:
    return _read_metre({"C": "4/4", "C|": "2/2"}.get(value, value), line)


def key_name(value: str, line: int = 1) -> str:
    """Return the name of a raw key in normal form: ``Ador`` for ``A Dorian``.

    Raises:
        AbcError: if it is no key of the course.

    """
    match = _RAW_KEY.fullmatch(value)
    mode = match["mode"] if match else ""
    # Only a lone capital M tells major from minor: K:Am and K:AM.
    name = {"m": "m", "M": ""}.get(mode, _MODE_NAMES.get(mode[:3].lower()))
    if match is None or name is None or match["rest"].strip():
        raise AbcError(f"{_quote(value)} is not a key of the course: write D, Am or Edor", line, 3)
    key = match["tonic"] + name
    key_signature(key, line)
    return key


def _quote(text: str) -> str:
    """Return text fit for a message: short, and with nothing unprintable."""
    return repr(text if len(text) <= 20 else text[:17] + "...") if text else "nothing"


# --- body: from text to tokens --------------------------------------------------------------------


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    column: int
    match: re.Match[str]


_MUSIC = r"""
    (?P<note>(?P<accidental>\^\^?|__?|=)?(?P<letter>[A-Ga-gz])(?P<octave>[,']*)
        (?P<length>[0-9]*/*[0-9]*))
  | (?P<tuplet>\((?P<p>[2-9])(?::(?P<q>[0-9]?)(?::(?P<r>[0-9]?))?)?(?![0-9]))
  | (?P<tie>-)
  | (?P<broken>>+|<+)
"""
_NORMAL = re.compile(
    _MUSIC
    + r"""
  | (?P<bar>::|:\||\|:|\|\||\|\]|\[\||\|)
  | (?P<ending>\[[12]|(?<=\|)[12])
  | (?P<space>[ ])
  | (?P<foreign>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_RAW = re.compile(
    r"""
    (?P<comment>%[^\n]*|\\[^\n]*)
  | (?P<field>^(?:[A-Za-z+]:(?![|:])[^\n]*)|\[[A-Za-z]:[^\]\n]*\])
  | (?P<dropped>"[^"\n]*"|\{[^}\n]*\}|![^!\n|]+!|\+[^+\n|]+\+)
    """
    + "|"
    + _MUSIC.replace("A-Ga-gz", "A-Ga-gzx")
    + r"""
  | (?P<ending>\[[12]|(?<=[|\]])[12](?![0-9]))
  | (?P<bar>\[?[:|]+\]?|\](?=\|))
  | (?P<space>[ \t\n]+)
  | (?P<mark>[()`$*!~.yH-Wh-w])
  | (?P<foreign>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII | re.MULTILINE,
)
_LENGTH = re.compile(r"(?P<top>[0-9]{0,3})(?P<slashes>/{0,4})(?P<bottom>(?<!//)(?<=/)[1-9][0-9]?)?")
_FOREIGN_HINTS = {
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


def _lex(body: str, line: int, raw: bool) -> Iterator[_Token]:
    """Cut a body into tokens; what belongs to nothing comes as tokens of kind ``foreign``."""
    line_start = 0
    for match in (_RAW if raw else _NORMAL).finditer(body):
        text = match[0]
        yield _Token(match.lastgroup or "", text, line, match.start() - line_start + 1, match)
        if "\n" in text:
            line += text.count("\n")
            line_start = match.start() + text.rindex("\n") + 1


def _without_fields(
    tokens: Iterator[_Token], metre: tuple[int, int], unit: Fraction, key: str
) -> Iterator[_Token]:
    """Drop what the normal form leaves out; refuse fields that would change the music."""
    fixed: dict[str, tuple[Callable[[str, int], object], object]] = {
        "M": (_raw_metre, metre),
        "L": (_read_unit, unit),
        "K": (key_name, key),
    }
    voice = None
    for token in tokens:
        if token.kind == "field":
            name, value = token.text.strip("[]").split(":", 1)
            value = value.split("%")[0].strip()
            if name == "V":
                voice = voice or value.split()[:1]
                if value.split()[:1] != voice:
                    _refuse(token, "a second voice is not part of the normal form: keep one")
            elif name in fixed and fixed[name][0](value, token.line) != fixed[name][1]:
                _refuse(token, f"{name}: changes inside the tune: keep one for the whole tune")
        elif token.kind not in ("comment", "dropped", "mark", "space"):
            yield token


def _refuse(token: _Token, message: str) -> NoReturn:
    raise AbcError(message, token.line, token.column)


def _merge_bar_lines(tokens: Iterator[_Token]) -> list[_Token]:
    """Put one bar line of the normal form for each run; at the start, only ``|:`` is kept."""
    merged: list[_Token] = []
    run: list[_Token] = []
    for token in tokens:
        if token.kind == "bar":
            run.append(token)
            continue
        if run:
            merged += _bar_line(run, at_start=not merged, at_end=False)
            run = []
        merged.append(token)
    if run:
        merged += _bar_line(run, at_start=not merged, at_end=True)
    return merged


def _bar_line(run: list[_Token], at_start: bool, at_end: bool) -> list[_Token]:
    text = "".join(token.text for token in run)
    if "|" not in text and text != "::":
        _refuse(run[0], _FOREIGN_HINTS[":" if ":" in text else "]"])
    repeat_end, repeat_start = re.search(r":.*\||::", text), re.search(r"\|.*:|::", text)
    ends, starts = repeat_end and not at_start, repeat_start and not at_end
    if ends or starts:
        text = "::" if ends and starts else ":|" if ends else "|:"
    elif at_start:
        return []
    elif "]" in text or "[" in text:
        text = "|]"
    else:
        text = "||" if any("||" in token.text for token in run) else "|"
    return [run[0]._replace(text=text)]


# --- body: from tokens to bars --------------------------------------------------------------------


class _BodyReader:
    """Turns tokens into bars; what is wrong with them goes to ``errors``."""

    def __init__(self, metre: tuple[int, int], unit: Fraction, key: str):
        self.bars: list[Bar] = []
        self.errors: list[AbcError] = []
        self._unit = unit
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
        self._broken: _Token | None = None
        self._broken_scale = Fraction(1)
        self._tied_note: tuple[str, int, int] | None = None  # letter, octave, pitch
        self._last_note = ("", 0, 0)
        self._last_kind = ""

    def read(self, tokens: Iterator[_Token]) -> None:
        for token in tokens:
            if token.kind != "space":
                if self._bar_start is None:
                    self._bar_start = (token.line, token.column)
                getattr(self, f"_read_{token.kind}")(token)
                self._last_kind = token.kind
        self._close_groups(self._last_place())
        if self._events:
            self._close_bar("")

    def _error(self, message: str, place: tuple[int, int]) -> None:
        self.errors.append(AbcError(message, *place))

    def _last_place(self) -> tuple[int, int]:
        last = self._events[-1] if self._events else None
        return (last.line, last.column) if last else self._bar_start or (1, 1)

    def _read_foreign(self, token: _Token) -> None:
        hint = _FOREIGN_HINTS.get(token.text, f"{_quote(token.text)} means nothing here: remove it")
        self._error(hint, (token.line, token.column))

    def _read_note(self, token: _Token) -> None:
        place = token.line, token.column
        try:
            duration, length_text = _length(token, self._unit)
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
            self._error(f"{_quote(token.text)} is longer than four whole notes: shorten it", place)
        text = self._tuplet_text + name + length_text
        bound = self._tuplet_left > 0
        self._events.append(Event(pitch, duration, False, tuplet, bound, text, *place))
        self._tuplet_text = ""
        self._broken = None

    def _pitch(self, token: _Token) -> tuple[int | None, str]:
        """Return the MIDI number and the canonical spelling of a note, without its length."""
        accidental, letter, marks = token.match.group("accidental", "letter", "octave")
        tied, self._tied_note = self._tied_note, None
        if letter in "zx":
            if accidental or marks:
                _refuse(token, "a rest has neither accidental nor octave: write z")
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
            _refuse(token, f"{_quote(token.text)} is off the piano: use fewer octave marks")
        self._last_note = (step, octave, pitch)
        spelling = step + "," * -octave if octave < 1 else step.lower() + "'" * (octave - 1)
        return pitch, (accidental or "") + spelling

    def _read_tie(self, token: _Token) -> None:
        if self._last_kind != "note" or self._events[-1].pitch is None:
            place = token.line, token.column
            self._error("a tie stands right after a note: move or remove it", place)
            return
        last = self._events[-1]
        self._events[-1] = replace(last, tied=True, text=last.text + "-")
        self._tied_note = self._last_note

    def _read_broken(self, token: _Token) -> None:
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

    def _read_tuplet(self, token: _Token) -> None:
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

    def _read_ending(self, token: _Token) -> None:
        self._close_groups((token.line, token.column))
        if self._events:  # an ending that begins inside a bar
            self._close_bar("", keep_accidentals=True)
            self._bar_start = (token.line, token.column)
        self._ending = int(token.text[-1])

    def _read_bar(self, token: _Token) -> None:
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


def _length(token: _Token, unit: Fraction) -> tuple[Fraction, str]:
    """Return the length of a note in whole notes, and the one spelling of the number after it."""
    try:
        return _length_of(token.match["length"], unit)
    except ValueError as error:
        raise AbcError(f"{_quote(token.text)} {error}", token.line, token.column) from None


@lru_cache(maxsize=1024)
def _length_of(text: str, unit: Fraction) -> tuple[Fraction, str]:
    match = _LENGTH.fullmatch(text)
    bottom = int(match["bottom"] or 2 ** len(match["slashes"])) if match else 0
    if match is None or bottom not in (1, 2, 4, 8, 16) or not 0 < int(match["top"] or 1) <= 64:
        raise ValueError("has no plain length: use 1 to 64 above, and 2, 4, 8 or 16 below")
    factor = Fraction(int(match["top"] or 1), bottom)
    if factor.numerator // (factor.numerator & -factor.numerator) not in (1, 3, 7):
        raise ValueError("is not the length of one note: tie two notes, such as A4-A")
    numerator = "" if factor.numerator == 1 else str(factor.numerator)
    if factor.denominator == 1:
        return factor * unit, numerator
    return factor * unit, "/" if factor == Fraction(1, 2) else f"{numerator}/{factor.denominator}"


# --- body: from bars to text ----------------------------------------------------------------------


def _write(tune: Tune) -> str:
    """Write a tune in normal form."""
    beats, denominator = tune.metre
    head = f"M:{beats}/{denominator}\nL:{tune.unit}\nK:{tune.key}\n"
    return head + "".join(_bar_texts(tune))


def _bar_texts(tune: Tune) -> Iterator[str]:
    if tune.bars[0].opening:
        yield tune.bars[0].opening
    for bar, beats in zip(tune.bars, tune.beats(), strict=True):
        if bar.ending:
            yield f"{bar.ending} " if bar.opening in ("|", ":|") else f"[{bar.ending} "
        yield " ".join("".join(event.text for event in beat) for beat in beats)
        yield bar.closing
