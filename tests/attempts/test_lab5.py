"""The record of Lab 5 is what its recipe makes."""

import math
from dataclasses import replace

import pytest

from seqlab.attempts import lab5, read_attempts, shipped_weights, tunes
from seqlab.data import load
from seqlab.text import Vocabulary

TUNES = load("tunes")
VOCABULARY = Vocabulary.from_texts(text for split in TUNES.values() for text in split["abc"])


def test_every_record_is_of_an_attempt_that_the_script_still_makes():
    attempts = {attempt.name: attempt for attempt in lab5.ATTEMPTS}
    records = read_attempts("lab5")
    assert records
    for record in records:
        attempt = attempts[record["name"]]
        assert all(record[key] == value for key, value in vars(attempt).items())


def test_the_shipped_weights_reach_what_their_record_says():
    model = lab5.build(lab5.SHIPPED, VOCABULARY)
    model.load_state_dict(shipped_weights("lab5"))
    ids = [VOCABULARY.encode(text, ends=True) for text in TUNES["validation"]["abc"]]
    record = next(r for r in read_attempts("lab5") if r["name"] == lab5.SHIPPED.name)
    assert tunes.held_out_bits(model, ids) == pytest.approx(record["bits_per_char"], abs=0.005)
    assert lab5.WEIGHTS.stat().st_size < 4_000_000


def test_the_recipe_still_learns(monkeypatch):
    monkeypatch.setattr(tunes, "generate", lambda *_, **__: ["M:4/4\nL:1/8\nK:D\nd8|d8|]"])
    short = replace(lab5.SHIPPED, hidden_size=64, steps=60, learning_rate=1e-2)
    record = lab5.train(short)
    assert record["bits_per_char"] < 0.65 * math.log2(len(VOCABULARY))
