"""Turns `course/` into `notebooks/`, `labs/` and `solutions/`, or says which of them is off.

A notebook is off when its source, the rules of this build, or the file itself changed. Where only
words changed, the stored outputs are carried over. A change of the package alone is not seen: to
store new outputs after one, build with `force`.
"""

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from seqlab.authoring.notebook import (
    Json,
    content_sha256,
    new_cells,
    runs_alike,
    seal,
    with_outputs,
    without_outputs,
)
from seqlab.authoring.source import Cell, Source, SourceError, read_source

# Folder of sources -> folders of the notebooks built from each of them.
FOLDERS = {"lecture": ["notebooks"], "labs": ["labs", "solutions"]}
BLANK = "labs"  # the one folder whose notebooks have holes and are not run
LEDGER = "read_ledger("  # code that quotes the claims of other notebooks: it is always run

_COLAB = "https://colab.research.google.com"
_STAMP = re.compile(r"\{\{ (\w+) \}\}")


class BuildError(Exception):
    """All that kept notebooks from being built, one line for each trouble."""

    def __init__(self, messages: Iterable[str]) -> None:
        super().__init__("\n".join(messages))


class State(StrEnum):
    """How a notebook on disk stands to its source."""

    UP_TO_DATE = "up to date"
    REWORDED = "reworded (its code is the same)"
    STALE = "stale (its code changed)"
    EDITED = "edited by hand"
    MISSING = "missing"
    ORPHAN = "orphan (no source builds it)"


@dataclass(frozen=True)
class Target:
    """A notebook to be built: its path in the project; its cells as written and before any run."""

    path: str
    source: Source
    cells: tuple[Cell, ...]
    draft: list[Json]

    def seal(self, cells: list[Json]) -> str:
        """Return the text of the file with these cells."""
        return seal(cells, self.source.path, self.source.sha256)


def check(root: Path, sources: Sequence[Path] = ()) -> dict[str, State]:
    """Return the state of every notebook of the project at `root`, or of those from some sources.

    Nothing is run and nothing written.

    Raises:
        BuildError: a source is not in order.

    """
    targets = _targets(root, sources)
    states = {target.path: _state(root, target) for target in targets}
    if not sources:
        folders = [folder for built in FOLDERS.values() for folder in built]
        found = {
            path.relative_to(root).as_posix()
            for f in folders
            for path in (root / f).glob("*.ipynb")
        }
        states |= dict.fromkeys(found - states.keys(), State.ORPHAN)
    return dict(sorted(states.items()))


def build(root: Path, sources: Sequence[Path] = (), force: bool = False) -> list[str]:
    """Build what is off in the project at `root`, and return the paths of what was written.

    With `force` everything is built; with `sources`, only what comes from these. Of one source all
    that is off is written, or nothing: when a cell fails, its old notebooks stay as they are.

    Raises:
        BuildError: a source is not in order (then nothing is built), or cells failed.

    """
    written: list[str] = []
    errors: list[str] = []
    for _, group in groupby(_targets(root, sources), key=lambda target: target.source.path):
        states = [(target, State.STALE if force else _state(root, target)) for target in group]
        off = [(target, state) for target, state in states if state is not State.UP_TO_DATE]
        try:
            finished = {target.path: _finish(root, target, state) for target, state in off}
        except SourceError as error:
            errors.append(str(error))
        else:
            _write(root, finished)
            written += finished
    if errors:
        raise BuildError(errors)
    return written


def find_sources(root: Path) -> list[Path]:
    """Return the paths of all sources of the project, in order; what else is there is no source."""
    return sorted(path for folder in FOLDERS for path in (root / "course" / folder).rglob("*.py"))


def _targets(root: Path, chosen: Sequence[Path]) -> list[Target]:
    """Read the sources, all or those chosen, and return what they build."""
    repository = _repository(root)
    owner: dict[str, str] = {}
    targets, errors = [], []
    for path in find_sources(root):
        name = path.relative_to(root).as_posix()
        try:
            built = _built_from(root, path)
            for notebook in built:
                if notebook in owner:
                    message = f"{notebook} is built from {owner[notebook]} already: rename one"
                    raise SourceError(name, 1, message)
                owner[notebook] = name
            if not chosen or path in chosen:
                source = read_source(root, path)
                targets += [_target(notebook, source, repository) for notebook in built]
        except SourceError as error:
            errors.append(str(error))
    errors += [
        f"{path} is not a source in course/" for path in chosen if path not in find_sources(root)
    ]
    if errors:
        raise BuildError(errors)
    return targets


def _repository(root: Path) -> str:
    """Return the address of the repository, which pyproject.toml alone knows."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    try:
        return str(project["urls"]["Repository"]).rstrip("/")
    except KeyError:
        raise BuildError(["pyproject.toml: [project.urls] has no Repository: add it"]) from None


def _built_from(root: Path, path: Path) -> list[str]:
    """Return the paths of the notebooks that come from one source."""
    folder = path.relative_to(root / "course").parts[0]
    return [f"{built}/{path.stem}.ipynb" for built in FOLDERS[folder]]


def _target(path: str, source: Source, repository: str) -> Target:
    stamps = {
        "repository": repository,
        "part": _part(path),
        "colab": _badge(path, repository),
    }
    blank = path.startswith(f"{BLANK}/")
    cells = tuple(cell for cell in source.cells if not (blank and cell.for_instructors))
    stamped = []
    for cell in cells:
        text = cell.blank() if blank else cell.answered()
        stamped.append((cell.kind, _stamp(source, cell, text, stamps), cell.notebook_metadata()))
    return Target(path, source, cells, new_cells(stamped))


def _part(path: str) -> str:
    """Return the name under which a learner's progress in a notebook is kept: "lab1", "07_lstm"."""
    folder, _, name = path.removesuffix(".ipynb").partition("/")
    return name.partition("_")[0] if folder in FOLDERS["labs"] else name


def _badge(path: str, repository: str) -> str:
    """Return the Markdown of the badge that opens one notebook in Colab."""
    project = repository.removeprefix("https://github.com/")
    link = f"{_COLAB}/github/{project}/blob/main/{path}"
    return f"[![Open in Colab]({_COLAB}/assets/colab-badge.svg)]({link})"


def _stamp(source: Source, cell: Cell, text: str, stamps: dict[str, str]) -> str:
    """Fill in `{{ name }}`; in code, where braces mean other things too, two of them only."""
    if cell.kind == "code":
        for name in ("repository", "part"):
            text = text.replace(f"{{{{ {name} }}}}", stamps[name])
        return text

    def fill(match: re.Match[str]) -> str:
        if match[1] in stamps:
            return stamps[match[1]]
        line = cell.line + text.count("\n", 0, match.start())
        known = ", ".join(f"{{{{ {name} }}}}" for name in stamps)
        raise SourceError(source.path, line, f"unknown {match[0]}: the build knows {known}")

    return _STAMP.sub(fill, text)


def _state(root: Path, target: Target) -> State:
    path = root / target.path
    if not path.is_file():
        return State.MISSING
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        built = content["metadata"]["seqlab"]
        intact = built["content_sha256"] == content_sha256(content)
    except (ValueError, KeyError, TypeError):
        return State.EDITED  # the build never wrote such a file
    if not intact:
        return State.EDITED
    same_source = (built["source"], built["source_sha256"]) == (
        target.source.path,
        target.source.sha256,
    )
    if same_source and without_outputs(content["cells"]) == target.draft:
        return State.UP_TO_DATE
    quotes = any(LEDGER in cell.text for cell in target.cells)
    if runs_alike(content["cells"], target.draft) and not quotes:
        return State.REWORDED
    return State.STALE


def _finish(root: Path, target: Target, state: State) -> str:
    """Return the text of the finished notebook: run, unless it is a lab or only reworded."""
    path = root / target.path
    path.parent.mkdir(exist_ok=True)
    if target.path.startswith(f"{BLANK}/"):
        return target.seal(target.draft)
    if state is State.REWORDED:
        stored = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return target.seal(with_outputs(target.draft, stored))
    return target.seal(_run(target, path.parent))


def _run(target: Target, folder: Path) -> list[Json]:
    """Return the cells of a notebook with what they put out when they are run in the folder."""
    import nbformat  # slow, as is what follows, and only needed here

    from seqlab.authoring.execute import CellError, execute

    notebook = nbformat.reads(target.seal(target.draft), as_version=4)
    try:
        execute(notebook, folder, title=target.path)
    except CellError as error:
        line = target.cells[error.index].line
        raise SourceError(target.source.path, line, f"this cell fails: {error}") from error
    cells: list[Json] = json.loads(nbformat.writes(notebook))["cells"]
    return cells


def _write(root: Path, texts: dict[str, str]) -> None:
    """Write all texts to other files first, so that a full disk spoils no old notebook."""
    with tempfile.TemporaryDirectory(dir=root, prefix=".build-") as folder:
        for number, text in enumerate(texts.values()):
            (Path(folder) / str(number)).write_text(text, encoding="utf-8", newline="\n")
        for number, path in enumerate(texts):
            os.replace(Path(folder) / str(number), root / path)
