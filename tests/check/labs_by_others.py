"""Labs run from top to bottom with answers that other people wrote."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt

import seqlab
from bench.explain import ANSWERS, Given, read_answers
from seqlab.authoring.source import read_source
from seqlab.data import load

ROOT = ANSWERS.parents[1]
ROWS = {"surnames": 3, "sentiment": 10, "tunes": 6}  # one row of so many of a data set is read
TEXT = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "course/labs").glob("*.py"))
# A lab's words for a long training -> for one that only shows that its cells run.
SHORT = {
    "lab1": [("train_for(10, bag", "train_for(1, bag"),
             ('train_for(10, {"E": pair', 'train_for(1, {"E": pair'),
             ("train_for(10, reader", "train_for(1, reader"),
             ("train_for(10, writer", "train_for(1, writer")],
    "lab2": [],
    "lab3": [("EPOCHS, BATCH = 5, 128", "EPOCHS, BATCH = 2, 64")],
    "lab4": [("STEPS, BATCH = 700, 64", "STEPS, BATCH = 28, 64")],
    "lab5": [("STEPS, SEED = 700, 1", "STEPS, SEED = 10, 1"), ("    steps=120,", "    steps=10,")],
}  # fmt: skip


@cache
def right_answers() -> dict[str, dict[str, list[Given]]]:
    """Return the right answers by lab and exercise."""
    found: dict[str, dict[str, list[Given]]] = defaultdict(lambda: defaultdict(list))
    for folder in (ANSWERS, ANSWERS / "kept"):
        for given in read_answers(folder):
            if given.kind == "right":
                found[given.lab][given.name].append(given)
    return found


def runs(*labs: str) -> list[tuple[str, int]]:
    """Return (lab, number) for as many runs of the labs as it takes to use every answer."""
    return [
        (lab, number)
        for lab in labs
        for number in range(max(map(len, right_answers()[lab].values())))
    ]


def run_lab(lab: str, number: int, folder: Path) -> None:
    """Run all code cells of a lab, with the answers of one run in the place of the solutions."""
    seqlab.setup(seed=number)
    (path,) = (ROOT / "course" / "labs").glob(f"{lab}_*.py")
    text = path.read_text(encoding="utf-8")
    for old, new in SHORT[lab]:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / path.name
    path.write_text(text, encoding="utf-8")
    names = {"__name__": "__main__"}
    quiet = dict.fromkeys(("check", "claim", "show", "explore", "play", "display"), nothing)
    for cell in read_source(folder, path).cells:
        if cell.kind == "code":
            tree = ast.parse(cell.answered())
            tree.body = [new for old in tree.body for new in instead(old, lab, number)]
            exec(compile(tree, f"{lab}:{cell.line}", "exec"), names)
            names |= {name: value for name, value in quiet.items() if name in names}
            names |= {"load": some_rows} if "load" in names else {}
            plt.close("all")


def instead(node: ast.stmt, lab: str, number: int) -> list[ast.stmt]:
    """Return a statement of a lab, or the answer that takes the place of a solution."""
    answers = right_answers()[lab].get(getattr(node, "name", ""))
    if not answers or not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node]
    return ast.parse(answers[number % len(answers)].text).body


def some_rows(name: str):
    """Load a data set with few of its rows: from all of it, and those that a lab cannot miss."""
    data = load(name)
    for part, rows in data.items():
        titles, texts = (
            rows[column] if column in rows.column_names else [""] * len(rows)
            for column in ("title", "abc")
        )
        seen: set[str] = set()  # every character stays in the vocabulary
        kept = []
        for k, (title, text) in enumerate(zip(titles, texts, strict=True)):
            named = bool(title) and f'"{title}"' in TEXT
            if k % ROWS.get(name, 1) == 0 or named or not seen.issuperset(text):
                kept.append(k)
                seen.update(text)
        data[part] = rows.select(kept)
    return data


def nothing(*_: object, **__: object) -> None:
    """Take the place of what shows, claims or checks something."""
