"""Windows over a corpus on disk, streamed by ``datasets``: it may be larger than the memory."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
import torch.nn.functional as F

from extras.train.loop import over_all, world
from seqlab.text import Batch, Vocabulary, pad, windows

COLUMN = "abc"
CHUNK = 1 << 20  # bytes of a file that are read at once


class CorpusError(ValueError):
    """A corpus cannot be read; says why."""


class Corpus:
    """The texts of files on disk, in an order that is drawn anew in each epoch.

    Row i of a batch takes every B-th text from the i-th on, of B rows: of n processes each takes
    the rows r, r + n, ... and needs every n-th text only, as ``split_dataset_by_node`` hands them
    out. So the batches are the same for any number of processes that divides B. Texts of about the
    same length come together.

    Args:
        files: JSON lines, each an object with the text in ``abc``.
        vocabulary: Its characters are the tokens; a text with others is skipped.
        seed: Seed of the order.

    Attributes:
        read: texts that were read so far, in all epochs.
        skipped: those of them that were left out.

    Raises:
        CorpusError: A file is not there.
    """

    BUFFER = 16_000  # texts among which the next one is drawn
    POOL = 100  # texts of a row that are sorted by length together

    def __init__(self, files: Sequence[str | Path], vocabulary: Vocabulary, seed: int = 0) -> None:
        self.files, self.vocabulary, self.seed = list(map(str, files)), vocabulary, seed
        self.known = set(vocabulary.tokens)
        self.read = self.skipped = 0
        missing = [path for path in self.files if not Path(path).is_file()]
        if missing or not self.files:
            raise CorpusError(f"there is no file {', '.join(missing)}")

    def windows(self, batch_size: int, window: int) -> Iterator[Batch]:
        """Yield this process's rows of each window, epoch after epoch.

        The last texts of an epoch that do not fill a batch are left out.
        """
        rank, size = world()
        for epoch in itertools.count():
            draw = random.Random(f"{self.seed} {epoch}")
            texts, found = self.texts(epoch, rank, size), False
            while batches := self._next_batches(texts, batch_size // size):
                found = True
                draw.shuffle(batches)
                for length, rows in batches:
                    encoded = [self.vocabulary.encode(text, ends=True) for text in rows]
                    ids, _ = pad(encoded, self.vocabulary.pad)
                    missing = length + 2 - ids.shape[1]  # another process may have a longer one
                    yield from windows(F.pad(ids, (0, missing), value=self.vocabulary.pad), window)
            if not found:
                raise CorpusError(
                    f"the corpus has fewer than {batch_size} texts that the vocabulary can write"
                )

    def _next_batches(self, texts: Iterator[str], rows: int) -> list[tuple[int, list[str]]]:
        """Read on; return the length of each batch in all processes, and its texts in this one."""
        pool = list(itertools.islice(texts, rows * self.POOL))
        count = -int(over_all(torch.tensor(-(len(pool) // rows)), dist.ReduceOp.MAX))
        streams = [sorted(pool[row::rows][:count], key=len) for row in range(rows)]
        batches = [list(batch) for batch in zip(*streams, strict=True)]
        longest = torch.tensor([max(map(len, batch)) for batch in batches], dtype=torch.long)
        lengths = over_all(longest, dist.ReduceOp.MAX).tolist() if count else []
        return list(zip(lengths, batches, strict=True))

    def texts(self, epoch: int, rank: int = 0, size: int = 1) -> Iterator[str]:
        """Yield every ``size``-th text of an epoch's order, from number ``rank`` on."""
        os.environ["HF_HUB_OFFLINE"] = "1"  # before the import: a local file needs no hub
        from datasets import load_dataset
        from datasets.distributed import split_dataset_by_node

        try:
            rows = load_dataset(
                "json", data_files=self.files, split="train", streaming=True, chunksize=CHUNK
            )
            rows = rows.filter(self._can_be_written).shuffle(
                seed=self.seed, buffer_size=self.BUFFER
            )
            mine = split_dataset_by_node(rows, rank, size, strategy="examples")
            mine.set_epoch(epoch)  # a split forgets the epoch of what it splits
            for row in mine:
                yield row[COLUMN]
        except CorpusError:
            raise
        except (ValueError, StopIteration) as error:  # no JSON, or nothing at all
            raise self._unread(str(error) or "an empty file") from None

    def _can_be_written(self, row: dict[str, Any]) -> bool:
        text = row.get(COLUMN)
        if not isinstance(text, str):
            raise self._unread(f"{COLUMN} is {text!r} in one")
        self.read += 1
        known = self.known.issuperset(text)
        self.skipped += not known
        return known

    def _unread(self, why: str) -> CorpusError:
        files = ", ".join(self.files)
        return CorpusError(
            f"{files}: each line should be a JSON object with a text in {COLUMN!r} ({why})"
        )
