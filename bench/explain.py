"""How well the checks judge and explain answers that their authors have not seen.

The answers in ``bench/answers`` were written from the texts of the labs alone, by another hand than
the checks. Those in ``bench/answers/kept`` are not looked at when the checks are made better.

``python -m bench.explain [lab3] [--kept] [--show]`` prints the figures, and which answers were
misjudged or not explained.
"""

from __future__ import annotations

import argparse
import ast
import linecache
import re
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Effort
from bench.table import Row

PART = "explain"
ANSWERS = ROOT / "bench" / "answers"
KINDS = ("right", "one", "two")
CELL = re.compile(r"^# %% (\w+): (.*)\n", re.MULTILINE)
WANTED = {"right": 1.0, "refused": 0.99, "one": 0.75, "two": 0.40}
SECONDS = 2.0


@dataclass(frozen=True)
class Given:
    """An answer to an exercise, as somebody wrote it.

    Attributes:
        lab: such as "lab3".
        name: of the function or class.
        kind: "right", "one" for one mistake, "two" for two at once.
        words: what is special about it.
        text: the whole of it.
    """

    lab: str
    name: str
    kind: str
    words: str
    text: str


@dataclass(frozen=True)
class Judged:
    """What the check said of an answer, and how long that took."""

    given: Given
    right: bool
    mistake: str
    seconds: float
    message: str


def read_answers(folder: Path, labs: Sequence[str] = ()) -> Iterator[Given]:
    """Yield the answers below a folder, of some labs or of all."""
    for path in sorted(folder.glob("lab*/*.py")):
        lab = path.parent.name
        if labs and lab not in labs:
            continue
        _, *parts = CELL.split(path.read_text(encoding="utf-8"))
        for kind, words, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            yield Given(lab, path.stem, kind, words, text.strip() + "\n")


def judge_all(answers: Iterable[Given]) -> Iterator[Judged]:
    """Judge each answer in the names of its lab."""
    from seqlab.check import judge
    from seqlab.check.exercise import exercise_named

    for given in answers:
        exercise = exercise_named(given.lab, given.name)
        answer = defined(given, exercise.names())
        started = time.perf_counter()
        verdict = judge(exercise, answer)
        seconds = time.perf_counter() - started
        yield Judged(given, verdict.right, verdict.mistake, seconds, verdict.message)


def defined(given: Given, names: dict[str, Any]) -> Any:
    """Run an answer as a cell of its own, so that its lines can be found; return what it defines.

    What stands above the definition in the text, such as an import, is run too.
    """
    import numpy as np
    import torch

    file = f"<answer {given.lab} {given.name} {given.kind} {given.words}>"
    linecache.cache[file] = (len(given.text), None, given.text.splitlines(True), file)
    names = {"np": np, "torch": torch, "nn": torch.nn, "F": torch.nn.functional, **names}
    names |= {"__name__": "__main__"}
    exec(compile(ast.parse(given.text), file, "exec"), names)
    return names[given.name]


def measure(effort: Effort) -> list[Row]:
    """Judge the answers that were kept apart, and the others."""
    rows = []
    for folder, title in ((ANSWERS / "kept", "kept apart"), (ANSWERS, "seen by the authors")):
        answers = list(read_answers(folder))
        judged = list(judge_all(answers[:: effort.pick(150, 12, 1)]))
        rows += rows_of(judged, title)
    return rows


def rows_of(judged: Sequence[Judged], title: str) -> list[Row]:
    """Return the rows of the table for some answers."""
    wrong = [one for one in judged if one.given.kind != "right"]
    shares = {
        "right": share([one.right for one in judged if one.given.kind == "right"]),
        "refused": share([not one.right for one in wrong]),
        "one": share([bool(one.mistake) for one in judged if one.given.kind == "one"]),
        "two": share([bool(one.mistake) for one in judged if one.given.kind == "two"]),
    }
    what = {
        "right": "right answers accepted",
        "refused": "wrong answers refused",
        "one": "wrong by one mistake, explained",
        "two": "wrong by two mistakes, explained",
    }
    rows = [
        Row(
            PART,
            f"{what[key]}, share ({title}, {len(judged)} answers)",
            [value],
            "goal",
            wanted=f"at least {WANTED[key]:g}",
            kept=value >= WANTED[key],
        )
        for key, value in shares.items()
    ]
    seconds = [one.seconds for one in judged]
    slow = sorted(seconds)[int(0.99 * len(seconds))] if seconds else 0.0
    times = {"median": statistics.median(seconds), "slowest of 100": slow} if seconds else {}
    return [
        *rows,
        *(
            Row(
                PART,
                f"a verdict, {which}: seconds ({title})",
                [value],
                "budget",
                wanted=f"at most {SECONDS:g} s",
                kept=value <= SECONDS,
                more_is_better=False,
            )
            for which, value in times.items()
        ),
    ]


def share(hits: Sequence[bool]) -> float:
    """Return the share of True; 1 where there is nothing."""
    return sum(hits) / len(hits) if hits else 1.0


def main() -> None:
    """Print the figures by lab, and with ``--show`` what went wrong."""
    parser = argparse.ArgumentParser(prog="bench.explain", description=__doc__)
    parser.add_argument("labs", nargs="*", metavar="LAB", help="such as lab3; by default all")
    parser.add_argument("--kept", action="store_true", help="the answers kept apart")
    parser.add_argument("--show", action="store_true", help="list what is not as it should be")
    options = parser.parse_args()
    judged = list(
        judge_all(read_answers(ANSWERS / "kept" if options.kept else ANSWERS, options.labs))
    )
    for one in judged if options.show else ():
        given = one.given
        if one.right != (given.kind == "right") or not (one.right or one.mistake):
            said = "called right" if one.right else one.message.split("\n\n", 1)[-1]
            print(f"{given.lab} {given.name}, {given.kind}: {given.words}\n    {said}\n")
    for lab in sorted({one.given.lab for one in judged}):
        rows = rows_of([one for one in judged if one.given.lab == lab], lab)
        print(", ".join(f"{row.what.split(',')[0]} {row.ours[0]:.3f}" for row in rows))
    for row in rows_of(judged, "all"):
        print(f"{row.what}: {', '.join(f'{value:.3f}' for value in row.ours)} ({row.wanted})")


if __name__ == "__main__":
    main()
