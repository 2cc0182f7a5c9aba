"""The network that writes the most valid tunes is what its recipe makes."""

import math
from dataclasses import replace

import pytest

from course.recipes import best, tunes
from seqlab.data.prepared import read_tunes
from seqlab.models import shipped
from seqlab.music.measure import valid_share
from seqlab.sampling import generate
from seqlab.stored import read_attempts, shipped_weights

TUNES = read_tunes()


@pytest.fixture(scope="module")
def model():
    model = shipped.build("best", TUNES.vocabulary)
    model.load_state_dict(shipped_weights("best"))
    return model


def test_the_shipped_weights_reach_what_their_record_says(model):
    (record,) = read_attempts("best")
    assert all(record[key] == value for key, value in vars(best.ATTEMPT).items())
    bits = tunes.held_out_bits(model, TUNES.ids["validation"][::4])
    assert bits == pytest.approx(record["bits_per_char"], abs=0.05)


def test_most_of_what_it_writes_is_valid(model):
    assert valid_share(generate(model, TUNES.vocabulary, count=40, seed=2)) > 0.5


def test_the_recipe_still_learns(monkeypatch):
    monkeypatch.setattr(tunes, "generate", lambda *_, **__: ["M:4/4\nL:1/8\nK:D\nd8|d8|]"])
    short = replace(best.ATTEMPT, hidden_size=64, steps=60, learning_rate=1e-2)
    _, record = best.train(short)
    assert record["bits_per_char"] < 0.65 * math.log2(len(TUNES.vocabulary))
