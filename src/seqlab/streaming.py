"""Windows over a corpus that is read while it is used: it may be larger than the memory."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from seqlab.distributed import Group
from seqlab.text import Batch, Vocabulary, pad, windows

COLUMN = "abc"

Piece = tuple[str, int, int]  # a file, and the bytes from where to where


class CorpusError(ValueError):
    """A corpus cannot be read; says where and why."""


class StreamedWindows:
    """Endless windows over the texts of a corpus on disk; window number k is always the same.

    The files are cut into as many parts as a batch has rows. Each process reads some of the parts
    and draws the next text of a part from a buffer. What is read, the processes tell each other, a
    few batches at a time: so each has the same batches, whatever their number. Texts of about the
    same length come together in a batch.

    To go forward costs the reading only; to go back is to read from the beginning.

    Args:
        files: JSON lines, each an object with the text in ``abc``.
        vocabulary: Its characters are the tokens; a text with others is skipped.
        batch_size: Rows in a batch.
        window: Time steps in a window.
        seed: Seed of the order.
        group: The processes that train together; number r of n reads the parts r, r + n, ...

    Attributes:
        read: texts that this process has read so far, in all epochs.
        skipped: those of them that it has left out.

    Raises:
        CorpusError: A file is not there.
    """

    BUFFER = 1000  # texts of a part among which the next is drawn
    POOL = 20  # batches that are sorted by length together

    def __init__(
        self,
        files: Sequence[Path],
        vocabulary: Vocabulary,
        batch_size: int,
        window: int,
        seed: int = 0,
        group: Group | None = None,
    ) -> None:
        self.vocabulary, self.known = vocabulary, set(vocabulary.tokens)
        self.batch_size, self.window, self.seed = batch_size, window, seed
        self.group = group or Group()
        self.parts = parts(files, batch_size)
        self._rewind()

    def _rewind(self) -> None:
        self.read = self.skipped = 0
        self._batches = self._all_batches()
        self._texts: list[str] = []  # of the current batch
        self._windows: list[Batch] = []  # the same, made only when one of them is asked for
        self._first, self._end = 0, 0  # numbers of its first window, and of the one after its last

    def __getitem__(self, step: int) -> Batch:
        """Return window number ``step``, counted from 0 over all epochs."""
        if step < 0:
            raise IndexError(f"windows are counted from 0, got {step}")
        if step < self._first:
            self._rewind()
        while step >= self._end:
            self._texts = next(self._batches)
            self._windows = []
            inputs = max(map(len, self._texts)) + 1  # with the start, without the end
            self._first, self._end = self._end, self._end - (-inputs // self.window)
        if not self._windows:
            encoded = [self.vocabulary.encode(text, ends=True) for text in self._texts]
            self._windows = windows(pad(encoded, self.vocabulary.pad)[0], self.window)
        return self._windows[step - self._first]

    def _all_batches(self) -> Iterator[list[str]]:
        """Yield the texts of each batch, epoch by epoch."""
        my_parts = range(self.group.rank, self.batch_size, self.group.size)
        for epoch in itertools.count():
            draw = random.Random(f"{self.seed} {epoch}")
            streams = {part: self._texts_of(part, epoch) for part in my_parts}
            found = False
            while pool := sorted(self._next_pool(streams), key=len):
                found = True
                starts = list(range(0, len(pool), self.batch_size))
                draw.shuffle(starts)
                yield from (pool[start : start + self.batch_size] for start in starts)
            if not found:
                raise CorpusError("the corpus has no text that the vocabulary can write")

    def _next_pool(self, streams: dict[int, Iterator[str]]) -> list[str]:
        """Read on; return what all processes have read, in the order of the parts."""
        mine = {part: list(itertools.islice(texts, self.POOL)) for part, texts in streams.items()}
        texts_of = {
            part: texts for read in self.group.exchange(mine) for part, texts in read.items()
        }
        return [text for part in range(self.batch_size) for text in texts_of[part]]

    def _texts_of(self, part: int, epoch: int) -> Iterator[str]:
        """Yield the texts of a part in the order of an epoch, without those that are skipped."""
        draw = random.Random(f"{self.seed} {epoch} {part}")
        for text in shuffled(read_texts(self.parts[part]), self.BUFFER, draw):
            self.read += 1
            if self.known.issuperset(text):
                yield text
            else:
                self.skipped += 1


def parts(files: Sequence[Path], count: int) -> list[list[Piece]]:
    """Cut files into so many parts, each with a piece of each file, about as many bytes.

    Raises:
        CorpusError: A file is not there.
    """
    missing = [str(path) for path in files if not path.is_file()]
    if missing or not files:
        raise CorpusError(f"there is no file {', '.join(missing)}")
    sizes = [(str(path), path.stat().st_size) for path in files]
    return [
        [(path, size * part // count, size * (part + 1) // count) for path, size in sizes]
        for part in range(count)
    ]


def read_piece(path: str, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that begin in a piece of a file, each with its place in bytes."""
    with open(path, "rb") as file:
        file.seek(max(0, begin - 1))
        if begin:
            file.readline()  # the piece before has it
        while (place := file.tell()) < end:
            yield place, file.readline()


def read_texts(part: list[Piece]) -> Iterator[str]:
    """Yield the texts of a part, in the order of the files.

    Raises:
        CorpusError: A line is not as it should be.
    """
    for piece in part:
        for place, line in read_piece(*piece):
            if line.strip():
                yield _text(line, f"{piece[0]}, the line at byte {place}")


def shuffled(texts: Iterator[str], size: int, draw: random.Random) -> Iterator[str]:
    """Yield all texts, the next one always drawn from a buffer of so many."""
    buffer = list(itertools.islice(texts, size))
    for text in texts:
        i = draw.randrange(size)
        yield buffer[i]
        buffer[i] = text
    draw.shuffle(buffer)
    yield from buffer


def _text(line: bytes, where: str) -> str:
    try:
        text = json.loads(line)[COLUMN]
    except (ValueError, KeyError, TypeError):
        text = None
    if not isinstance(text, str):
        raise CorpusError(f"{where}: it should be a JSON object with a text in {COLUMN!r}")
    return text
