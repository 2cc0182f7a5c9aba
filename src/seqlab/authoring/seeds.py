"""Runs a notebook with other seeds: how wide must the interval of a claim be?"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from seqlab.authoring.execute import execute
from seqlab.claims import Claim, collect_claims

# As in ``seqlab.setup(seed=5)``, which every notebook calls first.
SETUP = re.compile(r"(seqlab\.setup\(seed=)\d+")


class SeedError(ValueError):
    """The notebook has no seed to change."""


def claims_by_seed(notebook: Path, seeds: Sequence[int]) -> Iterator[list[Claim]]:
    """Run a stored notebook once for each seed, and yield the claims of each run.

    A value outside its interval does not stop a run. The stored notebook stays as it is.

    Raises:
        SeedError: No cell reads ``seqlab.setup(seed=...)``.
        CellError: A cell failed.
    """
    for seed in seeds:
        content = nbformat.read(notebook, as_version=4)
        _plant(content, seed, notebook)
        execute(content, notebook.parent, f"{notebook.stem}, seed {seed}")
        yield collect_claims(content)


def table(runs: Sequence[Sequence[Claim]]) -> str:
    """Return one line for each claim: its interval, and its value for each seed."""
    lines = [f"{'claim':32}{'low':>10}{'high':>10}  values"]
    known = {claim.id: claim for claims in runs for claim in claims}
    for id, known_claim in known.items():
        low, high = _bound(known_claim.low), _bound(known_claim.high)
        found = (next((c for c in claims if c.id == id), None) for claims in runs)
        lines.append(f"{id:32}{low:>10}{high:>10}  " + "  ".join(map(_value, found)))
    return "\n".join(lines)


def _value(claim: Claim | None) -> str:
    """Return the value of a claim; one that was not stored was NaN or infinite."""
    return "nan!" if claim is None else f"{claim.value:.4g}" + ("" if claim.holds else "!")


def _bound(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _plant(notebook: NotebookNode, seed: int, path: Path) -> None:
    """Change the seed of a notebook, and let its claims only measure."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and SETUP.search(cell.source):
            changed = SETUP.sub(rf"\g<1>{seed}", cell.source)
            cell.source = f"{changed}\n\nfrom seqlab.claims import only_measure\n\nonly_measure()"
            return
    raise SeedError(f"{path}: no cell reads seqlab.setup(seed=...)")
