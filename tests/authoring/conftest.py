"""The toy project, built once and copied for every test."""

import shutil
from pathlib import Path

import pytest

from seqlab.authoring.build import build

from .toy import LAB, LECTURE, write_project


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_project(tmp_path_factory.mktemp("toy"), lab1=LAB)
    (root / "course/lecture").mkdir()
    (root / "course/lecture/01_a.py").write_text(LECTURE)
    build(root)
    return root


@pytest.fixture
def project(_built: Path, tmp_path: Path) -> Path:
    """Return a copy of the toy project, all its notebooks built."""
    return shutil.copytree(_built, tmp_path / "project")
