"""The record of notebook 10's BERT is what its recipe makes."""

import math
from dataclasses import replace

import pytest
import torch

from course.recipes import transformers
from seqlab.data import load
from seqlab.data.prepared import RARE, rows_of, vocabulary_of, words_of
from seqlab.models import shipped
from seqlab.stored import read_attempts, shipped_weights


def test_the_same_step_hides_the_same_words_and_never_the_start():
    rows = torch.randint(2, (50, 8)) + 1
    batches = transformers.HiddenWords(rows, never=[1], share=0.5, batch_size=20)
    tokens, hidden = batches[3]
    assert torch.equal(batches[3][1], hidden)
    assert not torch.equal(batches[4][1], hidden)
    assert not hidden[tokens == 1].any()
    assert 0.3 < hidden[tokens != 1].float().mean() < 0.7


def test_the_record_is_of_the_recipe():
    (record,) = read_attempts("transformers")
    assert all(record[key] == value for key, value in vars(transformers.ATTEMPT).items())


def test_the_shipped_weights_reach_what_their_record_says():
    plays, attempt = load("english"), transformers.ATTEMPT
    speeches = {s: [words_of(t) for t in plays[s]["text"]] for s in plays}
    vocabulary = vocabulary_of(speeches["train"], attempt.words)
    model = shipped.build("transformers", vocabulary)
    model.load_state_dict(shipped_weights("transformers"))
    rows = rows_of(speeches["validation"], vocabulary, attempt.time)
    never = [vocabulary.start, vocabulary[RARE]]
    held_out = transformers.HiddenWords(rows, never, share=0.15, batch_size=2000)[0]
    (record,) = read_attempts("transformers")
    bits = transformers.held_out_bits(model, held_out)
    assert bits == pytest.approx(record["bits_per_word"], abs=0.005)


def test_the_recipe_still_learns():
    short = replace(transformers.ATTEMPT, words=200, embedding_size=32, steps=60)
    _, record = transformers.train(short)
    assert record["bits_per_word"] < 0.9 * math.log2(200)
