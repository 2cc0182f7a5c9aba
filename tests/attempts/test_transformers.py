"""The record of notebook 10's BERT is what its recipe makes."""

import math
from dataclasses import replace

import pytest
import torch

from seqlab.attempts import read_attempts, shipped_weights, transformers
from seqlab.data import load
from seqlab.text import Vocabulary

KNOWN = Vocabulary([transformers.MASK, transformers.RARE, "the", "king", "is", "dead", "."])


def test_the_speaker_is_not_part_of_a_speech():
    assert transformers.words_of("KING.\nThe King is dead.") == ["the", "king", "is", "dead", "."]
    assert transformers.words_of("2 Lord.\nO, my lord!") == ["o", ",", "my", "lord", "!"]
    assert transformers.words_of("Ham.\n'Tis I'll!") == ["'tis", "i'll", "!"]


def test_unknown_words_are_rare_and_each_row_follows_the_one_before():
    rows = transformers.rows_of([["the", "king"], [], ["smiles", "."]], KNOWN, time=2)
    read = [[KNOWN.tokens[i] for i in row] for row in rows.tolist()]
    assert read == [["<start>", "the"], ["king", "<start>"], ["<rare>", "."]]


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
    settings = vars(transformers.SHIPPED)
    assert all(record[key] == value for key, value in settings.items())


def test_the_shipped_weights_reach_what_their_record_says():
    plays = load("english")
    speeches = {s: [transformers.words_of(t) for t in plays[s]["text"]] for s in plays}
    vocabulary = transformers.vocabulary_of(speeches["train"], transformers.SHIPPED.words)
    model = transformers.build(transformers.SHIPPED, vocabulary)
    model.load_state_dict(shipped_weights("transformers"))
    rows = transformers.rows_of(speeches["validation"], vocabulary, transformers.SHIPPED.time)
    never = [vocabulary.start, vocabulary[transformers.RARE]]
    held_out = transformers.HiddenWords(rows, never, share=0.15, batch_size=2000)[0]
    (record,) = read_attempts("transformers")
    bits = transformers.held_out_bits(model, held_out)
    assert bits == pytest.approx(record["bits_per_word"], abs=0.005)
    assert transformers.WEIGHTS.stat().st_size < 4_000_000


def test_the_recipe_still_learns():
    short = replace(transformers.SHIPPED, words=200, embedding_size=32, steps=60)
    _, record = transformers.train(short)
    assert record["bits_per_word"] < 0.9 * math.log2(200)
