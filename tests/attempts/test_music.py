"""The networks of notebook 11 are what their recipes make."""

import math
from dataclasses import replace

import pytest

from seqlab.attempts import lab5, music, read_attempts, shipped_weights, tunes
from seqlab.models import LSTMLanguageModel

TUNES = tunes.read_tunes()
VALIDATION = TUNES.ids["validation"][::4]  # a quarter is enough to know a network again


@pytest.mark.parametrize("attempt", music.ATTEMPTS, ids=lambda attempt: attempt.name)
def test_the_shipped_weights_reach_what_their_record_says(attempt):
    record = next(r for r in read_attempts("music") if r["name"] == attempt.name)
    assert all(record[key] == value for key, value in vars(attempt).items())
    model = music.build(attempt, TUNES.vocabulary)
    model.load_state_dict(shipped_weights(attempt.weights.stem))
    bits = tunes.held_out_bits(model, VALIDATION)
    assert bits == pytest.approx(record["bits_per_char"], abs=0.05)
    assert attempt.weights.stat().st_size < 4_000_000


def test_the_shipped_lstm_is_the_one_of_the_lab_trained_longer():
    attempt = next(a for a in lab5.ATTEMPTS if a.name == music.LSTM)
    record = next(r for r in read_attempts("lab5") if r["name"] == music.LSTM)
    model = lab5.build(attempt, TUNES.vocabulary)
    assert isinstance(model, LSTMLanguageModel)
    model.load_state_dict(shipped_weights("music_lstm"))
    bits = tunes.held_out_bits(model, VALIDATION)
    assert bits == pytest.approx(record["bits_per_char"], abs=0.05)


def test_the_recipe_still_learns(monkeypatch):
    monkeypatch.setattr(music, "save_file", lambda *_: None)
    short = replace(music.ATTEMPTS[1], embedding_size=32, num_layers=1, steps=60, batch_size=4)
    record = music.train(replace(short, window=128, learning_rate=1e-2))
    assert record["bits_per_char"] < 0.75 * math.log2(len(TUNES.vocabulary))
