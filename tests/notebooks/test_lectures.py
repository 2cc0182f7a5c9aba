"""The lecture's notebooks: claims, predictions, something to explore."""

from collections import Counter

import pytest

from seqlab.claims import read_claims

from .stored import LECTURES, SOLUTIONS, code_cells, read

every_lecture = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)


@every_lecture
def test_a_lecture_measures_at_least_four_claims(path):
    claims = read_claims(path)
    assert len(claims) >= 4
    assert all(claim.holds for claim in claims)


@every_lecture
def test_a_lecture_asks_for_predictions_and_lets_one_explore(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    code = "\n".join(cell.source for cell in code_cells(read(path)))
    assert text.count("**Predict.**") >= 3
    assert "explore(" in code
    assert "Think, without code." in text


def test_a_claim_has_one_place_in_the_course():
    counts = Counter(claim.id for path in [*LECTURES, *SOLUTIONS] for claim in read_claims(path))
    assert {id for id, count in counts.items() if count > 1} == set()
