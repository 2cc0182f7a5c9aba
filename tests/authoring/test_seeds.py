"""Running a notebook with other seeds."""

from pathlib import Path

import nbformat
import pytest

from seqlab.authoring.cli import main
from seqlab.authoring.seeds import SeedError, claims_by_seed, table
from seqlab.claims import Claim

CELLS = (
    "import seqlab\n\nseqlab.setup(seed=7)",
    "import random\nfrom seqlab.claims import claim\nx = random.random()",
    'claim("high", "It is high", x, above=2)\nclaim("low", "It is low", x, below=1)',
)


@pytest.fixture
def notebook(tmp_path) -> Path:
    path = tmp_path / "toy.ipynb"
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_each_seed_gives_its_own_values_and_the_stored_notebook_stays(notebook):
    before = notebook.read_bytes()
    first, second, again = claims_by_seed(notebook, (1, 2, 1))
    assert [claim.id for claim in first] == ["high", "low"]  # none stopped the run
    assert first[0].value != second[0].value
    assert first == again
    assert isinstance(first[0], Claim)
    assert notebook.read_bytes() == before


def test_the_table_marks_what_left_its_interval(notebook, capsys):
    assert main(["seeds", str(notebook), "--seeds", "1"]) == 0
    high, low = capsys.readouterr().out.splitlines()[-2:]
    assert high.startswith("high")
    assert high.endswith("!")
    assert low.startswith("low")
    assert not low.endswith("!")


def test_a_claim_that_is_missing_for_one_seed_is_marked():
    high = Claim("high", "It is high", 3.0, low=2.0)
    low = Claim("low", "It is low", 0.5, high=1.0)
    lines = table([[high, low], [low]]).splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["high", "low"]
    assert lines[0].endswith("3  nan!")
    assert lines[1].endswith("0.5  0.5")


def test_a_notebook_without_a_seed_is_named(tmp_path):
    path = tmp_path / "plain.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), path)
    with pytest.raises(SeedError, match=r"plain\.ipynb: no cell reads"):
        list(claims_by_seed(path, (1,)))


def test_a_missing_notebook_is_a_message(capsys):
    assert main(["seeds", "nowhere.ipynb"]) == 1
    assert "nowhere.ipynb" in capsys.readouterr().err
