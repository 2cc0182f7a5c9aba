"""Controls in a notebook: live where a kernel listens, a row of states where none does."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from seqlab.progress import STRICT
from seqlab.style import code, no_curtain, publish

STATES = 4  # at most so many stand in a row
# Two stand beside each other, where a column or a sheet is wide enough for that.
_CELL = "display: inline-block; width: 48%; min-width: 280px; margin-right: 1%; vertical-align: top"


def explore(draw: Callable[..., None], **controls: Any) -> None:
    """Show one drawing, which changes whenever a control is moved.

    In a notebook that is built there are no controls: what is drawn for a few values of the first
    one stands in a row, for print, the web and everywhere else where no kernel listens. A text box
    has one such value, its own.

    Each drawing begins with the same state of the random generators, and leaves them as they were:
    the same values give the same drawing, and what a reader tries changes no later number.

    Args:
        draw: Shows something for the values of the controls, given by name.
        controls: Core ipywidgets, for example ``ipywidgets.IntSlider(value=3, max=9)``.

    Raises:
        ValueError: No control is given.
        TypeError: One is no control.
    """
    import ipywidgets

    from seqlab import chance

    if not controls:
        raise ValueError("explore needs a control, for example width=ipywidgets.IntSlider()")
    for name, control in controls.items():
        if not isinstance(control, ipywidgets.ValueWidget):
            kind = type(control).__name__
            raise TypeError(f"{name} must be a control, such as ipywidgets.IntSlider(), got {kind}")
        if not control.description:
            control.description = _in_words(name)
    start = chance.state()

    def redraw() -> None:
        before = chance.state()
        chance.put_back(start)
        try:
            draw(**{name: control.value for name, control in controls.items()})
        finally:
            chance.put_back(before)

    if os.environ.get(STRICT):
        _show_states(redraw, list(controls.values()))
    else:
        _show_controls(redraw, list(controls.values()))


def _in_words(name: str) -> str:
    """Return a name of Python as words; a symbol such as ``w_hh`` stays as it is."""
    parts = name.split("_")
    return name if min(map(len, parts)) < 2 else " ".join(parts)


# --- where a kernel listens -----------------------------------------------------------------------


def _show_controls(redraw: Callable[[], None], controls: list[Any]) -> None:
    """Show the controls, and below them the one drawing."""
    import ipywidgets
    from IPython.display import display

    output = ipywidgets.Output()

    def replace(_: object) -> None:
        output.clear_output(wait=True)
        with output:
            redraw()

    for control in controls:
        control.style.description_width = "initial"  # a long name is not cut off
        if hasattr(control, "continuous_update"):
            control.continuous_update = False  # draw when the mouse is let go, not at each step
        control.observe(replace, names="value")
    display(ipywidgets.VBox([*controls, output]))
    with _inside(output):
        redraw()


@contextmanager
def _inside(output: Any) -> Iterator[None]:
    """Put what is shown into an Output; an error, which Output would keep, stops the cell."""
    output.__enter__()
    try:
        yield
    finally:
        output.__exit__(None, None, None)


# --- where none does ------------------------------------------------------------------------------


def _show_states(redraw: Callable[[], None], controls: list[Any]) -> None:
    """Show in a row what is drawn for a few states of the first control.

    Only what has HTML can stand in a row. Of anything else the start is shown, as it comes.
    """
    from IPython.utils.capture import capture_output

    names = ", ".join(control.description for control in controls)
    hint = f"Run this cell to choose for yourself: {names}."
    control = controls[0]
    trait, states = _states(control)
    start = getattr(control, trait)
    labels, drawings = [], []
    for state in states:
        setattr(control, trait, state)
        with no_curtain(), capture_output(stderr=False) as drawing:
            redraw()
        labels.append(f"{control.description}: {_written(control)}")
        drawings.append(drawing)
    setattr(control, trait, start)
    if all("text/html" in output.data for drawing in drawings for output in drawing.outputs):
        publish(_row(hint, labels, drawings))
    else:
        publish({"text/html": f"<div>{escape(hint)}</div>", "text/plain": hint})
        redraw()


def _row(hint: str, labels: list[str], drawings: list[Any]) -> dict[str, str]:
    """Return labelled drawings, each with what it printed and showed, as one output."""
    width = _CELL if len(drawings) > 1 else ""
    cells, texts = [], [hint]
    for label, drawing in zip(labels, drawings, strict=True):
        printed = [drawing.stdout.rstrip()] if drawing.stdout.strip() else []
        shown = [output.data for output in drawing.outputs]
        html = "".join([*map(code, printed), *(data["text/html"] for data in shown)])
        cells.append(f'<div style="{width}"><b>{escape(label)}</b><br>{html}</div>')
        texts.append("\n".join([label, *printed, *(data["text/plain"] for data in shown)]))
    html = f"<div>{escape(hint)}</div><div>{' '.join(cells)}</div>"
    return {"text/html": html, "text/plain": "\n\n".join(texts)}


def _states(control: Any) -> tuple[str, list[Any]]:
    """Return a trait of a control, and a few values of it, its own among them."""
    value, index = control.value, getattr(control, "index", None)
    if isinstance(value, bool):
        return "value", [False, True]
    if isinstance(index, int):
        return "index", [round(place) for place in _spread(0, len(control.options) - 1, 1, index)]
    if not isinstance(value, int | float) or not hasattr(control, "max"):
        return "value", [value]
    base = getattr(control, "base", None)  # of a slider whose ends are powers
    places = _spread(
        control.min, control.max, control.step, math.log(value, base) if base else value
    )
    return "value", [type(value)(round(base**place if base else place, 10)) for place in places]


def _spread(low: float, high: float, step: float | None, start: float) -> list[float]:
    """Return at most ``STATES`` numbers from low to high: both, the start, evenly spread others."""
    step = step or (high - low) / (STATES - 1)
    steps = round((high - low) / step)
    count = min(STATES, steps + 1)
    places = [low + step * round(k * steps / max(1, count - 1)) for k in range(count)]
    nearest = min(range(count), key=lambda k: abs(places[k] - start))
    if abs(places[nearest] - start) > step / 2:
        nearest = min(max(nearest, 1), count - 2)  # both ends stay
    places[nearest] = start
    return places


def _written(control: Any) -> str:
    """Return the value of a control as a label."""
    value = control.value
    if isinstance(getattr(control, "index", None), int):
        return str(control.label)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
