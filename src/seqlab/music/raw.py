"""Raw ABC in: cut tune books into tunes, and rewrite these in the course's normal form.

What people write and collect is richer than the normal form of `seqlab.music.abc`. What changes
nothing that is heard is dropped, the rest has one spelling each, and what the form does not hold is
refused, with the place and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, takewhile

from seqlab.music.abc import (
    LIST_OF_ENDINGS,
    MUSIC,
    AbcError,
    Token,
    Tune,
    check_size,
    cut,
    hint,
    key_signature,
    quoted,
    read_body,
    read_metre,
    read_unit,
    refuse,
)

_FIELD = re.compile(r"(?P<name>[A-Za-z+]):(?P<value>(?![|:]).*)")
_NAMED_METRES = {"C": "4/4", "C|": "2/2"}
_LONG_UNITS = {"1/1": 4, "1": 4, "1/2": 2}  # in quarters, the longest unit of the normal form
_TONIC = re.compile(r"[A-G][#b]?")
_WORD = re.compile(r"\s*(?P<word>[A-Za-z]+)(?P<rest>.*)")
_MODES = {
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
_CLEF = re.compile(  # not treble-8 and its like: they move the notes by an octave
    r'\s(?:clef="?(?:none|perc|[GCF]|treble|alto|tenor|bass)|treble|alto|tenor|bass)[1-5]?"?(?!\S)'
)

# Copied from a page or a text processor, these stand for plain signs.
_PLAIN = str.maketrans(
    {
        "\ufeff": None,  # byte order mark
        "\u200b": None,  # zero width space
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),  # no-break and other spaces
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("“”", '"'),
    }
)


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8, or else Latin-1, in which old tune books were typed."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def numbered_tunes(text: str) -> list[tuple[int, str]]:
    """Cut a tune book into raw tunes, each with the number of its first line, from 1.

    A tune goes from an ``X:`` line to a blank line or the next ``X:``.
    """
    tunes: list[tuple[int, list[str]]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("X:"):
            tunes.append((number, []))
            inside = True
        elif not line.strip():
            inside = False
        if inside:
            tunes[-1][1].append(line)
    return [(number, "\n".join(lines)) for number, lines in tunes]


def split_tunes(text: str) -> list[str]:
    """Cut a tune book into raw tunes: from an ``X:`` line to a blank line or the next ``X:``."""
    return [tune for _, tune in numbered_tunes(text)]


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


def normalise(text: str) -> str:
    """Rewrite one raw ABC tune in the course's normal form.

    Dropped: other header fields, the clef, chord symbols, decorations, grace notes, slurs (and
    hyphens used as slurs), lyrics, comments and line breaks. Spaces are put between beats.

    Raises:
        AbcError: for what the normal form does not hold: chords, several voices, a key, metre or
            unit that changes, free metre, a third ending, and text that is not ABC.

    """
    check_size(text)
    header, body, line = _split(text.translate(_PLAIN))
    metre, unit, times, key = _read_header(header)
    tokens = _without_fields(cut(_RAW, body, line), metre, unit * times, key)
    tune, errors = read_body(_merge_bar_lines(tokens), metre, unit, key, line, times)
    if errors:
        raise errors[0]
    return _write(_without_slurs(tune))


def prepare(text: str, known: Collection[str]) -> str:
    """Bring a tune, or the opening of one, into the form in which a network can read it.

    Args:
        text: ABC in any of the common forms; the line with the key must be there.
        known: the characters that the network knows, such as the tokens of a vocabulary.

    Returns:
        The text in normal form.

    Raises:
        ValueError: It is no such ABC (an `AbcError`), or in normal form it has a character that
            the network does not know.

    """
    normal = normalise(text)
    for line in normal.split("\n"):
        for column, character in enumerate(line):
            if character not in known:
                near = line[max(0, column - 8) : column + 8]
                raise ValueError(
                    f"the network does not know {character!r}, as in {near!r}: no tune that it was "
                    "trained on has this character; write something else there"
                )
    return normal


# --- header ---------------------------------------------------------------------------------------


def _split(text: str) -> tuple[list[tuple[str, str, int]], str, int]:
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


def _read_header(
    header: list[tuple[str, str, int]],
) -> tuple[tuple[int, int], Fraction, int, str]:
    """Return the metre, the unit of the normal form, how many of them the raw unit has, the key."""
    found = {name: (value, line) for name, value, line in header}
    if "M" not in found:
        raise AbcError("there is no metre: put a line such as M:6/8 before the key", header[0][2])
    metre = _metre(*found["M"])
    if "L" in found:
        raw_unit = _unit(*found["L"])
    else:
        raw_unit = Fraction(1, 16) if Fraction(*metre) < Fraction(3, 4) else Fraction(1, 8)
    unit = min(raw_unit, Fraction(1, 4))
    return metre, unit, int(raw_unit / unit), key_name(*found["K"])


def _metre(value: str, line: int) -> tuple[int, int]:
    return read_metre(_NAMED_METRES.get(value, value), line)


def _unit(value: str, line: int) -> Fraction:
    return Fraction(_LONG_UNITS[value], 4) if value in _LONG_UNITS else read_unit(value, line)


def key_name(value: str, line: int = 1) -> str:
    """Return the name of a raw key in normal form: ``Ador`` for ``A Dorian clef=treble``.

    Raises:
        AbcError: if it is no key of the course, or more than a key and a clef.

    """
    tonic = _TONIC.match(value)
    rest = _CLEF.sub("", value[tonic.end() :]) if tonic else ""
    word = _WORD.match(rest)
    mode = _mode(word["word"]) if word else ""
    if word and mode is not None:
        rest = word["rest"]
    if tonic is None or (rest and not rest[0].isspace()):
        raise AbcError(f"{quoted(value)} is not a key of the course: {_key_advice(value)}", line, 3)
    if rest.strip():
        part = quoted(rest.strip())
        advice = "remove it, and write the notes as they sound"
        raise AbcError(f"{part} after the key is not part of the normal form: {advice}", line, 3)
    key = tonic[0] + (mode or "")
    key_signature(key, line)
    return key


def _mode(word: str) -> str | None:
    """Return a mode as the normal form writes it; only a lone capital M tells major from minor."""
    return {"m": "m", "M": ""}.get(word, _MODES.get(word[:3].lower()))


def _key_advice(value: str) -> str:
    if value in ("HP", "Hp"):  # a set of notes, with F and C sharp, and no tonic
        return "it names the Highland pipes; write K:Amix or K:D, the one in which the tune ends"
    if value in ("", "none"):
        return "write K:C for a tune without sharps and flats"
    return "write D, Am or Edor"


# --- body: from text to tokens --------------------------------------------------------------------

_RAW = re.compile(
    r"""
    (?P<comment>%[^\n]*|\\[^\n]*)
  | (?P<field>^(?:[A-Za-z+]:(?![|:])[^\n]*)|\[[A-Za-z]:[^\]\n]*\])
  | (?P<dropped>"[^"\n]*"|\{[^}\n]*\}|![^!\n|]+!|\+[^+\n|]+\+)
    """
    + "|"
    + MUSIC.replace("A-Ga-gz", "A-Ga-gzx")
    + r"""
  | (?P<ending>(?:\[|(?<=[|\]])|(?<=[|\]][ ]))[12](?![0-9,-]))
  | (?P<endings>(?:\[|(?<=[|\]])|(?<=[|\]][ ]))"""
    + LIST_OF_ENDINGS
    + r"""
      |\["(?:[0-9][^"\n]*|[^"\n]*\b(?:time|ending)[^"\n]*)")
  | (?P<bar>\[?[:|]+\]?|\](?=\|))
  | (?P<space>[ \t\n]+)
  | (?P<mark>[()`$*!~.yH-Wh-w])
  | (?P<foreign>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII | re.MULTILINE,
)


def _without_fields(
    tokens: Iterator[Token], metre: tuple[int, int], unit: Fraction, key: str
) -> Iterator[Token]:
    """Drop what the normal form leaves out; refuse fields that would change the music."""
    fixed: dict[str, tuple[Callable[[str, int], object], object]] = {
        "M": (_metre, metre),
        "L": (_unit, unit),
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
                    refuse(token, "a second voice is not part of the normal form: keep one")
            elif name in fixed and fixed[name][0](value, token.line) != fixed[name][1]:
                refuse(token, f"{name}: changes inside the tune: keep one for the whole tune")
        elif token.kind not in ("comment", "dropped", "mark", "space"):
            yield token


def _merge_bar_lines(tokens: Iterator[Token]) -> Iterator[Token]:
    """Put one bar line of the normal form for each run; at the start, only ``|:`` is kept."""
    run: list[Token] = []
    at_start = True
    for token in tokens:
        if token.kind == "bar":
            run.append(token)
            continue
        if run:
            yield from _bar_line(run, at_start, token)
            run = []
        at_start = False
        yield token
    if run:
        yield from _bar_line(run, at_start, None)


def _bar_line(run: list[Token], at_start: bool, following: Token | None) -> list[Token]:
    """Return the bar line that a run means, in view of what follows it."""
    texts = [token.text for token in run]
    joined = "".join(texts)
    if "|" not in joined and joined != "::":
        refuse(run[0], hint(":" if ":" in joined else "]"))
    if ":" in texts:  # a colon away from its bar line, as in ": |"
        texts = [joined]
    ends = not at_start and any(re.search(r":.*\||::", text) for text in texts)
    starts = following is not None and any(re.search(r"\|.*:|::", text) for text in texts)
    if ends and following and following.kind == "ending" and following.text.endswith("2"):
        starts = False  # |:|2 closes the first ending
    if ends or starts:
        text = "::" if ends and starts else ":|" if ends else "|:"
    elif at_start:
        return []
    elif "]" in joined or "[" in joined:
        text = "|]"
    else:
        text = "||" if any("||" in text for text in texts) else "|"
    return [run[0]._replace(text=text)]


# --- from bars to text ----------------------------------------------------------------------------


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
