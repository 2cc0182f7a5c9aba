"""How a question can be answered: by a choice, by a number, by a curve.

Each kind checks what an author wrote, shows itself as text, as HTML and as a widget, and compares
an answer with what is right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from seqlab import style

FEWEST = 2  # choices of a question, points of a curve

Answer = str | float | tuple[float, ...]


@dataclass(frozen=True)
class Verdict:
    """How an answer compares with what is right.

    Args:
        right: Whether it is.
        mistake: The name under which a wrong one is counted, or "".
        html: What is said of it.
    """

    right: bool
    mistake: str = ""
    html: str = ""


@dataclass(frozen=True)
class Choices:
    """Some answers to choose from, each with the sentence that is said of it."""

    sentences: dict[str, str]
    missing = "Choose an answer first."

    def check(self, asked: str) -> None:
        """Refuse fewer than two choices, and one without its sentence.

        Raises:
            ValueError: Says what is missing; it begins with `asked`, the name of the question.
        """
        if len(self.sentences) < FEWEST:
            raise ValueError(f"{asked} needs at least {FEWEST} choices")
        for choice, sentence in self.sentences.items():
            if not choice.strip() or not sentence.strip():
                raise ValueError(f"{asked}: say of the choice {choice!r} why it is right or wrong")

    def outcome(self, value: Any, asked: str) -> str:
        """Return the right choice.

        Raises:
            ValueError: It is none of the choices.
        """
        if value not in self.sentences:
            known = ", ".join(map(repr, self.sentences))
            raise ValueError(f"{asked}: {value!r} is none of its choices, which are {known}")
        return str(value)

    def words(self, answer: Any) -> str:
        """Return how an answer is quoted."""
        return str(answer).replace("`", "")

    def as_text(self) -> str:
        """Return what can be answered, as plain text."""
        return "\n".join(f"- {self.words(choice)}" for choice in self.sentences)

    def as_html(self) -> str:
        """Return what can be answered, as HTML for a panel."""
        return _list([style.prose(choice) for choice in self.sentences])

    def as_json(self) -> dict[str, Any]:
        """Return what an output stores of it."""
        return {"choices": list(self.sentences)}

    def verdict(self, said: Any, outcome: Any) -> Verdict:
        """Compare a choice with the right one; a wrong one is told why, and what is right."""
        sentences = [style.prose(self.sentences[said])]
        if said == outcome:
            return Verdict(True, "", style.paragraphs(*sentences))
        right = style.prose(f"Right is: {outcome}. {self.sentences[outcome]}")
        return Verdict(False, said, style.paragraphs(*sentences, right))

    def explanation(self, outcome: Any) -> str:
        """Return the sentences of all choices as HTML, for those who did not answer."""
        return _list(
            [
                f"{'✓' if choice == outcome else '✗'} <b>{style.prose(choice)}</b>: "
                f"{style.prose(sentence)}"
                for choice, sentence in self.sentences.items()
            ]
        )

    def control(self) -> Any:
        """Return a widget with nothing chosen yet."""
        from ipywidgets import Layout, RadioButtons

        options = [(self.words(choice), choice) for choice in self.sentences]
        return RadioButtons(options=options, value=None, layout=Layout(width="auto"))

    def read(self, control: Any) -> Answer | None:
        """Return the answer that stands in the widget; None where there is none."""
        value: str | None = control.value
        return value

    def store(self, answer: Any) -> str:
        """Return an answer as it is recorded."""
        return str(answer)

    def parse(self, text: str) -> Answer | None:
        """Return an answer as it was recorded; None where it is no choice any more."""
        return text if text in self.sentences else None


@dataclass(frozen=True)
class Number:
    """A number with a unit, right within ``near``."""

    unit: str
    near: float
    low: float = -math.inf
    high: float = math.inf
    too_low: str = ""
    too_high: str = ""

    def check(self, asked: str) -> None:
        """Refuse a number whose unit or tolerance is missing, or that nothing can be.

        Raises:
            ValueError: Says what is missing; it begins with `asked`, the name of the question.
        """
        if not self.unit.strip():
            raise ValueError(f"{asked} asks for a number: say what it counts, such as unit='%'")
        if not self.near > 0:
            raise ValueError(f"{asked} asks for a number: say how far off is still right, near=...")
        if not self.low < self.high:
            raise ValueError(f"{asked}: low={self.low:g} is not below high={self.high:g}")

    def outcome(self, value: Any, asked: str) -> Answer:
        """Return the number that was measured.

        Raises:
            ValueError: It is no number.
        """
        return _finite(value, asked)

    def words(self, answer: Any) -> str:
        """Return how an answer is quoted."""
        return f"{answer:.4g} {self.unit}"

    @property
    def missing(self) -> str:
        """What is said where no number was written."""
        return f"First write {self._wanted}. A decimal point or a decimal comma is fine."

    @property
    def _wanted(self) -> str:
        """The numbers that can be answered, in words."""
        if math.isinf(self.low) and math.isinf(self.high):
            return "a number"
        if math.isinf(self.high):
            return f"a number of at least {self.low:g}"
        if math.isinf(self.low):
            return f"a number of at most {self.high:g}"
        return f"a number from {self.low:g} to {self.high:g}"

    def as_text(self) -> str:
        """Return what can be answered, as plain text."""
        return f"Answer with {self._wanted} ({self.unit})."

    def as_html(self) -> str:
        """Return what can be answered, as HTML for a panel."""
        return style.paragraphs(escape(self.as_text()))

    def as_json(self) -> dict[str, Any]:
        """Return what an output stores of it."""
        return {"unit": self.unit, "near": self.near}

    def verdict(self, said: Any, outcome: Any) -> Verdict:
        """Compare a number with the measured one."""
        right = abs(said - outcome) <= self.near
        tolerance = f"Right is what lies within {self.near:g} {self.unit} of it."
        if right:
            return Verdict(True, "", style.paragraphs(escape(tolerance)))
        low = said < outcome
        told = [style.prose(self.too_low if low else self.too_high), escape(tolerance)]
        return Verdict(False, "too low" if low else "too high", style.paragraphs(*told))

    def explanation(self, outcome: Any) -> str:
        """Return what is said of wrong numbers as HTML, for those who did not answer."""
        below, above = self.words(outcome - self.near), self.words(outcome + self.near)
        said = [f"Right is what lies from {below} to {above}.", *self._wrong("number")]
        return style.paragraphs(*map(style.prose, said))

    def _wrong(self, what: str) -> list[str]:
        """Return the sentences for what is wrong."""
        low = [f"A smaller {what}: {self.too_low}"] if self.too_low else []
        return low + ([f"A larger {what}: {self.too_high}"] if self.too_high else [])

    def control(self) -> Any:
        """Return a widget with nothing written yet: a number in it would lead the guess."""
        from ipywidgets import HBox, Label, Text

        return HBox([Text(placeholder=self._wanted), Label(self.unit)])

    def read(self, control: Any) -> Answer | None:
        """Return the number that stands in the widget; None where there is none in the range."""
        return self.parse(control.children[0].value.strip().replace(",", "."))

    def store(self, answer: Any) -> str:
        """Return an answer as it is recorded."""
        return str(answer)

    def parse(self, text: str) -> Answer | None:
        """Return the number that a text says; None where it is none in the range."""
        try:
            number = float(text)
        except ValueError:
            return None
        return number if math.isfinite(number) and self.low <= number <= self.high else None


@dataclass(frozen=True)
class Curve(Number):
    """A number for each of some points, each right within ``near``.

    Args:
        at: Where the points are; they are drawn at equal distances.
        along: What the points count, such as "steps back".
    """

    at: tuple[float | str, ...] = ()
    along: str = ""

    def check(self, asked: str) -> None:
        """Refuse a curve without points, bounds, or names for its axes.

        Raises:
            ValueError: Says what is missing; it begins with `asked`, the name of the question.
        """
        super().check(asked)
        if len(self.at) < FEWEST:
            raise ValueError(f"{asked} asks for a curve: give at least {FEWEST} points, at=[...]")
        if not self.along.strip():
            raise ValueError(f"{asked} asks for a curve: say what at=... counts, along='steps'")
        if math.isinf(self.high - self.low):
            raise ValueError(
                f"{asked} asks for a curve: say where it can lie, low=... and high=..."
            )

    def outcome(self, value: Any, asked: str) -> Answer:
        """Return the curve that was measured.

        Raises:
            ValueError: It has another number of points, or one is no number.
        """
        points = tuple(_finite(number, asked) for number in value)
        if len(points) != len(self.at):
            raise ValueError(
                f"{asked} asks for {len(self.at)} points, but {len(points)} were measured"
            )
        return points

    def words(self, answer: Any) -> str:
        """Return how an answer is quoted."""
        return f"{', '.join(f'{number:.3g}' for number in answer)} {self.unit}"

    def as_text(self) -> str:
        """Return what can be answered, as plain text."""
        points = ", ".join(map(str, self.at))
        return f"Answer with {self._wanted} ({self.unit}) for each of {points} ({self.along})."

    def as_json(self) -> dict[str, Any]:
        """Return what an output stores of it."""
        return {**super().as_json(), "at": list(self.at), "along": self.along}

    def verdict(self, said: Any, outcome: Any) -> Verdict:
        """Compare a curve with the measured one, in a picture and in words."""
        off = [mine - true for mine, true in zip(said, outcome, strict=True)]
        wrong = [distance for distance in off if abs(distance) > self.near]
        told = [self._picture(outcome, said)]
        count = f"{len(off) - len(wrong)} of {len(off)}"
        told.append(escape(f"{count} points lie within {self.near:g} {self.unit} of it."))
        if not wrong:
            return Verdict(True, "", style.paragraphs(*told))
        if min(wrong) < 0 < max(wrong):
            return Verdict(False, "another shape", style.paragraphs(*told))
        told.append(style.prose(self.too_low if min(wrong) < 0 else self.too_high))
        return Verdict(False, "too low" if min(wrong) < 0 else "too high", style.paragraphs(*told))

    def explanation(self, outcome: Any) -> str:
        """Return the curve, and what is said of wrong ones, as HTML."""
        said = [
            f"Right is what lies within {self.near:g} {self.unit} of it.",
            *self._wrong("curve"),
        ]
        return self._picture(outcome) + style.paragraphs(*map(style.prose, said))

    def _picture(self, outcome: Sequence[float], said: Sequence[float] = ()) -> str:
        """Return the measured curve, and the predicted one if there is one, as HTML."""
        import matplotlib.pyplot as plt

        from seqlab.plots import as_output, label_lines

        places = range(len(self.at))
        figure, axes = plt.subplots(figsize=(6, 2.8))
        axes.plot(places, outcome, "o-", label="measured")
        alt = f"The measured curve over {self.along} {self._course(outcome)}."
        if said:
            axes.plot(places, said, "s--", label="predicted")
            alt = f"{alt} The predicted one {self._course(said)}."
        axes.set(xlabel=self.along, ylabel=self.unit, xticks=places)
        axes.set_xticklabels(map(str, self.at))
        label_lines(figure)
        return as_output(figure, alt)["text/html"]

    def _course(self, curve: Sequence[float]) -> str:
        """Return in words where a curve begins and ends."""
        first, last = (f"{curve[i]:.3g} {self.unit} at {self.at[i]}" for i in (0, -1))
        return f"goes from {first} to {last}"

    def control(self) -> Any:
        """Return a slider for each point, side by side: their handles are the curve."""
        from ipywidgets import FloatSlider, HBox

        step = (self.high - self.low) / 100
        bounds = {"min": self.low, "max": self.high, "value": (self.low + self.high) / 2}
        look = {"orientation": "vertical", "step": step, "readout_format": ".3g"}
        return HBox([FloatSlider(description=str(point), **bounds, **look) for point in self.at])

    def read(self, control: Any) -> Answer | None:
        """Return the curve that the sliders show."""
        return tuple(slider.value for slider in control.children)

    def store(self, answer: Any) -> str:
        """Return an answer as it is recorded."""
        return " ".join(map(str, answer))

    def parse(self, text: str) -> Answer | None:
        """Return a curve as it was recorded; None where it has other points, or out of range."""
        numbers = [super(Curve, self).parse(number) for number in text.split()]
        known = tuple(number for number in numbers if isinstance(number, float))
        return known if len(known) == len(numbers) == len(self.at) else None


Form = Choices | Number


def _finite(value: Any, asked: str) -> float:
    """Return a measured number."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{asked} asks for a number, but {value!r} was measured")
    return number


def _list(items: list[str]) -> str:
    """Return a list as HTML for a panel."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul style="margin: 0.4em 0; padding-left: 1.6em">{rows}</ul>'
