"""A corpus that is read while it is used: nothing is lost, and the order is always the same."""

import itertools
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import torch

from extras.train import corpus as module
from extras.train.corpus import Corpus, CorpusError
from seqlab.text import Batch, Vocabulary

TEXTS = [f"{i:03d}" + "x" * (i * 7 % 50) for i in range(152)]  # 38 batches of 4
VOCABULARY = Vocabulary("0123456789x")


def write(folder: Path, texts: list[str], name: str = "corpus.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps({"title": "", "abc": text}) + "\n" for text in texts))
    return path


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """Return two files of different sizes."""
    return [write(tmp_path, TEXTS[:100], "a.jsonl"), write(tmp_path, TEXTS[100:], "b.jsonl")]


def windows_of(files: list[Path], seed: int = 0) -> Iterator[Batch]:
    return Corpus(files, VOCABULARY, seed).windows(batch_size=4, window=16)


def batches_of(windows: Iterator[Batch], count: int) -> list[list[str]]:
    """Return the texts of so many batches."""
    batches: list[torch.Tensor] = []
    for window in windows:
        if window.fresh:
            if len(batches) == count:
                break
            batches.append(window.inputs)
        else:
            batches[-1] = torch.cat([batches[-1], window.inputs], dim=1)
    return [[VOCABULARY.decode(row) for row in batch] for batch in batches]


def test_each_epoch_holds_every_text_once_and_whole(files):
    batches = batches_of(windows_of(files), 2 * 38)
    first, second = ([*itertools.chain(*half)] for half in (batches[:38], batches[38:]))
    assert sorted(first) == TEXTS
    assert sorted(second) == TEXTS
    assert first != second, "each epoch has an order of its own"


def test_the_last_texts_that_fill_no_batch_are_left_out(tmp_path):
    batches = batches_of(windows_of([write(tmp_path, TEXTS[:11])]), 10 * 2)
    assert {len(batch) for batch in batches} == {4}
    assert {text for batch in batches for text in batch} == set(TEXTS[:11]), "not always the same"


def test_windows_go_on_where_the_one_before_ended(files):
    for before, after in pairwise(itertools.islice(windows_of(files), 100)):
        if not after.fresh:
            assert torch.equal(after.inputs[:, 0], before.targets[:, -1])


def test_the_seed_decides_the_order(files):
    beginnings = [next(windows_of(files, seed)).inputs.tolist() for seed in (1, 1, 2)]
    assert beginnings[0] == beginnings[1] != beginnings[2]


def test_texts_of_about_the_same_length_come_together(tmp_path):
    texts = ["x" * (1 + i * 7 % 50) for i in range(1200)]
    batches = batches_of(windows_of([write(tmp_path, texts)]), 300)
    padding = sum(4 * max(map(len, batch)) - sum(map(len, batch)) for batch in batches)
    assert padding / sum(map(len, texts)) < 0.1, "with batches in random order it is about 0.6"


@pytest.mark.parametrize("size", [2, 4])
def test_each_process_reads_its_rows_of_the_batches_of_one(files, monkeypatch, size):
    """They take turns here, and each is told the others' lengths, which are those of one."""
    alone = batches_of(windows_of(files), 10)
    lengths = [max(map(len, batch)) for batch in alone]
    for rank in range(size):
        monkeypatch.setattr(module, "world", lambda rank=rank: (rank, size))
        corpus = Corpus(files, VOCABULARY)
        corpus._next_batches = lambda texts, rows, read=corpus._next_batches: [
            (60, batch) for _, batch in read(texts, rows)
        ]
        found = batches_of(corpus.windows(batch_size=4, window=16), 10)
        assert found == [batch[rank::size] for batch in alone]
    assert max(lengths) <= 60


def test_texts_with_unknown_characters_are_skipped_and_counted(tmp_path):
    corpus = Corpus([write(tmp_path, ["0", "1", "2?", "x"] * 2)], VOCABULARY)
    batches = batches_of(corpus.windows(batch_size=2, window=16), 9)
    assert {text for batch in batches for text in batch} == {"0", "1", "x"}
    assert corpus.skipped == corpus.read / 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "an empty file"),
        ('{"abc": "??"}\n', "fewer than 4 texts that the vocabulary can write"),
        ('{"abc": "01"}\n{"abc": "01"\n', "corpus.jsonl: each line should be a JSON object"),
        ('{"abc": 1}\n', r"with a text in 'abc' \(abc is 1 in one\)"),
        ('["01"]\n', r"with a text in 'abc' \(abc is None in one\)"),
        ('{"text": "01"}\n', r"with a text in 'abc' \(abc is None in one\)"),
    ],
)
def test_a_corpus_that_cannot_be_read_says_why(tmp_path, text, message):
    path = tmp_path / "corpus.jsonl"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message):
        next(windows_of([path]))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"there is no file .*none\.jsonl"):
        Corpus([write(tmp_path, ["0"]), tmp_path / "none.jsonl"], VOCABULARY)
