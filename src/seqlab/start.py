"""The start page: the parts of the course in their order, what is done of each, what is next.

What there is comes from the stored notebooks: titles, minutes and what a part needs from the table
at its head, what it asks from its outputs. What was done comes from ``seqlab.progress``; where
notebooks are built or tested (SEQLAB_STRICT is set) all is shown as not begun.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab import progress
from seqlab.claims import course_root, stored_notebooks
from seqlab.predict import MIME, QUIZ_MIME
from seqlab.style import COLOURS, WHITE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

START = "00_start"
CHECK_MIME = "application/vnd.seqlab.check+json"  # named here, since seqlab.check imports torch
MARKS = {"done": "●", "begun": "◐", "not begun": "○"}

_TITLE = re.compile(r"# (?:Lab )?\d+\. (.+)")
_MINUTES = re.compile(r"\| Time \| about (\d+) minutes")
_NEEDS = re.compile(r"\| You need \| (.*) \|")
_LINKED = re.compile(r"\((?:\.\./\w+/)?(\w+)\.ipynb\)")
_COLAB = "https://colab.research.google.com/github/"


@dataclass(frozen=True)
class Part:
    """A notebook of the lecture, or a lab.

    Args:
        name: As progress names it: "07_lstm" or "lab3".
        path: Of its notebook in the project, such as "labs/lab3_lstm.ipynb".
        title: Without its number.
        minutes: How long it takes.
        needs: Names of the parts to do before it.
        asks: What it asks: exercises of a lab, predictions and questions of a notebook.
    """

    name: str
    path: str
    title: str
    minutes: int
    needs: frozenset[str]
    asks: frozenset[str]

    @property
    def is_lab(self) -> bool:
        """Whether it is a lab."""
        return self.name.startswith("lab")

    @property
    def label(self) -> str:
        """Its number as a learner reads it: "07" or "Lab 3"."""
        return f"Lab {self.name[3:]}" if self.is_lab else self.name.partition("_")[0]


@dataclass(frozen=True)
class Standing:
    """How far a learner is with a part.

    Args:
        mark: "done", "begun" or "not begun".
        text: Such as "7 of 11, 1 skipped".
    """

    mark: str
    text: str


def parts() -> list[Part]:
    """Return the parts in the order of the road: a lab comes as soon as what it needs is there.

    Raises:
        FileNotFoundError: There are no stored notebooks.
    """
    found = [_part(path) for name, path in stored_notebooks(course_root()).items() if name != START]
    if not found:
        raise FileNotFoundError("the notebooks of the course are missing: install it again")
    return in_order(found)


def in_order(found: Sequence[Part]) -> list[Part]:
    """Put each lab behind the last part that it needs, and labs in the order of their numbers."""
    road = [part for part in found if not part.is_lab]
    for lab in (part for part in found if part.is_lab):
        before = [k for k, part in enumerate(road) if part.is_lab or part.name in lab.needs]
        road.insert(max(before, default=-1) + 1, lab)
    return road


def standing(part: Part) -> Standing:
    """Return how far the learner of this computer is with a part."""
    events = progress.events(part.name)
    if not events:
        return Standing("not begun", "not begun")
    kinds = {"check"} if part.is_lab else {"predict", "quiz"}
    last = {event.item: event.right for event in events if event.kind in kinds}
    behind = {item for item, right in last.items() if right or not part.is_lab} & part.asks
    if part.asks and behind == part.asks:
        return Standing("done", "done")
    text = f"{len(behind)} of {len(part.asks)}" if part.asks else "begun"
    skipped = progress.skipped(part.name) & part.asks
    return Standing("begun", f"{text}, {len(skipped)} skipped" if skipped else text)


def next_part(road: Sequence[Part]) -> Part | None:
    """Return the first part that is begun and not done, else the first that is not begun.

    A part that asks nothing is behind whoever has begun a later one. None: all is done.
    """
    marks = [standing(part).mark for part in road]
    last = max((k for k, mark in enumerate(marks) if mark != "not begun"), default=-1)
    open_ = [
        (mark == "not begun", k)
        for k, (part, mark) in enumerate(zip(road, marks, strict=True))
        if mark != "done" and (part.asks or k > last)
    ]
    return road[min(open_)[1]] if open_ else None


def link(part: Part) -> str:
    """Return the address of a part: beside this notebook, or in Colab, where there is no folder."""
    if "google.colab" not in sys.modules:
        return f"../{part.path}"
    urls = dict(url.split(", ") for url in metadata("seqlab").get_all("Project-URL") or [])
    project = urls["Repository"].removeprefix("https://github.com/")
    return f"{_COLAB}{project}/blob/main/{part.path}"


def table(road: Sequence[Part]) -> str:
    """Return the road as a table in Markdown: each part with its minutes and how far one is."""
    lines = ["| | part | minutes | where you are |", "| --- | --- | ---: | --- |"]
    for part in road:
        now = standing(part)
        title = f"[{part.label}. {part.title}]({link(part)})".replace("|", r"\|")
        lines.append(f"| {MARKS[now.mark]} | {title} | {part.minutes} | {now.text} |")
    return "\n".join(lines)


def next_text(road: Sequence[Part]) -> str:
    """Return in Markdown what to do next."""
    part = next_part(road)
    if part is None:
        return "**You have done all of it.** What is due below keeps it in your head."
    now = standing(part)
    what = f"**[{part.label}. {part.title}]({link(part)})**, about {part.minutes} minutes"
    return f"{what} ({now.text})."


def draw(road: Sequence[Part]) -> tuple[Figure, str]:
    """Draw the road: circles are notebooks, squares are labs; return the figure and its text."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 2.9))
    axes.plot([0, len(road) - 1], [0, 0], color="#9a9a9a", linewidth=3, zorder=1)
    now = [standing(part) for part in road]
    for place, part in enumerate(road):
        colour, mark = COLOURS[1 if part.is_lab else 0], now[place].mark
        style: dict[str, Any] = {"marker": "s" if part.is_lab else "o", "markersize": 17}
        fill = "none" if mark == "not begun" else "left" if mark == "begun" else "full"
        axes.plot(place, 0, **style, color=WHITE, zorder=2)
        axes.plot(
            place, 0, **style, color=colour, fillstyle=fill, markeredgewidth=2, zorder=3,
            markerfacecoloralt=WHITE,
        )  # fmt: skip
        short = re.split(r"[:,]", part.title)[0]
        axes.annotate(
            f"{part.label} {short}", (place, 0), (7, -14), textcoords="offset points",
            rotation=40, ha="right", va="top", fontsize=9,
        )  # fmt: skip
    axes.set(xlim=(-2.5, len(road) - 0.4), ylim=(-1, 0.15))
    axes.axis("off")
    states = [f"{part.label} {each.text}" for part, each in zip(road, now, strict=True)]
    words = "circles are notebooks, squares are labs; what is done is filled"
    axes.set_title(f"The road: {words}", loc="left", fontsize=11)
    return figure, f"The road from the first part to the last, {words}: {'; '.join(states)}"


def road() -> None:
    """Show the picture of the road, and the table of its parts."""
    from seqlab.plots import show, use_style

    use_style()
    found = parts()
    show(*draw(found))
    _markdown(table(found))


def next_step() -> None:
    """Show what to do next, with its link."""
    _markdown(next_text(parts()))


def due() -> None:
    """Show exercises whose last answer was wrong, and ask the questions that come back today."""
    from seqlab.review import review

    if text := wrong_text(parts()):
        _markdown(text)
    review()


def wrong_text(road: Sequence[Part]) -> str:
    """Return in Markdown the exercises whose last answer was wrong, by part; "" without any."""
    lines = []
    for part in road:
        last = {event.item: event for event in progress.events(part.name) if event.kind == "check"}
        wrong = [event for event in last.values() if not event.right and event.item in part.asks]
        if wrong:
            names = ", ".join(f"{event.number} {event.item}".strip() for event in wrong)
            lines.append(f"- [{part.label}. {part.title}]({link(part)}): {names}")
    return "\n".join(["The last answer was not right yet:", "", *lines]) if lines else ""


def _markdown(text: str) -> None:
    from IPython.display import Markdown, display

    display(Markdown(text))


def _part(path: Path) -> Part:
    """Read a part from its stored notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    head = "".join(cells[0]["source"])
    lab = path.stem.startswith("lab")
    title, minutes, needs = (pattern.search(head) for pattern in (_TITLE, _MINUTES, _NEEDS))
    if not (title and minutes and needs):
        raise ValueError(f"{path.name}: its head needs a title, 'about N minutes' and 'You need'")
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    datas = [output.get("data", {}) for output in outputs]
    exercises = [data[CHECK_MIME]["title"].split()[-1] for data in datas if CHECK_MIME in data]
    questions = [data[k]["id"] for data in datas for k in (MIME, QUIZ_MIME) if k in data]
    return Part(
        name=_name(path.stem),
        path=f"{'labs' if lab else 'notebooks'}/{path.name}",
        title=title[1],
        minutes=int(minutes[1]),
        needs=frozenset(map(_name, _LINKED.findall(needs[1]))),
        asks=frozenset(exercises if lab else questions),
    )


def _name(stem: str) -> str:
    """Return the name that progress has for a notebook."""
    return stem.partition("_")[0] if stem.startswith("lab") else stem
