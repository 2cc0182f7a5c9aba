"""How outputs look: colours of text, panels, and pictures that carry their text alternative.

A viewer may be light or dark, and most drop scripts, style sheets and SVG from a notebook that they
do not trust. What stands here needs none of these: inline colours that bring their own background,
and one ``<img>`` for each picture. Only where even inline styles are dropped (GitHub), a panel is
plain text in the colours of the page.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

# Okabe and Ito, "Color universal design" (2008), the dark ones first
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
WHITE = "#ffffff"
INK = "#1a1a1a"
AA = 4.5  # the contrast that WCAG 2 (AA) asks of text


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as "#0072b2", from 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, background: str = WHITE) -> str:
    """Return the colour, as much darker as text needs to be read on a light background.

    Args:
        colour: Such as "#56b4e9".
        background: A light colour.
    """
    for per_mille in range(1000, 0, -5):
        darker = "#" + "".join(f"{part * per_mille // 1000:02x}" for part in _parts(colour))
        if contrast(darker, background) >= AA:
            break
    return darker


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (byte / 255 for byte in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, ...]:
    """Return red, green and blue, from 0 to 255."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"a colour is like '#0072b2', got {colour!r}")
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


@dataclass(frozen=True)
class Look:
    """The look of one kind of panel: three colours and a mark, told apart without colour too."""

    edge: str
    background: str
    heading: str
    mark: str = ""


LOOKS = {
    "right": Look(COLOURS[0], "#e6f2fa", "#004d7a", "✓ "),
    "wrong": Look(COLOURS[1], "#fdf0e4", "#8a3c00", "✗ "),
    "ask": Look(COLOURS[3], "#faf0f5", "#7a2f5a", "? "),
    "note": Look("#767676", "#f2f2f2", INK),
}


def panel(kind: str, title: str, html: str = "") -> str:
    """Return a panel as HTML that is read in light and dark themes, trusted or not.

    Args:
        kind: "right", "wrong", "ask" or "note"; all but the last have a mark before the title.
        title: Plain text; "" leaves the heading out.
        html: What stands below: text, ``code`` and ``fold``. A theme colours links and tables by
            itself, so there are none.

    Raises:
        ValueError: There is no such kind.
    """
    if kind not in LOOKS:
        raise ValueError(f"a panel is one of {', '.join(LOOKS)}, got {kind!r}")
    look = LOOKS[kind]
    heading = f'<b style="color: {look.heading}">{look.mark}{escape(title)}</b>' if title else ""
    between = "<br>" if title and html else ""
    return (
        f'<div style="border-left: 4px solid {look.edge}; padding: 0.4em 0.8em; '
        f'background-color: {look.background}; color: {INK}">{heading}{between}{html}</div>'
    )


def prose(text: str) -> str:
    """Return a sentence as HTML for a panel; what stands in `backticks` is code."""
    look = f"background-color: {WHITE}; color: {INK}"
    return re.sub("`([^`]+)`", rf'<code style="{look}">\1</code>', escape(text))


def paragraphs(*texts: str) -> str:
    """Return paragraphs of HTML for a panel; an empty one is left out."""
    return "".join(f'<div style="margin: 0.4em 0">{text}</div>' for text in texts if text)


def code(text: str) -> str:
    """Return code as HTML for a panel; long lines are wrapped, so that print loses nothing."""
    return (
        '<pre style="margin: 0.4em 0; padding: 0.4em 0.6em; white-space: pre-wrap; '
        "word-break: keep-all; overflow-wrap: break-word; "
        f'background-color: {WHITE}; color: {INK}">{escape(text)}</pre>'
    )


def fold(title: str, html: str, opened: bool = False) -> str:
    """Return HTML that shows its title (plain text) only, until a reader opens it."""
    state = " open" if opened else ""
    return f"<details{state}><summary>{escape(title)}</summary>{html}</details>"


def picture(data: bytes, kind: str, alt: str, width: int) -> dict[str, str]:
    """Return a picture as the output of a cell: by its alternative where it cannot be shown.

    It is stored once, as HTML. JupyterLab (trusted or not), Colab and exported pages show the
    alternative of an ``<img>``; none of them reads one that stands beside ``image/png``, and a
    notebook that is not trusted shows no ``image/svg+xml`` at all.

    Args:
        data: The file of the picture.
        kind: Its type, such as "png" or "svg+xml".
        alt: What it shows, for those who cannot see it.
        width: In pixels; a narrower column or sheet shows it smaller.
    """
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    words = escape(" ".join(alt.split()), quote=True)
    size = f'width="{width}" style="max-width: 100%; height: auto"'
    return {"text/html": f'<img alt="{words}" {size} src="{source}">', "text/plain": alt}


CURTAIN = "Predict first, then open this"

_asked: set[str] = set()  # predictions that nobody has committed to yet


def draw_curtain(prediction: str) -> None:
    """Fold the outputs that follow, until the curtain of this prediction is opened."""
    _asked.add(prediction)


def open_curtain(prediction: str) -> None:
    """Show the outputs that follow, unless another prediction is still asked."""
    _asked.discard(prediction)


def behind_curtain(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return an output as it is shown now: its HTML is folded while a prediction is asked.

    Args:
        bundle: The output by its types; what is no HTML stays as it is.
    """
    if not _asked or "text/html" not in bundle:
        return bundle
    return {**bundle, "text/html": fold(CURTAIN, bundle["text/html"])}


def publish(bundle: dict[str, Any]) -> None:
    """Put an output into the notebook; it is folded while a prediction is asked.

    Args:
        bundle: The output by its types, such as ``{"text/html": ..., "text/plain": ...}``.
    """
    from IPython.display import display

    display(behind_curtain(bundle), raw=True)


@contextmanager
def no_curtain() -> Iterator[None]:
    """Show outputs as they are, for a function that makes one of them and publishes that."""
    asked = set(_asked)
    _asked.clear()
    try:
        yield
    finally:
        _asked.update(asked)
