"""The record of Lab 5 is what its recipe makes."""

import math
from dataclasses import replace

import pytest

from course.recipes import lab5, tunes
from seqlab.data.prepared import read_tunes
from seqlab.models import shipped
from seqlab.stored import read_attempts, shipped_weights

TUNES = read_tunes()
ATTEMPTS = {attempt.name: attempt for attempt in lab5.ATTEMPTS}
RECORDS = {record["name"]: record for record in read_attempts("lab5")}


def test_every_record_is_of_an_attempt_that_the_script_still_makes():
    assert RECORDS
    for name, record in RECORDS.items():
        assert all(record[key] == value for key, value in vars(ATTEMPTS[name]).items())


@pytest.mark.parametrize("name", lab5.SHIPPED)
def test_the_shipped_weights_reach_what_their_record_says(name):
    model = shipped.build(lab5.SHIPPED[name], TUNES.vocabulary)
    model.load_state_dict(shipped_weights(lab5.SHIPPED[name]))
    bits = tunes.held_out_bits(model, TUNES.ids["validation"])
    assert bits == pytest.approx(RECORDS[name]["bits_per_char"], abs=0.005)


def test_the_recipe_still_learns(monkeypatch):
    monkeypatch.setattr(tunes, "generate", lambda *_, **__: ["M:4/4\nL:1/8\nK:D\nd8|d8|]"])
    short = replace(lab5.ATTEMPTS[-1], hidden_size=64, steps=60, learning_rate=1e-2)
    _, record = lab5.train(short)
    assert record["bits_per_char"] < 0.65 * math.log2(len(TUNES.vocabulary))
