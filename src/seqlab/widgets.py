"""Controls in a notebook: the static figure first, live controls where a kernel listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def explore(draw: Callable[..., None], **controls: Any) -> None:
    """Draw once with the starting values, then again whenever a control is moved.

    The first drawing is an ordinary output: it stays in a saved notebook, in print and on the
    web, where no kernel answers.

    Args:
        draw: Shows something for the values of the controls, given by name.
        controls: Core ipywidgets, for example ``ipywidgets.IntSlider(value=3, max=9)``.

    Raises:
        ValueError: No control is given.
        TypeError: One is no control.
    """
    import ipywidgets
    from IPython.display import display

    if not controls:
        raise ValueError("explore needs a control, for example width=ipywidgets.IntSlider()")
    for name, control in controls.items():
        if not isinstance(control, ipywidgets.ValueWidget):
            kind = type(control).__name__
            raise TypeError(f"{name} must be a control, such as ipywidgets.IntSlider(), got {kind}")
    draw(**{name: control.value for name, control in controls.items()})
    output = ipywidgets.Output()

    def redraw(_: object) -> None:
        output.clear_output(wait=True)
        with output:
            draw(**{name: control.value for name, control in controls.items()})

    for name, control in controls.items():
        if not control.description:
            control.description = name.replace("_", " ")
        control.style.description_width = "initial"  # a long name is not cut off
        if hasattr(control, "continuous_update"):
            control.continuous_update = False  # draw when the mouse is let go, not at each step
        control.observe(redraw, names="value")
    display(ipywidgets.VBox([*controls.values(), output]))
