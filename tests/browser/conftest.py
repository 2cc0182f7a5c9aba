"""One JupyterLab and one Chromium for all tests; nothing reaches the network or the checkout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from .jupyter import Jupyter, browse, find_chromium, serve


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserContext]:
    program = find_chromium()
    assert program is not None
    with browse(program) as context:
        yield context


@pytest.fixture(scope="session")
def jupyter(
    chromium: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Jupyter]:
    """Start JupyterLab on copies of the notebooks, which nobody has trusted yet."""
    with serve(tmp_path_factory.mktemp("browser")) as jupyter:
        yield jupyter


@pytest.fixture
def page(chromium: BrowserContext) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()
