"""Figures: one style, a palette for colour-blind readers and print, a text alternative."""

from __future__ import annotations

import io
from typing import Any

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from seqlab.style import COLOURS, picture, publish, readable

__all__ = ["COLOURS", "STYLE", "label_lines", "show", "use_style"]

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
    if not alt.strip():
        raise ValueError("say in alt what the figure shows")
    for text in figure.findobj(Text):
        _darken(text)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    width = round(figure.get_figwidth() * figure.dpi)
    plt.close(figure)
    publish(picture(file.getvalue(), "png", alt, width))


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
