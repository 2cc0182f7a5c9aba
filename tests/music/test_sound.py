import io
import random

import numpy as np
import pytest
import soundfile

from music.test_validity import mutated
from music.tunes import TUNES
from seqlab import style
from seqlab.music.abc import AbcError
from seqlab.music.sound import SAMPLE_RATE, play, pluck, synthesise

HEAD = "M:4/4\nL:1/4\nK:C\n"


def measured_frequency(sound: np.ndarray, expected: float) -> float:
    """The highest peak of the spectrum within a semitone of what is expected, in hertz."""
    size = 2**20
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size))
    frequencies = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    near = np.abs(np.log2(frequencies[1:] / expected)) < 1 / 12
    return float(frequencies[1:][near][spectrum[1:][near].argmax()])


@pytest.mark.parametrize("pitch", range(43, 97, 3))
def test_a_string_is_in_tune_and_sounds_on(pitch):
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    string = pluck(frequency, 1.0)
    cents = 1200 * np.log2(measured_frequency(string, frequency) / frequency)
    assert abs(cents) < 5
    late = string[SAMPLE_RATE // 2 : SAMPLE_RATE // 2 + 1600]
    assert np.abs(late).max() > 0.005
    assert np.abs(string).max() == pytest.approx(1)


def test_a_string_is_a_linear_recurrence():
    sound = pluck(SAMPLE_RATE / 40.5, 1.0)  # a loop of 40 samples and a half: N = 40
    n = np.arange(100, SAMPLE_RATE)
    gain = 10 ** (-3 / (4 * SAMPLE_RATE / 40.5))
    assert np.allclose(sound[n], gain / 2 * (sound[n - 40] + sound[n - 41]), atol=1e-9)


@pytest.mark.parametrize(("frequency", "seconds"), [(0, 1), (7000, 1), (440, 0), (440, np.inf)])
def test_a_string_that_cannot_be_computed_is_refused(frequency, seconds):
    with pytest.raises(ValueError, match="hertz"):
        pluck(frequency, seconds)


def test_a_tune_sounds_its_notes_in_their_time(monkeypatch):
    monkeypatch.setattr("seqlab.music.sound.BEATS_PER_MINUTE", 120)  # half a second a note
    sound = synthesise(HEAD + "C c z E|]")
    for start, pitch in ((0, 60), (0.5, 72), (1.5, 64)):
        frequency = 440 * 2 ** ((pitch - 69) / 12)
        part = sound[int((start + 0.05) * SAMPLE_RATE) : int((start + 0.45) * SAMPLE_RATE)]
        assert measured_frequency(part, frequency) == pytest.approx(frequency, rel=0.004)
    rest = sound[int(1.3 * SAMPLE_RATE) : int(1.49 * SAMPLE_RATE)]
    assert np.abs(rest).max() == 0
    assert sound.dtype == np.float32


@pytest.mark.parametrize("tune", TUNES)
def test_no_tune_clips_or_clicks(tune):
    for sound in (synthesise(tune), synthesise(tune, seconds=1.1)):
        assert 0.85 < np.abs(sound).max() <= 0.95
        assert np.abs(sound[-8:]).max() < 0.05
        assert abs(float(sound.mean())) < 0.01


def test_sound_is_repeatable_and_leaves_the_random_state_alone():
    before = np.random.get_state()[1].copy()
    assert np.array_equal(synthesise(TUNES[0]), synthesise(TUNES[0]))
    assert np.array_equal(before, np.random.get_state()[1])


def test_the_player_is_small_and_says_what_it_plays():
    player = play(TUNES[1].replace("\n|:", "\n|:" + "DGBd" * 40 + "|"), seconds=10)
    assert len(player.audio) < 80_000
    bundle = player._repr_mimebundle_()
    assert bundle["text/plain"].startswith("10 seconds of a tune in G major, 4/4")
    assert "<audio controls" in bundle["text/html"]
    assert "data:audio/mpeg;base64," in bundle["text/html"]
    assert f'aria-label="{player.description}"' in bundle["text/html"]
    assert bundle["text/html"].endswith(f"</audio><br>{player.description}"), "can be read"
    samples, rate = soundfile.read(io.BytesIO(player.audio))
    assert rate == SAMPLE_RATE
    assert len(samples) / rate == pytest.approx(10, abs=0.2)
    assert np.abs(samples).max() < 1


def test_the_player_is_folded_while_a_prediction_is_asked(monkeypatch):
    monkeypatch.setattr(style, "_asked", {"how it sounds"})
    html = play(TUNES[1], seconds=1)._repr_mimebundle_()["text/html"]
    assert html.startswith(f"<details><summary>{style.CURTAIN}</summary><audio")


@pytest.mark.parametrize("body", ["z4|z4|]", "A64|" * 400])
def test_what_cannot_be_played_is_refused_in_words(body):
    with pytest.raises(AbcError, match=r"note to play|shorten|minutes"):
        play("M:4/4\nL:1/16\nK:C\n" + body)


@pytest.mark.parametrize("seconds", [0, -1, np.nan])
def test_time_is_above_zero(seconds):
    with pytest.raises(ValueError, match="above zero"):
        synthesise(TUNES[0], seconds=seconds)


def test_mutated_tunes_are_played_or_refused():
    rng = random.Random(12)
    played = 0
    while played < 150:
        text = mutated(rng.choice(TUNES), rng)
        try:
            player = play(text, seconds=2)
        except AbcError:
            continue
        assert player.audio
        played += 1
