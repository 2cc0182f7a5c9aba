"""JupyterLab as a learner sees it: the server, and what one does with a notebook in a browser.

Nothing here sleeps: each step waits for what it brings about.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
OUTPUT = ".jp-OutputArea-output"

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
        page.goto(f"{self.url}lab/tree/{path}?reset&token={self.token}")
        return Notebook(page, nbformat.read(self.root / path, as_version=4))

    def store(self, path: str, sources: list[str]) -> None:
        """Put a notebook of a test beside those of the course: the sources of its code cells."""
        notebook = new_notebook(
            cells=[new_code_cell(source) for source in sources],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, self.root / path)


@contextlib.contextmanager
def serve(folder: Path, seconds: int) -> Iterator[Jupyter]:
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
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={root}"], env=environment, stdout=log, stderr=log
        )
    try:
        file = runtime / f"jpserver-{server.pid}.json"
        end = time.monotonic() + seconds
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
        self._cells = page.locator(".jp-Notebook .jp-Cell")
        self._cells.nth(len(self._sources) - 1).wait_for(state="attached")
        page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()

    def cell(self, text: str) -> Locator:
        """Return the one code cell whose stored source contains a text."""
        found = [place for place, source in enumerate(self._sources) if text in source]
        if len(found) != 1:
            raise ValueError(f"{len(found)} cells contain {text!r}, it takes one that does")
        return self._cells.nth(found[0])

    def outputs(self, text: str) -> Locator:
        """Return the outputs of the cell that contains a text."""
        return self.cell(text).locator(OUTPUT)

    def select(self, text: str) -> Locator:
        """Select a cell by a click beside its code, and return it."""
        cell = self.cell(text)
        cell.locator(".jp-InputPrompt").click()
        return cell

    def write(self, text: str, source: str) -> None:
        """Type another source into the cell that contains a text."""
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def run(self, text: str) -> Locator:
        """Run the cell that contains a text, wait until it has run, and return its outputs."""
        cell = self.select(text)
        with self.running(cell):
            self.page.keyboard.press("Control+Enter")
        return cell.locator(OUTPUT)

    @contextlib.contextmanager
    def running(self, cell: Locator) -> Iterator[None]:
        """Wait at the end until the cell has run once more and the kernel is idle."""
        prompt = cell.locator(".jp-InputPrompt").element_handle()
        before = prompt.evaluate_handle("prompt => prompt.firstChild")  # replaced by each "[*]:"
        yield
        self.page.wait_for_function(
            "([prompt, before]) => !before.isConnected && /[0-9]/.test(prompt.textContent)",
            arg=[prompt, before],
        )
        self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of a menu, both by their names."""
        self.page.locator(".lm-MenuBar-item").get_by_text(menu, exact=True).click()
        self.page.locator(".lm-Menu-item").get_by_text(entry, exact=True).click()

    def run_all(self) -> None:
        """Run all cells, and wait until the last of them has run."""
        code = self.page.locator(".jp-Notebook .jp-CodeCell")
        with self.running(code.last):
            self.choose("Run", "Run All Cells")

    def tab_to(self, role: str, name: str = "") -> None:
        """Press Tab until the focus is on an element of a role, with a name if one is given."""
        wanted = self.page.get_by_role(role, name=name or None)  # type: ignore[arg-type]
        for _ in range(50):
            self.page.keyboard.press("Tab")
            if any(one.evaluate("one => one === document.activeElement") for one in wanted.all()):
                return
        raise AssertionError(f"50 times Tab have not reached a {role} {name}")

    def restart_and_run_to(self, text: str) -> Locator:
        """Restart the kernel, run all cells down to that with a text, and return its outputs."""
        cell = self.select(text)
        with self.running(cell):
            self.choose("Kernel", "Restart Kernel and Run up to Selected Cell…")
            self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        return cell.locator(OUTPUT)

    def look(self, theme: str, width: int) -> None:
        """Set the theme, "light" or "dark", and the width of the window in pixels."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        light = str(theme == "light").lower()
        self.page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")
