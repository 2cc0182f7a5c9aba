"""A question that is answered by a place in a picture."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from seqlab import style
from seqlab.answers import Answer, Curve, Verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NUMBERS = 2  # of a place


@dataclass(frozen=True)
class Place(Curve):
    """A place in a picture: two numbers, right where it lies within ``near`` of the measured one.

    Args:
        draw: Takes a place, or None where nobody answers; returns the picture with a mark there,
            and its text alternative.
        highs: The largest that each of the two numbers can be; ``high`` is the larger of them.
    """

    draw: Callable[[tuple[float, ...] | None], tuple[Figure, str]] | None = None
    highs: tuple[float, ...] = ()

    def check(self, asked: str) -> None:
        """Refuse a place that has not two names, or no bounds.

        Raises:
            ValueError: Says what is missing; it begins with `asked`, the name of the question.
        """
        super().check(asked)
        if len(self.at) != NUMBERS:
            raise ValueError(f"{asked} asks for a place: name its two numbers, at=('across', 'up')")
        if len(self.highs) != NUMBERS or not self.low < min(self.highs):
            raise ValueError(
                f"{asked} asks for a place: give one upper bound, or two such as high=(3, 2), "
                f"above low={self.low:g}"
            )

    def words(self, answer: Any) -> str:
        """Return how a place is quoted."""
        named = zip(answer, self.at, strict=True)
        return ", ".join(f"{number:.2f} {self.unit} {name}" for number, name in named)

    def as_text(self) -> str:
        """Return what can be answered, as plain text."""
        ranges = [
            f"a number from {self.low:g} to {high:g} ({self.unit}) for {name}"
            for name, high in zip(self.at, self.highs, strict=True)
        ]
        return f"Answer with {' and '.join(ranges)}."

    def as_html(self) -> str:
        """Return the picture, and what can be answered, as HTML for a panel."""
        return self._marked(None) + super().as_html()

    def verdict(self, said: Any, outcome: Any) -> Verdict:
        """Compare a place with the measured one, by the distance."""
        off = math.dist(said, outcome)
        told = escape(f"Your place is {off:.2g} {self.unit} away from it. ") + self._tolerance
        right = off <= self.near
        return Verdict(right, "" if right else "another place", style.paragraphs(told))

    def explanation(self, outcome: Any) -> str:
        """Return which places are right, as HTML."""
        return style.paragraphs(self._tolerance)

    @property
    def _tolerance(self) -> str:
        return escape(f"Right is what lies within {self.near:g} {self.unit} of it.")

    def control(self) -> Any:
        """Return a slider for each number, above a picture in which they move the mark."""
        from ipywidgets import HTML, FloatSlider, VBox

        sliders = [
            FloatSlider(
                description=str(name),
                min=self.low,
                max=high,
                value=(self.low + high) / 2,
                step=(high - self.low) / 100,
            )
            for name, high in zip(self.at, self.highs, strict=True)
        ]
        picture = HTML()

        def redraw(_: object = None) -> None:
            picture.value = self._marked(tuple(slider.value for slider in sliders))

        redraw()
        for slider in sliders:
            slider.observe(redraw, names="value")
        return VBox([*sliders, picture])

    def read(self, control: Any) -> Answer | None:
        """Return the place that the sliders show."""
        return tuple(slider.value for slider in control.children[:NUMBERS])

    def parse(self, text: str) -> Answer | None:
        """Return a place as it was recorded; None where it lies out of its bounds."""
        place = super().parse(text)
        if not isinstance(place, tuple):
            return None
        return place if all(map(operator.le, place, self.highs)) else None

    def _marked(self, place: tuple[float, ...] | None) -> str:
        """Return the picture with a mark at the place as HTML."""
        from seqlab.plots import as_output

        assert self.draw is not None
        return as_output(*self.draw(place))["text/html"]
