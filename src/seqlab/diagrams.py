"""Drawings of networks: a recurrent network unrolled across time."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

FAINT = 0.15  # opacity of what is not shown yet
HALF_WIDTH, HALF_HEIGHT = 0.24, 0.24  # of a cell; one step is one unit wide
REACH = 0.95  # how far from the middle of a cell the arrows to and from it go


def draw_unrolled(
    axes: Axes,
    inputs: Sequence[str | None],
    outputs: Sequence[str | None],
    *,
    shown: int | None = None,
    recurrent: bool = True,
) -> None:
    """Draw a recurrent network as a graph unrolled across time, one cell for each step.

    The cell of step t (from 1) is centred at (t, 0), its input stands below, its output above;
    h_0 stands at the left end. Each colour is one weight matrix, the same at every step. It reads
    well up to six steps on axes 7 inches wide and 3 inches high.

    Args:
        axes: Where to draw; its frame and ticks are switched off.
        inputs: What is read at each step; None where nothing is read.
        outputs: What is put out at each step, of the same length; None where nothing is.
        shown: Draw the first steps only, the others are faint; None means all.
        recurrent: Whether each cell passes its state on to the next one.

    Raises:
        ValueError: There are no steps, or not as many inputs as outputs.
    """
    if not inputs or len(inputs) != len(outputs):
        raise ValueError(
            f"need an input and an output (or None) for each step, got {len(inputs)} inputs and "
            f"{len(outputs)} outputs"
        )
    axes.set_axis_off()
    spare = max(0, 4 - len(inputs)) / 2  # beside a short sequence, so that its cells stay cells
    axes.set(xlim=(0.05 - spare, len(inputs) + 0.6 + spare), ylim=(-1.2, 1.2))
    size = min(11.0, 70 / len(inputs))
    if recurrent:
        axes.text(0.2, 0, "$h_0$", ha="center", va="center", size=size, alpha=_alpha(1, shown))
    for step, (read, put) in enumerate(zip(inputs, outputs, strict=True), start=1):
        alpha = _alpha(step, shown)
        corner = (step - HALF_WIDTH, -HALF_HEIGHT)
        style = "round,pad=0,rounding_size=0.08"
        axes.add_patch(
            FancyBboxPatch(
                corner,
                2 * HALF_WIDTH,
                2 * HALF_HEIGHT,
                boxstyle=style,
                facecolor="0.93",
                edgecolor="black",
                alpha=alpha,
            )
        )
        axes.text(step, 0, f"$h_{{{step}}}$", ha="center", va="center", size=size, alpha=alpha)
        if read is not None:
            axes.text(step, -REACH - 0.04, read, ha="center", va="top", size=size, alpha=alpha)
            _arrow(axes, (step, -REACH), (step, -HALF_HEIGHT), "$W_{xh}$", "C0", alpha)
        if put is not None:
            axes.text(step, REACH + 0.02, put, ha="center", va="bottom", size=size, alpha=alpha)
            _arrow(axes, (step, HALF_HEIGHT), (step, REACH), "$W_{hy}$", "C2", alpha)
        if recurrent:
            start = 0.33 if step == 1 else step - 1 + HALF_WIDTH
            _arrow(axes, (start, 0), (step - HALF_WIDTH, 0), "$W_{hh}$", "C1", alpha)


def _alpha(step: int, shown: int | None) -> float:
    return 1.0 if shown is None or step <= shown else FAINT


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    label: str,
    colour: str,
    alpha: float,
) -> None:
    """Draw an arrow with its label beside it if it runs up, above it if it runs to the right."""
    arrow = {"arrowstyle": "-|>", "color": colour, "alpha": alpha, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=arrow)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    upwards = start[0] == end[0]
    axes.annotate(
        label,
        middle,
        xytext=(4, 0) if upwards else (0, 3),
        textcoords="offset points",
        ha="left" if upwards else "center",
        va="center" if upwards else "bottom",
        color=colour,
        alpha=alpha,
        size=9,
    )
