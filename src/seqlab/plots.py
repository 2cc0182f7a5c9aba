"""Figures: one style, a palette for colour-blind readers and print, a text alternative."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Container
from typing import Any

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

from seqlab.style import COLOURS, picture, publish, readable

__all__ = ["COLOURS", "STYLE", "as_output", "drawable", "label_lines", "show", "use_style"]

GREY = "#808080"  # of remarks beside a line

STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,  # no grid over the bars
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=COLOURS),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "figure.dpi": 100,
    "figure.figsize": (7.0, 3.5),
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "grid.alpha": 0.3,
    "image.cmap": "cividis",
    "legend.frameon": False,
}


def use_style() -> None:
    """Set the style of the course for all figures that follow."""
    plt.rcParams.update(STYLE)


def show(figure: Figure, alt: str) -> None:
    """Display a figure, and its text alternative wherever the figure is shown.

    Words in a colour of the course are made dark enough to be read.

    Args:
        figure: The figure; it is closed afterwards.
        alt: What the figure shows, for those who cannot see it.

    Raises:
        ValueError: The text is empty.
    """
    publish(as_output(figure, alt))


def as_output(figure: Figure, alt: str) -> dict[str, str]:
    """Return a figure as the output of a cell, by its types; otherwise like ``show``."""
    if not alt.strip():
        raise ValueError("say in alt what the figure shows")
    for text in figure.findobj(Text):
        _darken(text)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    width = round(figure.get_figwidth() * figure.dpi)
    plt.close(figure)
    return picture(file.getvalue(), "png", alt, width)


def _darken(text: Text) -> None:
    """Make words in the colour of a line readable on white; other colours are meant for theirs."""
    colour = to_hex(text.get_color())
    if colour in (*COLOURS, GREY):
        text.set_color(readable(colour))


def label_lines(figure: Figure) -> None:
    """Write the label of each line at its right end in a readable shade, instead of a legend."""
    for axes in figure.axes:
        for line in axes.get_lines():
            text = str(line.get_label())
            if text.startswith("_") or not len(line.get_xdata()):  # type: ignore[arg-type]
                continue
            axes.annotate(
                text,
                (line.get_xdata()[-1], line.get_ydata()[-1]),  # type: ignore[index]
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color=readable(to_hex(line.get_color())),
                annotation_clip=False,
            )


def drawable(text: str) -> str:
    """Return what a learner typed, ready to be written into a figure as it is.

    Args:
        text: Such as a name. Spaces around it go, and letters and their accents become one.

    Raises:
        ValueError: It has no letter or digit, or one that the figures' font has not or that is
            written from right to left. The message is a sentence for the learner, to be printed.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if not any(letter.isalnum() for letter in text):
        raise ValueError("There is nothing to read: type at least one letter or digit.")
    font = get_font(findfont(FontProperties())).get_charmap()
    strange = [letter for letter in dict.fromkeys(text) if not _fits(letter, font)]
    if strange:
        raise ValueError(
            f"A figure cannot show {', '.join(strange)}: use Latin, Greek or Cyrillic letters."
        )
    return text


def _fits(letter: str, font: Container[int]) -> bool:
    """Tell whether a letter can be drawn; a dollar sign would begin a formula."""
    to_the_left = unicodedata.bidirectional(letter) in ("R", "AL", "AN")
    return ord(letter) in font and letter != "$" and not to_the_left
