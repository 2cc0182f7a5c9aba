"""The network that writes the most valid tunes is what its recipe makes."""

import math
from dataclasses import replace

import pytest

from seqlab.attempts import best, read_attempts, shipped_weights, tunes
from seqlab.music.measure import valid_share
from seqlab.sampling import generate

TUNES = tunes.read_tunes()


def shipped():
    model = best.build(best.ATTEMPT, TUNES.vocabulary)
    model.load_state_dict(shipped_weights(best.WEIGHTS.stem))
    return model


def test_the_shipped_weights_reach_what_their_record_says():
    (record,) = read_attempts("best")
    assert all(record[key] == value for key, value in vars(best.ATTEMPT).items())
    bits = tunes.held_out_bits(shipped(), TUNES.ids["validation"][::4])
    assert bits == pytest.approx(record["bits_per_char"], abs=0.05)
    assert best.WEIGHTS.stat().st_size < 4_000_000


def test_most_of_what_it_writes_is_valid():
    assert valid_share(generate(shipped(), TUNES.vocabulary, count=40, seed=2)) > 0.5


def test_the_recipe_still_learns(monkeypatch):
    monkeypatch.setattr(best, "save_file", lambda *_: None)
    monkeypatch.setattr(tunes, "generate", lambda *_, **__: ["M:4/4\nL:1/8\nK:D\nd8|d8|]"])
    short = replace(best.ATTEMPT, hidden_size=64, steps=60, learning_rate=1e-2)
    record = best.train(short)
    assert record["bits_per_char"] < 0.65 * math.log2(len(TUNES.vocabulary))
