"""What all drawings are made of: boxes as full as their values, wires, signs, one legend.

A drawing has units of its own, so that letters and lines grow with the figure. It is 14 units wide
and 7.2 high, which figures of 7 by 3.7 inches show with letters of 12 points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch, Patch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.textpath import TextPath

from seqlab.style import COLOURS, INK

FAINT = 0.15  # opacity of what is not shown yet
WIDTH, HEIGHT = 14.0, 7.2
LETTERS = 0.36  # height of letters; a unit is about 35 points in a figure 7 inches wide
MOST = 8  # numbers of a vector that can be told apart in a box
MEANINGS = {
    "input": COLOURS[0],
    "state": COLOURS[1],
    "output": COLOURS[2],
    "gradient": COLOURS[3],
    "query": COLOURS[4],
    "key": COLOURS[0],
    "value": COLOURS[2],
    "weight": COLOURS[5],
}

Point = tuple[float, float]


def numbers(
    name: str, value: Any, low: float = -math.inf, high: float = math.inf, most: int = MOST
) -> list[float]:
    """Return a number, or a vector, as plain numbers.

    Args:
        name: What it is called where it is refused.
        value: A number or a tensor: (size,), or (1, size) for a batch of one.
        low: The least that it can be.
        high: The most that it can be.
        most: The most numbers that can be drawn.

    Raises:
        ValueError: It has another shape, is not finite, or is out of its range.
    """
    array = array_of(value)
    if array.ndim > 2 or (array.ndim == 2 and len(array) != 1):
        raise ValueError(
            f"{name} must be one number or one vector, got the shape {array.shape}: pass one row"
        )
    flat = [float(number) for number in array.flatten()]
    if not 1 <= len(flat) <= most:
        raise ValueError(
            f"{name} must have 1 to {most} numbers to be drawn, got {len(flat)}: "
            f"pass a part of it, such as {name}[:{most}]"
        )
    if not all(math.isfinite(number) for number in flat):
        raise ValueError(f"{name} must be finite, got {said(flat)}")
    if not all(low <= number <= high for number in flat):
        raise ValueError(f"{name} must be between {low:g} and {high:g}, got {said(flat)}")
    return flat


def array_of(value: Any) -> np.ndarray[Any, Any]:
    """Return a tensor, or what looks like one, as an array of its numbers."""
    return np.asarray(value.detach().cpu() if hasattr(value, "detach") else value, dtype=float)


def same_size(**vectors: Sequence[float]) -> None:
    """Refuse vectors of different lengths."""
    sizes = {name: len(vector) for name, vector in vectors.items()}
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise ValueError(f"these must be of the same length, got {listed}")


def said(values: Sequence[float]) -> str:
    """Return numbers as they are written in a drawing and in its alternative."""
    written = [f"{round(value, 2) + 0.0:.2f}".replace("-", "−") for value in values]
    return written[0] if len(written) == 1 else f"({', '.join(written)})"


class Sketch:
    """A drawing that grows stage by stage: set ``stage``, then draw what belongs to it.

    Args:
        axes: Where to draw; its frame and ticks are switched off.
        shown: The stages that are shown, from 1; the later ones are faint. None means all.
        stages: How many there are.

    Raises:
        ValueError: There are not so many stages.
    """

    def __init__(self, axes: Axes, shown: int | None, stages: int) -> None:
        if shown is not None and not 0 <= shown <= stages:
            raise ValueError(f"shown is the number of stages, 0 to {stages}, got {shown}")
        self.axes, self.stage = axes, 1
        self.shown = stages if shown is None else shown
        axes.set_axis_off()
        axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), aspect="equal")
        figure = axes.figure.figure  # of a part of a figure, the whole
        figure.draw_without_rendering()  # now the layout knows the size of the axes
        box = axes.get_window_extent()
        self.unit = min(box.width / WIDTH, box.height / HEIGHT) * 72 / figure.dpi  # in points

    @property
    def alpha(self) -> float:
        """The opacity of the stage that is drawn now."""
        return 1.0 if self.stage <= self.shown else FAINT

    def text(self, x: float, y: float, words: str, size: float = 1.0, **style: Any) -> Text:
        """Write words, centred unless the style says otherwise."""
        usual: dict[str, Any] = {"ha": "center", "va": "center", "color": INK, "zorder": 5}
        usual |= {"alpha": self.alpha, "size": size * LETTERS * self.unit}
        return self.axes.text(x, y, words, **usual | style)

    def words(self, places: Sequence[Point], words: Sequence[str], room: float) -> list[Text]:
        """Write words of one size at their places, each in a room so wide.

        Raises:
            ValueError: The longest one has no room.
        """
        lengths = {word: TextPath((0, 0), word, size=LETTERS).get_extents().x1 for word in words}
        longest = max(lengths, key=lengths.__getitem__)
        size = min(1.1, 0.92 * room / max(lengths[longest], 0.1))
        if size < 0.92:
            raise ValueError(f"there is no room here for {longest!r}: shorten it, or draw fewer")
        return [self.text(x, y, word, size) for (x, y), word in zip(places, words, strict=True)]

    def number(self, x: float, y: float, values: Sequence[float]) -> None:
        """Write a number to the right of (x, y); of a vector, nothing."""
        if len(values) == 1:
            self.text(x, y, said(values), ha="left")

    def wire(
        self,
        *points: Point,
        meaning: str = "",
        width: float = 1.0,
        arrow: bool = True,
        **style: Any,
    ) -> None:
        """Draw a line through the points, its corners rounded, with an arrow at its end."""
        thick = 0.05 * width
        head = 0.22 + 0.7 * thick
        back = _towards(points[-1], points[-2], head) if arrow else points[-1]
        neck = _towards(back, points[-1], 0.03) if arrow else back  # no seam before the head
        path, codes = [points[0]], [Path.MOVETO]
        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            path += [_towards(corner, before), corner, _towards(corner, after)]
            codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
        line = Path([*path, neck], [*codes, Path.LINETO])
        style = {"color": MEANINGS.get(meaning, INK), "linewidth": thick * self.unit} | style
        style = {"alpha": self.alpha, "zorder": 1} | style
        self.axes.add_patch(PathPatch(line, fill=False, capstyle="butt", **style))
        if arrow:
            (x, y), (x_back, y_back) = points[-1], back
            across, along = (y - y_back) * 0.4, (x - x_back) * 0.4
            corners = [(x, y), (x_back - across, y_back + along), (x_back + across, y_back - along)]
            style |= {"linewidth": 0, "linestyle": "-"}
            self.axes.add_patch(Polygon(corners, **style))

    def dot(self, x: float, y: float, meaning: str = "") -> None:
        """Mark a place where a wire parts."""
        self._add(Circle((x, y), 0.1, facecolor=MEANINGS.get(meaning, INK)), 2)

    def sign(self, x: float, y: float, words: str) -> None:
        """Draw an operation on numbers, such as × or +, in a circle."""
        self._add(Circle((x, y), 0.33, facecolor="white", edgecolor=INK, linewidth=self.line), 2)
        self.text(x, y, words, size=1.0 if len(words) > 1 else 1.3)

    def layer(
        self, x: float, y: float, words: str, width: float = 1.1, height: float = 0.6
    ) -> None:
        """Draw a layer or an activation: a grey box with its name, upright if it is high."""
        self._add(self._box(x, y, width, height, True, "0.9", INK), 2)
        self.text(x, y, words, rotation=90 if height > 2 * width else 0)

    def box(self, x: float, y: float, label: str, meaning: str, height: float = 0.9) -> None:
        """Draw a box of which the value is not known."""
        self._add(self._box(x, y, 1.4, height, True, "white", MEANINGS[meaning], 1.6), 2)
        self.text(x, y, label, size=1.1)

    def tank(
        self,
        x: float,
        y: float,
        label: str,
        values: Sequence[float],
        meaning: str,
        *,
        top: float = 1.0,
        signed: bool = False,
        rounded: bool = False,
        width: float = 1.4,
        height: float = 1.3,
        written: bool = True,
    ) -> None:
        """Draw a box that is as full as its value; one column for each number of a vector.

        Args:
            x: Of its middle.
            y: Of its middle.
            label: Its name, which is also the ``gid`` of what fills it.
            values: Its numbers.
            meaning: What gives it its colour.
            top: The value at which it is full.
            signed: Fill it from the middle, upwards or downwards.
            rounded: With round corners, as states and inputs have them; gates have sharp ones.
            width: Of the box.
            height: Of the box.
            written: Whether the number stands under the label, if there is one only.
        """
        colour = MEANINGS[meaning]
        outline = self._add(self._box(x, y, width, height, rounded, "white", "none"), 2)
        column = width / len(values)
        zero = y if signed else y - height / 2
        for place, value in enumerate(values):
            full = value / top * (height / 2 if signed else height)
            corner = (x - width / 2 + place * column, zero)
            fill = Rectangle(corner, column, full, gid=label, facecolor=colour)
            self._add(fill, 3)
            fill.set_alpha(0.45 * self.alpha)
            fill.set_clip_path(outline)
        if signed:
            ends = ((x - width / 2, y), (x + width / 2, y))
            self.wire(*ends, arrow=False, width=0.4, color="0.5", zorder=3)
        self._add(self._box(x, y, width, height, rounded, "none", colour, 1.6), 4)
        lines = written and len(values) == 1
        halo = [withStroke(linewidth=0.1 * self.unit, foreground="white", alpha=self.alpha)]
        style = {"path_effects": halo} if signed and label and not lines else {}
        self.text(x, y + (0.22 * height if lines else 0), label, size=1.1, **style)
        if lines:
            self.text(x, y - 0.24 * height, said(values))

    def legend(self, *entries: str) -> None:
        """Write what the colours and shapes mean, at the foot of the drawing.

        Args:
            entries: A meaning, or "gate".
        """
        self.stage = 0
        words = {name: "gate: empty 0, full 1" if name == "gate" else name for name in entries}
        lengths = [0.95 + 0.215 * len(text) for text in words.values()]
        x = (WIDTH - sum(lengths) - 0.5 * (len(entries) - 1)) / 2
        for (name, text), length in zip(words.items(), lengths, strict=True):
            if name == "gate":
                half = Rectangle((x, 0.12), 0.5, 0.19, facecolor="0.7")
                self._add(half, 2)
            colour = MEANINGS.get(name, INK)
            inside = "none" if name == "gate" else colour
            box = self._box(
                x + 0.25, 0.31, 0.5, 0.38, name not in ("gate", "weight"), inside, colour
            )
            self._add(box, 3)
            self.text(x + 0.65, 0.31, text, ha="left")
            x += length + 0.5

    @property
    def line(self) -> float:
        """The width of a thin line in points."""
        return 0.04 * self.unit

    def _box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        rounded: bool,
        inside: str,
        edge: str,
        thick: float = 1.0,
    ) -> Patch:
        size = min(0.25, 0.3 * height) if rounded else 0.01
        return FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={size}",
            facecolor=inside,
            edgecolor=edge,
            linewidth=thick * self.line,
        )

    def _add(self, patch: Patch, zorder: int) -> Patch:
        patch.set(alpha=self.alpha, zorder=zorder)
        return self.axes.add_patch(patch)


def _towards(start: Point, end: Point, distance: float = 0.25) -> Point:
    """Return the point at a distance from the start, at most halfway to the end."""
    share = min(0.5, distance / math.dist(start, end))
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
