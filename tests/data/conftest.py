"""A package index in a folder, so that real downloads are tested without a network."""

import functools
import hashlib
import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from seqlab import data
from seqlab.data.fetch import PackageFile

METADATA = "Metadata-Version: 2.1\nName: toytunes\nVersion: 1.0\n"
TAG = "Wheel-Version: 1.0\nGenerator: toy\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@pytest.fixture
def index(tmp_path, monkeypatch) -> Path:
    """Set up an empty index; downloads go to a fresh folder beside it."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("SEQLAB_DATA", str(tmp_path / "downloads"))
    return folder


@pytest.fixture
def wheel(index) -> PackageFile:
    """Serve a wheel and return its pin."""
    path = index / "toytunes-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("toytunes/book.abc", "X:1\nT:Toy\nM:4/4\nL:1/4\nK:C\nCDEF|GABc|]\n" * 500)
        archive.writestr("toytunes-1.0.dist-info/METADATA", METADATA)
        archive.writestr("toytunes-1.0.dist-info/WHEEL", TAG)
        archive.writestr("toytunes-1.0.dist-info/RECORD", "")
    return pinned(path)


@pytest.fixture
def source_archive(index) -> PackageFile:
    """Serve a source archive that builds without another package, and return its pin."""
    backend = (
        "import os\n"
        "def prepare_metadata_for_build_wheel(folder, settings=None):\n"
        "    os.mkdir(f'{folder}/toytunes-1.0.dist-info')\n"
        f"    open(f'{{folder}}/toytunes-1.0.dist-info/METADATA', 'w').write({METADATA!r})\n"
        f"    open(f'{{folder}}/toytunes-1.0.dist-info/WHEEL', 'w').write({TAG!r})\n"
        "    return 'toytunes-1.0.dist-info'\n"
        "def build_wheel(folder, settings=None, metadata=None): raise NotImplementedError\n"
        "def build_sdist(folder, settings=None): raise NotImplementedError\n"
    )
    members = {
        "PKG-INFO": METADATA,
        "backend.py": backend,
        "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = 'backend'\n"
        "backend-path = ['.']\n",
    }
    path = index / "toytunes-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in members.items():
            member = tarfile.TarInfo(f"toytunes-1.0/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return pinned(path)


def pinned(path: Path) -> PackageFile:
    content = path.read_bytes()
    return PackageFile(
        "toytunes==1.0", path.name, hashlib.sha256(content).hexdigest(), len(content)
    )


@pytest.fixture(scope="session")
def real():
    """Return a function that loads a real data set, which `seqlab data` has fetched before."""

    @functools.cache
    def load(name):
        state = data.status()[name]
        if not state.ok:
            pytest.fail(state.detail)
        return data.load(name)

    return load


@pytest.fixture(scope="session")
def tunes(real):
    return real("tunes")
