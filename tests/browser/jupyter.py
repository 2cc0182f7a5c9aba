"""JupyterLab as a learner sees it: the server, and what one does with a notebook in a browser.

Nothing here sleeps: each step waits for what it brings about.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

PATIENCE = 120_000  # milliseconds for what a test waits for: longer than any busy machine takes
NAMES = ("chromium", "chromium-browser", "google-chrome")  # in Debian, in others, by Google

# The browser finds no host but this machine: what a page would load from elsewhere is missing.
OFFLINE = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]

ADVICE = "no Chromium is at hand, so no page was opened: apt install chromium"

ROOT = Path(__file__).parents[2]
START, LECTURE = "notebooks/00_start.ipynb", "notebooks/01_sequences.ipynb"
MUSIC, LAB, SOLVED = "notebooks/11_music.ipynb", "labs/lab1_rnn.ipynb", "solutions/lab1_rnn.ipynb"

# An answer to exercise 1.1, but for the weighed sum.
ANSWER = """def perceptron(x, w, b):
    z = {}
    return 1 / (1 + torch.exp(-z))


check(perceptron)"""

OUTPUT = ".jp-OutputArea-output"

# JupyterLab shows a notebook some time before its kernel and its keys are there, and calls it idle.
IDLE = """() => {
    const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
    return kernel?.connectionStatus === "connected" && kernel.status === "idle"
        && jupyterapp.commands.keyBindings.some(one => one.command === "notebook:run-cell")
}"""

# A cell has run once more when its number is there anew.
HAS_RUN = """place => {
    const once_more = {done: false}
    const cell = jupyterapp.shell.currentWidget.content.widgets[place].model
    cell.stateChanged.connect((_, change) => {
        if (change.name === "executionCount" && change.newValue) once_more.done = true
    })
    return once_more
}"""

# The browser's wish for dark or light is followed at once, all cells are on the page, no news.
SETTINGS = {
    "apputils-extension/themes": {"adaptive-theme": True},
    "apputils-extension/notification": {"fetchNews": "false"},
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@dataclass(frozen=True)
class Jupyter:
    """A running server: its address, the folder it shows, and where progress is kept."""

    url: str
    token: str
    root: Path
    progress: Path

    def open(self, page: Page, path: str) -> Notebook:
        """Open a notebook, such as "labs/lab1_rnn.ipynb", and wait until its kernel is ready."""
        page.goto(f"{self.url}lab/workspaces/tests/tree/{path}?reset&token={self.token}")
        return self.opened(page, path)

    def opened(self, page: Page, path: str) -> Notebook:
        """Wait until a notebook that has been opened on a page can be used, and return it."""
        return Notebook(page, nbformat.read(self.root / path, as_version=4))

    def store(self, path: str, sources: list[str]) -> None:
        """Put a notebook of a test beside those of the course: the sources of its code cells."""
        notebook = new_notebook(
            cells=[new_code_cell(source) for source in sources],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, self.root / path)


def find_chromium() -> str | None:
    """Return the path of Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def browse(program: str, width: int = 1280, height: int = 900) -> Iterator[BrowserContext]:
    """Start Chromium with windows of a size, which finds no host but this machine."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OFFLINE)
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE)
        yield context
        browser.close()


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[Jupyter]:
    """Serve copies of the built notebooks; all that Jupyter and seqlab write goes into a folder."""
    root, progress, runtime = folder / "course", folder / "progress", folder / "runtime"
    for name in ("notebooks", "labs", "solutions"):
        shutil.copytree(ROOT / name, root / name)
    for name, settings in SETTINGS.items():
        file = folder / f"settings/@jupyterlab/{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))
    environment = {
        **os.environ,
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),  # with the list of trusted notebooks: empty
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "SEQLAB_PROGRESS": str(progress),
    }
    environment.pop("SEQLAB_STRICT", None)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True"]
    command += re.findall(r"--LabApp\.default_url=\S+", (ROOT / "Makefile").read_text())
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        file = runtime / f"jpserver-{server.pid}.json"
        end = time.monotonic() + PATIENCE / 1000
        while not file.exists():
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"JupyterLab did not start: {(folder / 'log').read_text()}")
            time.sleep(0.1)
        found = json.loads(file.read_text())
        yield Jupyter(found["url"], found["token"], root, progress)
    finally:
        server.terminate()
        server.wait()


class Notebook:
    """An open notebook.

    Args:
        page: The page it is opened on.
        content: The notebook as it is stored.
    """

    def __init__(self, page: Page, content: nbformat.NotebookNode) -> None:
        self.page = page
        self._sources = [cell.source for cell in content.cells]
        self._kinds = [cell.cell_type for cell in content.cells]
        self._cells = page.locator(".jp-Notebook .jp-Cell")
        self._cells.nth(len(self._sources) - 1).wait_for(state="attached")
        page.wait_for_function(IDLE)

    def cell(self, text: str) -> Locator:
        """Return the one cell whose stored source contains a text."""
        return self._cells.nth(self._place(text))

    def _place(self, text: str) -> int:
        found = [place for place, source in enumerate(self._sources) if text in source]
        if len(found) != 1:
            raise ValueError(f"{len(found)} cells contain {text!r}, it takes one that does")
        return found[0]

    def _code(self) -> list[int]:
        return [place for place, kind in enumerate(self._kinds) if kind == "code"]

    def outputs(self, text: str) -> Locator:
        """Return the outputs of the cell that contains a text."""
        return self.cell(text).locator(OUTPUT)

    def select(self, text: str) -> None:
        """Select a cell by a click on its edge, which a cell with folded code has, too."""
        self.cell(text).click(position={"x": 2, "y": 2})

    def write(self, text: str, source: str) -> None:
        """Type another source into the cell that contains a text."""
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def run(self, text: str) -> Locator:
        """Run the cell that contains a text, wait until it has run, and return its outputs."""
        self.select(text)
        with self._running(self._place(text)):
            self.page.keyboard.press("Control+Enter")
        return self.outputs(text)

    @contextlib.contextmanager
    def _running(self, place: int) -> Iterator[None]:
        """Wait at the end until a cell has run once more and the kernel is idle."""
        once_more = self.page.evaluate_handle(HAS_RUN, place)
        yield
        self.page.wait_for_function("once_more => once_more.done", arg=once_more)
        self.page.wait_for_function(IDLE)

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of a menu, both by their names."""
        self.page.locator(".lm-MenuBar-item").get_by_text(menu, exact=True).click()
        self.page.locator(".lm-Menu-item").get_by_text(entry, exact=True).click()

    def run_all(self) -> None:
        """Run all cells, and wait until the last of them that has code has run."""
        with self._running(self._code()[-1]):
            self.choose("Run", "Run All Cells")

    def run_all_above(self, text: str) -> None:
        """Run all cells above that which contains a text."""
        above = [place for place in self._code() if place < self._place(text)]
        self.select(text)
        with self._running(above[-1]):
            self.choose("Run", "Run All Above Selected Cell")

    def restart_and_run_to(self, text: str) -> Locator:
        """Restart the kernel, run all cells down to that with a text, and return its outputs."""
        self.select(text)
        with self._running(self._place(text)):
            self.choose("Kernel", "Restart Kernel and Run up to Selected Cell…")
            self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        return self.outputs(text)

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the focus is on an element."""
        for _ in range(50):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"50 times Tab have not reached {wanted}")

    def look(self, theme: str, width: int) -> None:
        """Set the theme, "light" or "dark", and the width of the window in pixels."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        light = str(theme == "light").lower()
        self.page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")
