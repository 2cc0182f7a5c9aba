"""Growth of the corpus: read from disk, each tune takes the same time, and all the same memory.

The peer is a corpus held in memory.

As ``python -m bench.corpus HOW FILE`` it reads a corpus once, in a process of its own, and prints
what that took.
"""

from __future__ import annotations

import itertools
import json
import string
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Effort, growth_exponent, in_child, median, peak_memory
from bench.table import Row
from extras.train.corpus import Corpus
from seqlab.text import Batch, Batches, Vocabulary, WindowStream

BATCH, WINDOW = 16, 512  # as in Lab 5
STEEPEST = 1.2  # exponent of the time
FLAT = 1.1  # how many times as much memory the largest corpus may take as the smallest


@dataclass(frozen=True)
class Epoch:
    """What one epoch over a corpus took."""

    tunes: int
    seconds: float  # of CPU
    peak: int  # bytes


def measure_corpus(effort: Effort) -> list[Row]:
    """Read the tunes of the course, and many times as many, from disk and in memory."""
    times = effort.pick((1, 2), (1, 3, 10), (1, 10, 100))
    most = times[-1]  # also held in memory
    rounds = effort.pick(1, 1, 3)
    disk: dict[int, list[Epoch]] = {n: [] for n in times}
    memory: list[Epoch] = []
    with TemporaryDirectory() as name:
        tunes = read_tunes(effort.pick(200, None, None))
        files = {n: write_corpus(Path(name) / f"{n}.jsonl", tunes, n) for n in times}
        for _ in range(rounds):
            for n, path in files.items():
                disk[n].append(Epoch(**in_child("bench.corpus", "disk", path)))
            memory.append(Epoch(**in_child("bench.corpus", "memory", files[most])))
    return [_time(disk), _flat(disk), *_contrasts(most, disk[most], memory)]


def _time(disk: dict[int, list[Epoch]]) -> Row:
    """The exponent of each round; the time must grow as the number of tunes does."""
    exponents = [
        growth_exponent([epoch.tunes for epoch in sizes], [epoch.seconds for epoch in sizes])
        for sizes in zip(*disk.values(), strict=True)
    ]
    return Row(
        "growth",
        f"exponent of the time of an epoch, {_range(disk)} the tunes, read from disk",
        exponents,
        "what it must: 1",
        wanted=f"under {STEEPEST}",
        kept=median(exponents) < STEEPEST,
    )


def _flat(disk: dict[int, list[Epoch]]) -> Row:
    """The peak of the largest corpus against that of the smallest."""
    smallest, *_, largest = ([epoch.peak / 1e6 for epoch in epochs] for epochs in disk.values())
    return Row(
        "growth",
        f"peak memory in MB, {max(disk)} times the tunes, read from disk",
        largest,
        "the tunes once",
        smallest,
        wanted=f"under {FLAT} times",
        kept=median(largest) / median(smallest) < FLAT,
        more_is_better=False,
    )


def _contrasts(n: int, disk: list[Epoch], memory: list[Epoch]) -> list[Row]:
    """Compare the memory and the time of an epoch with a corpus in memory."""
    measures: dict[str, Callable[[Epoch], float]] = {
        "peak memory in MB": lambda epoch: epoch.peak / 1e6,
        "CPU seconds of an epoch": lambda epoch: epoch.seconds,
    }
    return [
        Row(
            "growth",
            f"{what}, {n} times the tunes, read from disk",
            [of(epoch) for epoch in disk],
            "all in memory",
            [of(epoch) for epoch in memory],
            more_is_better=False,
        )
        for what, of in measures.items()
    ]


def _range(disk: dict[int, list[Epoch]]) -> str:
    return f"{min(disk)} to {max(disk)} times"


def read_tunes(count: int | None) -> list[str]:
    """Return the first tunes of the course, or all that are for training."""
    from seqlab.data import load

    tunes: list[str] = load("tunes")["train"]["abc"][:]
    return tunes[:count]


def write_corpus(path: Path, tunes: list[str], times: int) -> Path:
    """Write all tunes so many times as JSON lines; return the path."""
    lines = "".join(json.dumps({"abc": tune}) + "\n" for tune in tunes)
    with path.open("w", encoding="utf-8") as file:
        for _ in range(times):
            file.write(lines)
    return path


def one_epoch(how: str, path: Path) -> Epoch:
    """Go through the windows of one epoch over a corpus, from disk or in memory."""
    with path.open(encoding="utf-8") as file:
        count = sum(1 for _ in file)
    vocabulary = Vocabulary(string.printable)
    started = time.process_time()
    stream: Iterable[Batch]
    if how == "disk":
        count -= count % BATCH  # what fills no batch waits for another epoch
        stream = Corpus([path], vocabulary).windows(BATCH, WINDOW)
    else:
        with path.open(encoding="utf-8") as file:
            sequences = [vocabulary.encode(json.loads(line)["abc"], ends=True) for line in file]
        stream = numbered(WindowStream(sequences, BATCH, WINDOW))
    seen = 0
    for window in stream:
        seen += len(window.inputs) if window.fresh else 0
        if seen >= count:
            break
    return Epoch(seen, time.process_time() - started, peak_memory())


def numbered(stream: Batches[Batch]) -> Iterator[Batch]:
    """Yield the batches of a stream from number 0 on."""
    for step in itertools.count():
        yield stream[step]


if __name__ == "__main__":
    print(json.dumps(vars(one_epoch(sys.argv[1], Path(sys.argv[2])))))
