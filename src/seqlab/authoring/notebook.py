"""The fixed form of a built notebook: same cells, same bytes, and a seal that shows an edit."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

_NOT_RUN: Json = {"execution_count": None, "outputs": []}
_RUN_TAGS = {"raises-exception", "skip-execution"}

# A kernel would write its exact versions here, different on every machine.
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_WIDGET = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_PROGRESS_BAR = re.compile(r"(.*: )? *(\d+%\|.*\||\d+\S*) .*\[\d+:\d\d.*\] *")


def new_cells(cells: Sequence[tuple[str, str, dict[str, Any]]]) -> list[Json]:
    """Return the cells of a notebook's JSON, without outputs, from (kind, text, metadata) of each.

    A cell's id comes from its text, and from how many equal cells stand above it: a new cell
    leaves the ids of all others as they were.
    """
    seen: Counter[tuple[str, str]] = Counter()
    made = []
    for kind, text, metadata in cells:
        key = f"{seen[kind, text]} {kind} {text}"
        seen[kind, text] += 1
        cell_id = hashlib.sha256(key.encode()).hexdigest()[:12]
        source = text.splitlines(keepends=True)
        cell = {"cell_type": kind, "id": cell_id, "metadata": metadata, "source": source}
        made.append({**cell, **_NOT_RUN} if kind == "code" else cell)
    return made


def seal(cells: list[Json], source_path: str, source_sha256: str) -> str:
    """Return the text of the finished notebook file.

    Its metadata say which source it was built from, and hold a hash of everything else in it.
    """
    seqlab = {"source": source_path, "source_sha256": source_sha256}
    metadata = {**_METADATA, "seqlab": seqlab}
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    seqlab["content_sha256"] = content_sha256(content)
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def content_sha256(content: Json) -> str:
    """Return the hash of a notebook file's JSON, its own hash left out."""
    seqlab = {k: v for k, v in content["metadata"]["seqlab"].items() if k != "content_sha256"}
    content = {**content, "metadata": {**content["metadata"], "seqlab": seqlab}}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def without_outputs(cells: list[Json]) -> list[Json]:
    """Return the cells of a notebook's JSON as they are before anything is run."""
    return [{**cell, **_NOT_RUN} if cell["cell_type"] == "code" else cell for cell in cells]


def runs_alike(cells: list[Json], others: list[Json]) -> bool:
    """Tell whether two notebooks do the same when they are run: they differ in words at most."""
    return _code(cells) == _code(others)


def with_outputs(cells: list[Json], run: list[Json]) -> list[Json]:
    """Return the cells with the outputs of others that run alike."""
    outputs = ({key: cell[key] for key in _NOT_RUN} for cell in run if cell["cell_type"] == "code")
    return [{**cell, **next(outputs)} if cell["cell_type"] == "code" else cell for cell in cells]


def _code(cells: list[Json]) -> list[tuple[list[str], set[str]]]:
    """Return what decides how a notebook runs: its code, and the tags that a runner heeds."""
    return [
        (cell["source"], _RUN_TAGS & set(cell["metadata"].get("tags", [])))
        for cell in cells
        if cell["cell_type"] == "code"
    ]


def tidy_outputs(outputs: list[Any]) -> list[Any]:
    """Return the outputs of a cell without what differs from run to run or is dead in a file.

    Streams of one name are joined; progress bars, live widgets and memory addresses go.
    """
    tidy: list[Any] = []
    streams: dict[str, Any] = {}
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        if output.output_type == "stream":
            streams[output.name] = output
        elif _WIDGET in output.get("data", {}):
            continue
        elif "text/plain" in output.get("data", {}):
            output.data["text/plain"] = _ADDRESS.sub("", output.data["text/plain"])
        tidy.append(output)
    if "stderr" in streams:
        streams["stderr"].text = _without_progress_bars(streams["stderr"].text)
    return [output for output in tidy if output.output_type != "stream" or output.text.strip()]


def _without_progress_bars(text: str) -> str:
    """Return what was written to stderr besides the bars that tqdm redraws by carriage returns."""
    if "\r" not in text:
        return text
    pieces = re.split(r"[\r\n]+", text)
    kept = [piece for piece in pieces if piece.strip() and not _PROGRESS_BAR.fullmatch(piece)]
    return "".join(f"{piece}\n" for piece in kept)
