"""The transformers of notebook 11 are what their recipes make."""

import math
from dataclasses import replace

import pytest

from course.recipes import music, tunes
from seqlab.data.prepared import read_tunes
from seqlab.models import shipped
from seqlab.stored import read_attempts, shipped_weights

TUNES = read_tunes()
VALIDATION = TUNES.ids["validation"][::4]  # a quarter is enough to know a network again


@pytest.mark.parametrize("attempt", music.ATTEMPTS, ids=lambda attempt: attempt.name)
def test_the_shipped_weights_reach_what_their_record_says(attempt):
    record = next(r for r in read_attempts("music") if r["name"] == attempt.name)
    assert all(record[key] == value for key, value in vars(attempt).items())
    model = shipped.build(music.SHIPPED[attempt.name], TUNES.vocabulary)
    model.load_state_dict(shipped_weights(music.SHIPPED[attempt.name]))
    bits = tunes.held_out_bits(model, VALIDATION)
    assert bits == pytest.approx(record["bits_per_char"], abs=0.05)


def test_the_recipe_still_learns():
    short = replace(music.ATTEMPTS[1], embedding_size=32, num_layers=1, steps=60, batch_size=4)
    _, record = music.train(replace(short, window=128, learning_rate=1e-2))
    assert record["bits_per_char"] < 0.75 * math.log2(len(TUNES.vocabulary))
