"""Takes the pictures of JupyterLab in docs/pictures/ anew.

The command: python -m tests.browser.pictures

Each is one window, 1366 pixels wide. Take them again when what they show looks different.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from .jupyter import (
    ADVICE,
    ANSWER,
    LAB,
    LECTURE,
    OUTPUT,
    ROOT,
    START,
    Jupyter,
    browse,
    find_chromium,
    serve,
)

FOLDER = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1366, 768
COLOURS = 256  # of a picture: few, so that it is small


def take(name: str, shown: Locator) -> None:
    """Store a picture of the window, with something in its middle."""
    shown.evaluate("shown => shown.scrollIntoView({block: 'center'})")
    shown.page.mouse.move(0, 0)
    picture = Image.open(BytesIO(shown.page.screenshot(animations="disabled")))
    picture.convert("RGB").quantize(COLOURS).save(FOLDER / name, optimize=True)
    print(f"{name}: {(FOLDER / name).stat().st_size / 1000:.0f} kB")


def take_prediction(jupyter: Jupyter, page: Page) -> None:
    """Take a prediction that was committed and compared with what was measured."""
    lecture = jupyter.open(page, LECTURE)
    lecture.run_all()
    asked = page.locator(OUTPUT).filter(has=page.get_by_role("radio")).first
    asked.get_by_role("radio").first.check()
    asked.get_by_role("button", name="Commit").click()
    asked.get_by_text("Measured:").first.wait_for()
    take("prediction.png", asked)


def take_lab(jupyter: Jupyter, page: Page) -> None:
    """Take a wrong answer with its hint, and what is known after a restart."""
    lab, neuron = jupyter.open(page, LAB), "# TODO 1.1:"
    lab.run_all_above(neuron)
    lab.write(neuron, ANSWER.format("(x * w).sum()"))
    take("check.png", lab.run(neuron).first)
    lab.write(neuron, ANSWER.format("(x * w).sum() + b"))
    lab.run(neuron)
    take("restart.png", lab.restart_and_run_to(" = checker(").first)


def take_start(jupyter: Jupyter, page: Page) -> None:
    """Take the start page of a learner who has begun."""
    jupyter.open(page, START).run_all()
    take("start.png", page.locator(f"{OUTPUT} img").first)


def main() -> int:
    """Take all pictures."""
    program = find_chromium()
    if program is None:
        print(ADVICE, file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        browse(program, WIDTH, HEIGHT) as context,
        serve(Path(folder)) as jupyter,
    ):
        for what in (take_prediction, take_lab, take_start):
            page = context.new_page()
            what(jupyter, page)
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
