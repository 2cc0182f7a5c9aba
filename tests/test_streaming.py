"""A corpus that is read while it is used: nothing is lost, and the order is always the same."""

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from seqlab.distributed import Group
from seqlab.streaming import CorpusError, StreamedWindows, parts, read_piece, shuffled
from seqlab.text import Vocabulary

TEXTS = [f"{i:03d}" + "x" * (i * 7 % 50) for i in range(150)]
VOCABULARY = Vocabulary("0123456789x")


def write(folder: Path, texts: list[str], name: str = "corpus.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps({"title": "", "abc": text}) + "\n" for text in texts))
    return path


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """Return two files of different sizes."""
    return [write(tmp_path, TEXTS[:100], "a.jsonl"), write(tmp_path, TEXTS[100:], "b.jsonl")]


def stream(files: list[Path], **changes) -> StreamedWindows:
    return StreamedWindows(files, VOCABULARY, **({"batch_size": 4, "window": 16} | changes))


def one_epoch(windows: StreamedWindows, first: int = 0) -> tuple[list[str], int]:
    """Return the texts of the epoch that begins at window ``first``, and its end."""
    texts: list[str] = []
    step = first
    while len(texts) < len(TEXTS):
        rows = windows[step].inputs
        step += 1
        while not windows[step].fresh:
            rows = torch.cat([rows, windows[step].inputs], dim=1)
            step += 1
        texts += [VOCABULARY.decode(row) for row in rows]
    return texts, step


def test_each_epoch_holds_every_text_once_and_whole(files):
    windows = stream(files)
    first, end = one_epoch(windows)
    second, _ = one_epoch(windows, end)
    assert sorted(first) == TEXTS
    assert sorted(second) == TEXTS
    assert first != second, "each epoch has an order of its own"
    assert windows[end].inputs[:, 0].tolist() == [VOCABULARY.start] * 4


def test_the_same_number_is_the_same_window_in_any_order_of_access(files):
    forwards, jumping = stream(files), stream(files)
    in_order = [forwards[step] for step in range(300)]
    for step in [299, 3, 0, 0, 3, 150, 299]:
        assert torch.equal(jumping[step].inputs, in_order[step].inputs)
        assert torch.equal(jumping[step].targets, in_order[step].targets)
        assert jumping[step].fresh == in_order[step].fresh


def test_windows_go_on_where_the_one_before_ended(files):
    windows = stream(files)
    for before, after in pairwise([windows[step] for step in range(100)]):
        if not after.fresh:
            assert torch.equal(after.inputs[:, 0], before.targets[:, -1])


def test_the_seed_decides_the_order(files):
    beginnings = [stream(files, seed=seed)[0].inputs.tolist() for seed in (1, 1, 2)]
    assert beginnings[0] == beginnings[1] != beginnings[2]


def test_a_buffer_loses_nothing_and_mixes_as_far_as_it_is_long():
    texts = list(map(str, range(500)))
    found = list(shuffled(iter(texts), 50, random.Random(0)))
    assert sorted(found) == sorted(texts)
    earlier = [texts.index(text) - place for place, text in enumerate(found)]
    assert max(earlier) == 49, "none comes before it is read"
    assert sum(map(abs, earlier)) / len(earlier) > 25


def test_texts_of_about_the_same_length_come_together(files):
    windows = stream(files)
    _, end = one_epoch(windows)
    targets = [windows[step].targets for step in range(end)]
    padding = sum(int((t == 0).sum()) for t in targets) / sum(t.numel() for t in targets)
    assert padding < 0.05, "with batches in random order it is about 0.35"


def test_a_process_reads_only_its_parts(files):
    read = []
    for rank in (0, 1):
        windows = stream(files, group=Group(rank, 2))
        texts = [t for part in range(rank, 4, 2) for t in windows._texts_of(part, epoch=0)]
        assert windows.read == len(texts) == pytest.approx(len(TEXTS) / 2, abs=10)
        read += texts
    assert sorted(read) == TEXTS


@given(st.lists(st.binary(max_size=9).map(lambda b: b.replace(b"\n", b"") + b"\n")), st.data())
def test_the_pieces_of_a_file_hold_each_line_once(tmp_path_factory, lines, data):
    path = tmp_path_factory.mktemp("lines") / "file"
    path.write_bytes(b"".join(lines))
    size = path.stat().st_size
    cuts = sorted(data.draw(st.lists(st.integers(0, size), max_size=5)))
    pieces = pairwise([0, *cuts, size])
    assert [line for piece in pieces for _, line in read_piece(str(path), *piece)] == lines


def test_the_parts_are_all_bytes_of_all_files(files):
    for i, path in enumerate(files):
        borders = [part[i][1:] for part in parts(files, 7)]
        assert borders[0][0] == 0
        assert borders[-1][1] == path.stat().st_size
        assert all(before[1] == after[0] for before, after in pairwise(borders))


def test_texts_with_unknown_characters_are_skipped_and_counted(tmp_path):
    windows = stream([write(tmp_path, ["0", "1", "2?", "x"])], batch_size=2)
    seen = {VOCABULARY.decode(row) for step in range(20) for row in windows[step].inputs}
    assert seen == {"0", "1", "x"}
    assert windows.skipped == windows.read / 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no text that the vocabulary can write"),
        ('{"abc": "??"}\n', "no text that the vocabulary can write"),
        ('{"abc": "01"}\n{"abc": "01"\n', "corpus.jsonl, the line at byte 14: it should be a JSON"),
        ('{"abc": 1}\n', "a JSON object with a text in 'abc'"),
        ('["01"]\n', "a JSON object with a text in 'abc'"),
        ('{"text": "01"}\n', "a JSON object with a text in 'abc'"),
    ],
)
def test_a_corpus_that_cannot_be_read_says_why(tmp_path, text, message):
    path = tmp_path / "corpus.jsonl"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message):
        stream([path])[0]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"there is no file .*none\.jsonl"):
        stream([write(tmp_path, ["0"]), tmp_path / "none.jsonl"])


def test_a_negative_step_is_refused(files):
    with pytest.raises(IndexError, match="counted from 0"):
        stream(files)[-1]
