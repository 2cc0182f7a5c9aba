"""Figures: one style, a palette for colour-blind readers and print, a text alternative."""

from __future__ import annotations

import base64
import io
from typing import Any

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.figure import Figure

# Okabe and Ito, "Color universal design" (2008), the dark ones first
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")

STYLE: dict[Any, Any] = {
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
    """Display a figure and leave its text alternative in the output.

    Args:
        figure: The figure; it is closed afterwards.
        alt: What the figure shows, for those who cannot see it.

    Raises:
        ValueError: The text is empty.
    """
    from IPython.display import display

    if not alt.strip():
        raise ValueError("say in alt what the figure shows")
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    plt.close(figure)
    data = {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": alt}
    display(data, metadata={"image/png": {"alt": alt}}, raw=True)


def label_lines(figure: Figure) -> None:
    """Write the label of each line at its right end, instead of a legend."""
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
                color=line.get_color(),
                annotation_clip=False,
            )
