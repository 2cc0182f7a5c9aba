"""The record of notebook 08's translator of names is what its recipe makes."""

from dataclasses import replace

import pytest
import torch

from course.recipes import limits
from seqlab.data.prepared import read_names
from seqlab.stored import read_attempts, shipped_weights


@pytest.fixture(scope="module")
def shipped():
    model = limits.build(limits.ATTEMPT)
    model.load_state_dict(shipped_weights("limits"))
    return model.eval()


def test_the_record_is_of_the_settings_that_the_script_still_has():
    (record,) = read_attempts("limits")
    assert all(record[key] == value for key, value in vars(limits.ATTEMPT).items())


def test_the_shipped_weights_reach_what_their_record_says(shipped):
    (record,) = read_attempts("limits")
    exact = limits.exact_share(shipped, read_names("validation"))
    assert exact == pytest.approx(record["exact_on_validation"], abs=0.01)


def test_a_batch_number_always_gives_the_same_batch_and_an_epoch_gives_each_pair_once():
    pairs = [(torch.full((2 + i % 5,), i), torch.tensor([i])) for i in range(50)]
    stream = limits.PairStream(pairs, batch_size=8, seed=1)
    assert torch.equal(stream[3][2], stream[3][2])
    seen = torch.cat([stream[step][2][:, 0] for step in range(7)])
    assert sorted(seen.tolist()) == [*range(50)]


def test_the_recipe_still_learns():
    short = replace(limits.ATTEMPT, hidden_size=64, steps=250, learning_rate=1e-2)
    _, record = limits.train(short)
    assert record["exact_on_validation"] > 0.05
