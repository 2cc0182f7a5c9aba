"""The score of a tune as SVG, drawn by Verovio in a process of its own."""

from __future__ import annotations

import atexit
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from seqlab.music.abc import (
    REPEAT_STARTS,
    STEPS,
    AbcError,
    Bar,
    Event,
    Tune,
    key_signature,
    parse,
)
from seqlab.music.roll import describe
from seqlab.style import behind_curtain, picture

TIME_LIMIT = 20.0  # seconds for one score
WIDTH = 900  # pixels: the text column of a notebook

_OPTIONS = {
    "inputFrom": "mei",
    "scale": 40,
    "pageWidth": WIDTH * 100 // 40,
    "pageHeight": 60_000,
    "adjustPageHeight": True,
    "pageMarginTop": 40,
    "pageMarginBottom": 40,
    "pageMarginLeft": 20,
    "pageMarginRight": 20,
    "footer": "none",
    "header": "encoded",
    "svgViewBox": True,
    "svgRemoveXlink": True,
    "svgFormatRaw": True,
    "xmlIdSeed": 1,
}


@dataclass(frozen=True)
class Score:
    """A drawn tune. A notebook shows it, with a sentence for those who cannot see it."""

    svg: str
    description: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return behind_curtain(picture(self.svg.encode(), "svg+xml", self.description, WIDTH))


def score(text: str, title: str = "") -> Score:
    """Draw a tune in normal form. Bars that do not fit the metre are drawn as they are.

    Raises:
        AbcError: if the text cannot be read, or the engraver fails on it.
    """
    tune = parse(text)
    description = f"Score of {describe(text)}"
    svg = _engraver.engrave(_mei(tune, title))
    return Score(_finish(svg, description), description)


# --- the engraver ---------------------------------------------------------------------------------


class _Engraver:
    """A worker process that is started at need, and again after a crash or a time-out."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        atexit.register(self.stop)

    def engrave(self, mei: str) -> str:
        """Return the SVG of a score in MEI."""
        request = json.dumps({"mei": mei, "options": _OPTIONS}) + "\n"
        with self._lock:
            process = self._running()
            timer = threading.Timer(TIME_LIMIT, process.kill)
            timer.start()
            try:
                assert process.stdin
                assert process.stdout
                process.stdin.write(request)
                process.stdin.flush()
                reply = process.stdout.readline()
            except OSError:  # it died before it could read
                reply = ""
            finally:
                timer.cancel()
            if not reply:
                self.stop()
        svg = json.loads(reply) if reply else ""
        if not svg:
            raise AbcError("the engraver cannot draw this tune: try a shorter or simpler one")
        return svg

    def stop(self) -> None:
        """End the worker; the next score starts a new one."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            # -P keeps this folder off the worker's path: its abc.py would hide Python's own abc.
            script = Path(__file__).with_name("_engraver.py")
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        return self._process


_engraver = _Engraver()


def _finish(svg: str, description: str) -> str:
    """Make a drawing small and self-contained: no unused names, white paper, black ink."""
    svg = re.sub(r'(<(?:g|path|use)[^>]*?) id="(?!E[0-9A-F]{3}-)[^"]*"', r"\1", svg)
    svg = re.sub(r"<desc>.*?</desc>", "", svg)
    root = re.match(r"(?s).*?<svg ([^>]*)>", svg)
    assert root, "the engraver returns an SVG"
    opening = (
        f'<svg {root[1]} width="{WIDTH}" color="black" role="img">'
        f"<title>{escape(description)}</title>"
        '<rect width="100%" height="100%" fill="white" style="stroke:none"/>'
    )
    return opening + svg[root.end() :]


# --- from a tune to MEI: https://music-encoding.org/guidelines/v5/ ------------------------------

_ACCIDENTAL_NAMES = {-2: "ff", -1: "f", 0: "n", 1: "s", 2: "x"}
_BAR_LINES = {
    "": "invis",
    "|": "single",
    "||": "dbl",
    "|]": "end",
    "[|": "dbl",
    "|:": "single",
    ":|": "rptend",
    "::": "rptend",
}
_WRITTEN = re.compile(
    r"(?:\([0-9](?::[0-9]:[0-9])?)?(?P<accidental>\^\^?|__?|=)?(?P<letter>[A-Ga-g])(?P<marks>[,']*)"
)


def _mei(tune: Tune, title: str) -> str:
    signature = key_signature(tune.key)
    sharps = sum(signature.values())
    key = f"{abs(sharps)}{'s' if sharps > 0 else 'f'}" if sharps else "0"
    heading = f'<rend halign="center" fontsize="150%">{escape(title)}</rend>'
    head = f'<pgHead func="first">{heading}</pgHead>' if title else ""
    return (
        '<mei xmlns="http://www.music-encoding.org/ns/mei"><music><body><mdiv><score><scoreDef>'
        f"{head}"
        f'<staffGrp><staffDef n="1" lines="5" clef.shape="G" clef.line="2" keysig="{key}" '
        f'meter.count="{tune.metre[0]}" meter.unit="{tune.metre[1]}"/></staffGrp></scoreDef>'
        f"<section>{''.join(_measures(tune, signature))}</section>"
        "</score></mdiv></body></music></mei>"
    )


def _measures(tune: Tune, signature: dict[str, int]) -> Iterator[str]:
    writer = _NoteWriter(signature)
    rows = zip(_endings(tune), tune.bars, tune.beats(), strict=True)
    for ending, group in groupby(rows, key=lambda row: row[0]):
        measures = "".join(_measure(bar, beats, writer) for _, bar, beats in group)
        yield f'<ending n="{ending[1]}">{measures}</ending>' if ending else measures


def _endings(tune: Tune) -> Iterator[tuple[int, int] | None]:
    """Name for each bar the ending it stands in: the bar where that begins, and its number."""
    ending = None
    for index, bar in enumerate(tune.bars):
        if bar.ending:
            ending = (index, bar.ending)
        yield ending
        if bar.ends_section:
            ending = None


def _measure(bar: Bar, beats: list[list[Event]], writer: _NoteWriter) -> str:
    if bar.opening:
        writer.start_bar()
    left = ' left="rptstart"' if bar.opening in REPEAT_STARTS else ""
    notes = "".join(writer.beat(events) for events in beats)
    return (
        f'<measure metcon="false"{left} right="{_BAR_LINES[bar.closing]}">'
        f'<staff n="1"><layer n="1">{notes}</layer></staff></measure>'
    )


class _NoteWriter:
    """Writes notes as MEI; remembers the accidentals of the bar and the tie it is in."""

    def __init__(self, signature: dict[str, int]):
        self._signature = signature
        self._shown: dict[tuple[str, int], int] = {}
        self._tied_pitch: int | None = None

    def start_bar(self) -> None:
        self._shown = {}

    def beat(self, events: list[Event]) -> str:
        """Write the events of a beat: beams over what is shorter than a quarter, brackets last."""
        groups = list(_tuplets(events))
        text = ""
        for short, run in groupby(groups, key=lambda group: all(map(_takes_beam, group))):
            written = [self._tuplet(group, beamed=short) for group in run]
            notes = "".join(written)
            text += _beam(notes) if short else notes
        return text

    def _tuplet(self, events: list[Event], beamed: bool) -> str:
        """Write one event, or a whole tuplet."""
        tuplet = events[0].tuplet
        if tuplet is None:
            return self._event(events[0])
        notes = ""
        for short, run in groupby(events, key=_takes_beam):
            written = "".join(self._event(event) for event in run)
            notes += _beam(written) if short and not beamed else written
        return f'<tuplet num="{tuplet[0]}" numbase="{tuplet[1]}">{notes}</tuplet>'

    def _event(self, event: Event) -> str:
        lengths = [_attributes(length) for length in _note_values(_written_duration(event))]
        if event.pitch is None:
            self._tied_pitch = None
            return "".join(f"<rest {length}/>" for length in lengths)
        place = self._place(event, event.pitch)
        notes = ""
        for index, length in enumerate(lengths):
            ends = index > 0 or self._tied_pitch == event.pitch
            starts = event.tied or index + 1 < len(lengths)
            tie = "m" if ends and starts else "t" if ends else "i" if starts else ""
            notes += f"<note {place} {length}" + (f' tie="{tie}"/>' if tie else "/>")
            place = re.sub(' accid="[a-z]+"', "", place)
        self._tied_pitch = event.pitch if event.tied else None
        return notes

    def _place(self, event: Event, pitch: int) -> str:
        """Return the letter and octave of a note, and its accidental where the reader needs one."""
        match = _WRITTEN.match(event.text)
        assert match, "the text of a note has a letter"
        letter = match["letter"].upper()
        octave = match["letter"].islower() + match["marks"].count("'") - match["marks"].count(",")
        place = f'pname="{letter.lower()}" oct="{octave + 4}"'
        alteration = pitch - 60 - 12 * octave - STEPS[letter]
        shown = self._shown.get((letter, octave), self._signature[letter])
        held = self._tied_pitch == pitch
        if match["accidental"] or (alteration != shown and not held):
            self._shown[letter, octave] = alteration
            place += f' accid="{_ACCIDENTAL_NAMES[alteration]}"'
        return place


def _tuplets(events: list[Event]) -> Iterator[list[Event]]:
    """Cut a beat into tuplets and single events."""
    group: list[Event] = []
    for event in events:
        if group and (event.tuplet is None or event.text.startswith("(")):
            yield group
            group = []
        group.append(event)
        if event.tuplet is None:
            yield group
            group = []
    if group:
        yield group


def _beam(notes: str) -> str:
    return f"<beam>{notes}</beam>" if notes.count("<note") > 1 else notes


def _takes_beam(event: Event) -> bool:
    return event.pitch is not None and _written_duration(event) < Fraction(1, 4)


def _written_duration(event: Event) -> Fraction:
    """Return the duration of the note sign, which a tuplet then shortens or lengthens."""
    return event.duration * Fraction(*event.tuplet) if event.tuplet else event.duration


def _note_values(duration: Fraction) -> Iterator[tuple[Fraction, int]]:
    """Cut a duration into note signs to be tied: undotted value and number of dots."""
    while duration:
        value = Fraction(1)
        while value > duration:
            value /= 2
        dots = 0
        while dots < 2 and value * (2 - Fraction(1, 2 ** (dots + 1))) <= duration:
            dots += 1
        yield value, dots
        duration -= value * (2 - Fraction(1, 2**dots))


def _attributes(length: tuple[Fraction, int]) -> str:
    value, dots = length
    return f'dur="{value.denominator}"' + (f' dots="{dots}"' if dots else "")
