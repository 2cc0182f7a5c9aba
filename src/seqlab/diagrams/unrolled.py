"""Drawings of networks: a recurrent network unrolled across time."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from seqlab.diagrams.ink import FAINT, MEANINGS

HALF_WIDTH, HALF_HEIGHT = 0.24, 0.24  # of a cell; one step is one unit wide
REACH = 0.95  # how far from the middle of a cell the arrows to and from it go


def draw_unrolled(
    axes: Axes,
    inputs: Sequence[str | None],
    outputs: Sequence[str | None],
    *,
    shown: int | None = None,
    recurrent: bool = True,
    gradient: Sequence[tuple[float, float]] | None = None,
    feedback: bool = False,
    named: bool = True,
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
        gradient: What flows back into each cell: the part from its own output and the part from
            the next state. An arrow is as wide as its part is large, beside the largest; the
            number beside it keeps the sign; a part that is 0 has no arrow.
        feedback: Whether an output is the input of the next step where nothing else is read: a
            dashed arrow, as in a network that generates.
        named: Whether states and weights bear their names; without them h_0 is left out.

    Raises:
        ValueError: There are no steps, not as many inputs as outputs, or not as many gradients.
    """
    if not inputs or len(inputs) != len(outputs):
        raise ValueError(
            f"need an input and an output (or None) for each step, got {len(inputs)} inputs and "
            f"{len(outputs)} outputs"
        )
    if gradient is not None and len(gradient) != len(inputs):
        raise ValueError(
            f"need one pair of gradients for each of {len(inputs)} steps, got {len(gradient)}"
        )
    axes.set_axis_off()
    spare = max(0, 4 - len(inputs)) / 2  # beside a short sequence, so that its cells stay cells
    axes.set(xlim=(0.05 - spare, len(inputs) + 0.6 + spare), ylim=(-1.2, 1.2))
    size = min(13.0, 68 / len(inputs))
    if recurrent and named:
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
        if named:
            axes.text(step, 0, f"$h_{{{step}}}$", ha="center", va="center", size=size, alpha=alpha)
        if read is not None:
            axes.text(step, -REACH - 0.04, read, ha="center", va="top", size=size, alpha=alpha)
            label = "$W_{xh}$" if named else ""
            _arrow(axes, (step, -REACH), (step, -HALF_HEIGHT), label, MEANINGS["input"], alpha)
        if put is not None:
            axes.text(step, REACH + 0.02, put, ha="center", va="bottom", size=size, alpha=alpha)
            label = "$W_{hy}$" if named else ""
            _arrow(axes, (step, HALF_HEIGHT), (step, REACH), label, MEANINGS["output"], alpha)
        if recurrent and (named or step > 1):
            start = 0.33 if step == 1 else step - 1 + HALF_WIDTH
            label = "$W_{hh}$" if named else ""
            _arrow(axes, (start, 0), (step - HALF_WIDTH, 0), label, MEANINGS["state"], alpha)
        if feedback and read is None and step > 1 and outputs[step - 2] is not None:
            _feed_back(axes, step, alpha)
    if gradient is not None:
        _draw_gradient(axes, gradient, shown)


def _draw_gradient(axes: Axes, gradient: Sequence[tuple[float, float]], shown: int | None) -> None:
    """Draw what flows back: down from the outputs, and from cell to cell to the left."""
    largest = max(abs(part) for parts in gradient for part in parts)
    for step, (direct, through) in enumerate(gradient, start=1):
        x, y = step - 0.12, -0.12  # beside the arrows that run forward
        from_output = ((x, REACH), (x, HALF_HEIGHT))
        from_next = ((step + 1 - HALF_WIDTH, y), (step + HALF_WIDTH, y))
        for part, (start, end) in ((direct, from_output), (through, from_next)):
            if part == 0:
                continue
            width = 0.5 + 4.5 * abs(part) / largest
            style = f"simple,tail_width={width},head_width={width + 5},head_length=7"
            alpha = _alpha(step, shown)
            arrow = {
                "arrowstyle": style,
                "color": MEANINGS["gradient"],
                "alpha": alpha,
                "shrinkA": 0,
                "shrinkB": 0,
            }
            arrow |= {"mutation_scale": 1}  # widths are in points
            axes.annotate("", end, start, arrowprops=arrow)
            down = start[0] == end[0]
            axes.annotate(
                f"{part:.2g}",
                ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2),
                xytext=(-7, 15) if down else (0, -13),
                textcoords="offset points",
                ha="right" if down else "center",
                va="center" if down else "top",
                alpha=alpha,
                size=11,
            )


def _feed_back(axes: Axes, step: int, alpha: float) -> None:
    """Draw a dashed arrow from the output of the step before to the input of this step."""
    x, high, low, bend = step - 0.33, 0.8, -0.8, 0.1
    points = [(step - 1, high), (x - bend, high), (x, high), (x, high - bend), (x, low + bend)]
    points += [(x, low), (x + bend, low), (step - bend, low), (step, low), (step, low + bend)]
    points.append((step, -HALF_HEIGHT))
    curve = [Path.CURVE3, Path.CURVE3, Path.LINETO]
    route = Path(points, [Path.MOVETO, Path.LINETO, *curve, *curve, *curve])
    style = "-|>,head_length=5,head_width=2.5"
    arrow = FancyArrowPatch(path=route, arrowstyle=style, mutation_scale=1, linestyle="--")
    arrow.set(color=MEANINGS["output"], alpha=alpha, zorder=0.5, gid="feedback")
    axes.add_patch(arrow)


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
        size=11,
    )
