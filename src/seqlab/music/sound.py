"""The sound of a tune: plucked strings computed sample by sample, and a player for the notebook."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from fractions import Fraction
from html import escape

import numpy as np
from numpy.typing import NDArray

from seqlab.music.abc import AbcError, Note, parse
from seqlab.music.roll import describe
from seqlab.style import behind_curtain

SAMPLE_RATE = 16_000  # samples a second
BEATS_PER_MINUTE = 110.0  # quarters in 2/4 and 4/4, halves in 2/2, three eighths in 6/8
MAX_SECONDS = 600.0
_RELEASE = 0.25  # seconds in which a string is damped after its note
_FADE = 0.01  # seconds of fading where a sound is cut, so that nothing clicks
_PEAK = 0.9  # room for what compression adds
_SEED = 1983


@dataclass(frozen=True)
class Player:
    """A player for a notebook, with a sentence for those who cannot hear it.

    Attributes:
        audio: the sound as MP3.
        description: what one hears, in words.

    """

    audio: bytes
    description: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        data = base64.b64encode(self.audio).decode("ascii")
        words = escape(self.description, quote=True)
        player = (
            f'<audio controls aria-label="{words}" src="data:audio/mpeg;base64,{data}"></audio>'
        )
        # Where a notebook is not trusted the label is dropped: the caption stays.
        html = f"{player}<br>{words}"
        return behind_curtain({"text/html": html, "text/plain": self.description})


def play(text: str, seconds: float | None = None) -> Player:
    """Return a player for a tune in normal form, or for its first seconds.

    Raises:
        AbcError: if the text cannot be read, has no notes, or would play for over ten minutes.

    """
    import soundfile  # loads a compiled library, only for those who listen

    samples = synthesise(text, seconds=seconds)
    audio = io.BytesIO()
    soundfile.write(audio, samples, SAMPLE_RATE, format="MP3", compression_level=0.8)
    lasts = len(samples) / SAMPLE_RATE
    return Player(audio.getvalue(), f"{lasts:.0f} seconds of {describe(text)}")


def synthesise(text: str, seconds: float | None = None) -> NDArray[np.float32]:
    """Return the sound of a tune on plucked strings, shape (samples,), in [-1, 1].

    Args:
        text: the tune in normal form.
        seconds: stop there; None plays to the end.

    Raises:
        AbcError: if the text cannot be read, has no notes, or would play for over ten minutes.
        ValueError: for a time that is not above zero.

    """
    if seconds is not None and not seconds > 0:
        raise ValueError(f"the seconds are above zero, found {seconds}")
    tune = parse(text)
    notes = tune.played()
    if not notes:
        raise AbcError("there is no note to play: write at least one", 4)
    beat = Fraction(1, 2) if tune.metre[1] == 2 else tune.beat
    whole = 60 / BEATS_PER_MINUTE / float(beat)  # seconds in a whole note
    end = float(notes[-1].start + notes[-1].duration) * whole + _RELEASE
    length = end if seconds is None else min(seconds, end)
    if length > MAX_SECONDS:
        raise AbcError(f"the tune would play for {length / 60:.0f} minutes: give a shorter one", 4)
    return _mix(notes, whole, round(length * SAMPLE_RATE))


def _mix(notes: list[Note], whole: float, length: int) -> NDArray[np.float32]:
    """Put each note at its time; ``length`` in samples, ``whole`` in seconds."""
    sound = np.zeros(length)
    longest: dict[int, float] = {}
    for note in notes:
        longest[note.pitch] = max(longest.get(note.pitch, 0.0), float(note.duration) * whole)
    strings = {
        pitch: pluck(440 * 2 ** ((pitch - 69) / 12), duration + _RELEASE)
        for pitch, duration in longest.items()
    }
    release = round(_RELEASE * SAMPLE_RATE)
    for note in notes:
        start = round(float(note.start) * whole * SAMPLE_RATE)
        if start >= length:
            break
        held = round(float(note.duration) * whole * SAMPLE_RATE)
        string = strings[note.pitch][: held + release]
        string = string * _fade_out(len(string), release)
        sound[start : start + len(string)] += string[: length - start]
    sound *= _fade_out(length, round(_FADE * SAMPLE_RATE))
    return (sound * (_PEAK / np.abs(sound).max())).astype(np.float32)


def pluck(frequency: float, seconds: float) -> NDArray[np.float64]:
    """Return the sound of a plucked string, shape (seconds * SAMPLE_RATE,), in [-1, 1].

    The string is itself a linear recurrence, a recurrent network with nothing to learn: a burst of
    noise x goes round and loses its sharp edges,

        y[n] = x[n] + g/2 (y[n-N] + y[n-N-1]).

    The loop takes N + 1/2 samples, so N sets the pitch. Two refinements keep high strings in tune
    and alive: an all-pass filter makes up the missing part of a sample, and the two weights are
    made unequal where equal ones would silence the string within a second and a half.

    Sources: Karplus and Strong, "Digital synthesis of plucked-string and drum timbres", and Jaffe
    and Smith, "Extensions of the Karplus-Strong plucked-string algorithm", both Computer Music
    Journal 7(2), 1983.

    Args:
        frequency: in hertz, from 20 to a third of the sample rate.
        seconds: how long the string sounds.

    Raises:
        ValueError: if a string of this pitch or duration cannot be computed.

    """
    from scipy.signal import lfilter  # half a second's import, only for those who listen

    if not 20 <= frequency <= SAMPLE_RATE / 3 or not 0 < seconds <= MAX_SECONDS:
        raise ValueError(
            f"a string sounds between 20 and {SAMPLE_RATE // 3} hertz, for up to "
            f"{MAX_SECONDS:.0f} seconds: found {frequency} hertz, {seconds} seconds"
        )
    omega = 2 * np.pi * frequency / SAMPLE_RATE
    weight = _second_weight(frequency, omega)
    gain = 10 ** (-3 / (4 * frequency))  # silence (-60 dB) after four seconds at the latest
    average_delay = -np.angle(1 - weight + weight * np.exp(-1j * omega)) / omega
    delay = int(SAMPLE_RATE / frequency - average_delay - 0.2)  # N
    fraction = SAMPLE_RATE / frequency - average_delay - delay
    allpass = np.sin((1 - fraction) * omega / 2) / np.sin((1 + fraction) * omega / 2)

    noise = np.random.default_rng(_SEED).uniform(-1, 1, delay)
    noise += np.roll(noise, 1)  # a fingertip, not a plectrum
    burst = np.zeros(round(seconds * SAMPLE_RATE))
    burst[:delay] = (noise - noise.mean())[: len(burst)]
    loop = gain * np.convolve([1 - weight, weight], [allpass, 1])
    recurrence = np.concatenate([[1, allpass], np.zeros(delay + 1)])
    recurrence[delay:] -= loop
    string = lfilter([1, allpass], recurrence, burst)
    return string / np.abs(string).max()


def _second_weight(frequency: float, omega: float) -> float:
    """Return the weight of y[n-N-1]: 1/2, or less if the pitch would die within 1.5 seconds."""
    loss = np.log(1000) / (1.5 * frequency)  # in one round, for -60 dB after 1.5 seconds
    product = min(0.25, loss / (1 - np.cos(omega)))  # of both weights
    return float((1 - np.sqrt(1 - 4 * product)) / 2)


def _fade_out(length: int, fade: int) -> NDArray[np.float64]:
    """Return an envelope of ones that falls to zero over its last ``fade`` samples."""
    return np.clip(np.arange(length - 1, -1, -1) / fade, 0, 1)
