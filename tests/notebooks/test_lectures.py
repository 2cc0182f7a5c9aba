"""The lecture's notebooks: claims, predictions, something to explore."""

import re
from collections import Counter

import pytest

from seqlab.claims import read_claims, read_ledger

from .stored import LECTURES, ROOT, SOLUTIONS, code_cells, outputs, read

TAUGHT = [path for path in LECTURES if path.stem != "00_start"]
every_lecture = pytest.mark.parametrize("path", TAUGHT, ids=lambda path: path.stem)


@every_lecture
def test_a_lecture_measures_at_least_four_claims(path):
    claims = read_claims(path)
    assert len(claims) >= 4
    assert all(claim.holds for claim in claims)


@every_lecture
def test_a_lecture_asks_for_predictions_and_lets_one_explore(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    code = "\n".join(cell.source for cell in code_cells(read(path)))
    assert text.count("**Predict.**") + len(re.findall(r"^predict\(", code, re.MULTILINE)) >= 3
    assert "explore(" in code
    assert "Think, without code." in text


def test_a_claim_has_one_place_in_the_course():
    counts = Counter(claim.id for path in [*LECTURES, *SOLUTIONS] for claim in read_claims(path))
    assert {id for id, count in counts.items() if count > 1} == set()


def test_the_summary_quotes_what_the_other_notebooks_store():
    stored = {
        (claim.statement.replace("|", r"\|"), f"{claim.value:.3g}", claim.interval)
        for name, claims in read_ledger().items()
        if name != "12_summary"
        for claim in claims
    }
    quoted = [
        tuple(line.removeprefix("| ").split(" | ")[:3])
        for output in outputs(read(ROOT / "notebooks/12_summary.ipynb"))
        for line in output.get("data", {}).get("text/markdown", "").splitlines()[2:]
    ]
    assert len(quoted) > 40
    assert set(quoted) - stored == set(), "build 12_summary again, with --force"
