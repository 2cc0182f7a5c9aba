"""One JupyterLab and one Chromium for all tests; nothing reaches the network or the checkout."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from .jupyter import Jupyter, serve

PATIENCE = 120_000  # milliseconds for what a test waits for: longer than any busy machine takes
NAMES = ("chromium", "chromium-browser", "google-chrome")  # in Debian, in others, by Google

# The browser finds no host but this machine: what a page would load from elsewhere is missing.
OFFLINE = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]

ADVICE = "no Chromium is at hand, so no page was opened: apt install chromium"


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserContext]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(ADVICE)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OFFLINE)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        yield context
        browser.close()


@pytest.fixture(scope="session")
def jupyter(
    chromium: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Jupyter]:
    """Start JupyterLab on copies of the notebooks, which nobody has trusted yet."""
    folder: Path = tmp_path_factory.mktemp("browser")
    with serve(folder, seconds=PATIENCE // 1000) as jupyter:
        yield jupyter


@pytest.fixture
def page(chromium: BrowserContext) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()
