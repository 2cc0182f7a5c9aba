"""The same tune in another key: more tunes to learn from, without a new one."""

from __future__ import annotations

import re

from seqlab.music.abc import ACCIDENTALS, AbcError, key_signature
from seqlab.music.raw import fields, key_name

_FIFTHS = "FCGDAEB"  # from one letter to the next it is a fifth
_LETTERS = "CDEFGAB"
_MARKS = {number: mark for mark, number in ACCIDENTALS.items()}
_TONIC = re.compile(r"(?<=^K:)(\s*)([A-G])([#b]?)", re.MULTILINE)
_NOTE = re.compile(
    r"""(?P<quoted>"[^"\n]*")|(?P<field>^[A-Za-z]:(?![|:]).*)|
    (?P<accidental>\^\^?|__?|=)?(?P<letter>[A-Ga-g])(?P<octave>[,']*)""",
    re.VERBOSE | re.MULTILINE,
)


def transpose(text: str, fifths: int) -> str:
    """Write a tune in another key of the same mode; every pitch moves by the same interval.

    Args:
        text: A tune with its header, in normal form or raw.
        fifths: How many fifths up, or down where it is negative: 1 takes G to D and adds a sharp.
            The notes go to the octave that is nearest.

    Returns:
        The tune with another key and other notes, and nothing else changed.

    Raises:
        AbcError: The new key would have more than seven sharps or flats, a note would need more
            than a double accidental, or the tune has no key that can be read.
    """
    found = _TONIC.search(text)
    if found is None:
        raise AbcError("there is no key: put a line such as K:D before the notes")
    key = key_name(fields(text)["K"][0])
    tonic = _moved_tonic(found[2] + found[3], fifths)
    before, after = key_signature(key), key_signature(tonic + key[len(found[2] + found[3]) :])
    steps = (4 * fifths + 3) % 7 - 3  # a fifth is four letters up; the nearest such letter

    def moved(note: re.Match[str]) -> str:
        if note["quoted"] or note["field"]:
            return note[0]
        letter, marks = note["letter"].upper(), note["octave"]
        octave = note["letter"].islower() + marks.count("'") - marks.count(",")
        octave, place = divmod(_LETTERS.index(letter) + 7 * octave + steps, 7)
        new = _LETTERS[place]
        accidental = ""
        if note["accidental"]:  # as far from the key as it was
            bent = after[new] + ACCIDENTALS[note["accidental"]] - before[letter]
            if bent not in _MARKS:
                raise AbcError(f"{note[0]} would need more than a double accidental")
            accidental = _MARKS[bent]
        return accidental + (
            new + "," * -octave if octave < 1 else new.lower() + "'" * (octave - 1)
        )

    rest_of_line, newline, body = text[found.end() :].partition("\n")
    head = text[: found.start()] + found[1] + tonic + rest_of_line
    return head + newline + _NOTE.sub(moved, body)


def _moved_tonic(tonic: str, fifths: int) -> str:
    """Return the tonic so many fifths away: ``F#`` for ``B`` and 1."""
    sharps = tonic.count("#") - tonic.count("b")
    turns, place = divmod(_FIFTHS.index(tonic[0]) + fifths, 7)
    sharps += turns
    return _FIFTHS[place] + ("#" * sharps if sharps > 0 else "b" * -sharps)
