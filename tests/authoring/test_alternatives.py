"""Alternatives of pictures that are lists of numbers."""

from pathlib import Path

import nbformat
import pytest

from seqlab.authoring.alternatives import lists_of_numbers


@pytest.mark.parametrize(
    ("alternative", "found"),
    [
        ("A curve that falls to a tenth within five steps", False),
        ("With w_hh = 2 the state stays near 0.96 for all 12 steps that are drawn", False),
        ("Error: 0.31, 0.25, 0.22, 0.21", True),
        ("dense 12,800,000, recurrent 16,512", True),
    ],
)
def test_an_alternative_of_numbers_is_found(tmp_path: Path, alternative: str, found: bool) -> None:
    html = f'<div><img alt="{alternative}" src=""><img alt="A &quot;box&quot;"></div>'
    cell = nbformat.v4.new_code_cell("show()")
    cell.outputs = [
        nbformat.v4.new_output("stream", text="1 2 3"),
        nbformat.v4.new_output("display_data", data={"text/html": html}),
    ]
    cells = [nbformat.v4.new_markdown_cell("words"), cell]
    path = tmp_path / "notebook.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert lists_of_numbers(path) == ([alternative] if found else [])
