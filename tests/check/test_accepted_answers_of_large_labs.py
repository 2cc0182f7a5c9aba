"""What a check calls right works in every cell that follows: Labs 4 and 5, which take longest."""

import pytest
from labs_by_others import nothing, run_lab, runs


@pytest.mark.parametrize(("lab", "number"), runs("lab4", "lab5"))
def test_a_lab_runs_to_its_end_with_answers_by_another_hand(lab, number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("seqlab.check.checker", lambda lab: nothing)
    run_lab(lab, number, tmp_path)
