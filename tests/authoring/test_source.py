"""Sources: what becomes of a hole, and what is said, by file and line, of what is not in order."""

from pathlib import Path

import jupytext
import pytest

from seqlab.authoring.build import find_sources
from seqlab.authoring.source import Cell, SourceError, read_source

from .toy import LAB

ROOT = Path(__file__).parents[2]

HOLE = """\
# TODO 1.1: Add.
### BEGIN SOLUTION
y = 1 + 1
### END SOLUTION
"""


def read(tmp_path: Path, text: str) -> tuple[Cell, ...]:
    path = tmp_path / "lab.py"
    path.write_text(text)
    return read_source(tmp_path, path).cells


def test_a_hole_leaves_its_todo_and_an_error_that_says_it(tmp_path: Path) -> None:
    assert read(tmp_path, LAB)[2].blank() == (
        "def double(x):\n"
        '    # TODO 1.1: Double it, with "care".\n'
        "    # Think of plus.\n"
        '    raise NotImplementedError("TODO 1.1: Double it, with \\"care\\".")\n'
        "    return y"
    )


def test_the_answered_cell_is_the_source_without_its_markers(tmp_path: Path) -> None:
    cell = read(tmp_path, LAB)[2]
    markers = ("    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n")
    expected = cell.text
    for marker in markers:
        assert marker in expected
        expected = expected.replace(marker, "")
    assert cell.answered() == expected


def test_two_holes_of_one_cell_are_both_cut(tmp_path: Path) -> None:
    (cell,) = read(tmp_path, "# %%\n" + HOLE + HOLE.replace("1.1", "1.2"))
    assert cell.blank() == (
        '# TODO 1.1: Add.\nraise NotImplementedError("TODO 1.1: Add.")\n'
        '# TODO 1.2: Add.\nraise NotImplementedError("TODO 1.2: Add.")'
    )


def test_a_cell_without_holes_is_the_same_blank_and_answered(tmp_path: Path) -> None:
    cell = read(tmp_path, LAB)[1]
    assert cell.blank() == cell.answered() == cell.text


def test_only_cells_tagged_solution_are_for_instructors(tmp_path: Path) -> None:
    assert [cell.for_instructors for cell in read(tmp_path, LAB)] == [False] * 4 + [True]


def test_a_cell_knows_the_line_where_its_text_begins(tmp_path: Path) -> None:
    lines = LAB.split("\n")
    for cell in read(tmp_path, LAB):
        assert cell.text.split("\n")[0] in lines[cell.line - 1]


def test_a_quoted_markdown_cell_begins_below_its_quotes(tmp_path: Path) -> None:
    (cell,) = read(tmp_path, '# %% [markdown]\n"""\nHello.\n"""\n')
    assert (cell.text, cell.line) == ("Hello.", 3)


def test_a_source_is_read_as_jupytext_reads_it(tmp_path: Path) -> None:
    head = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb\n# ---\n\n"
    raw = '# %% [raw] tags=["a", "b"] role="x y"\n# raw\n#text\n\n# %% tags=["c"]\n\n\nx = 1\n'
    magics = "# %%\n# %%time\n# !ls -l\n#%pip list\nx = 1  # %d\n# 5 % 3\n"
    for text in [
        LAB,
        head + raw + magics,
        *(path.read_text("utf-8") for path in find_sources(ROOT)),
    ]:
        theirs = [
            (cell.cell_type, cell.source.strip("\n"), {**cell.metadata})
            for cell in jupytext.reads(text, fmt="py:percent").cells
        ]
        for _, _, metadata in theirs:
            metadata.pop("lines_to_next_cell", None)
        ours = [(cell.kind, cell.text, cell.metadata) for cell in read(tmp_path, text)]
        assert ours == theirs


def test_magics_and_top_level_await_are_no_syntax_errors(tmp_path: Path) -> None:
    read(tmp_path, "# %%\n# %%time\n# !ls\nx = 1\n\n# %%\n# %pip list\nawait f()\n")


def test_the_header_that_jupyter_writes_counts_in_the_line_numbers(tmp_path: Path) -> None:
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb\n# ---\n\n"
    (cell,) = read(tmp_path, header + "# %%\nx = 1\n")
    assert cell.line == 8


def test_the_code_of_an_aside_is_folded_away_under_its_title(tmp_path: Path) -> None:
    lesson, aside = read(tmp_path, '# %%\nx = 1\n\n# %% tags=["aside"]\n# @title A ball\nx = 2\n')
    assert (lesson.aside, lesson.notebook_metadata()) == (False, {})
    assert aside.aside
    assert aside.notebook_metadata() == {
        "tags": ["aside"],
        "jupyter": {"source_hidden": True},
        "cellView": "form",
    }


TROUBLES = {
    "unclosed": ("# TODO 1.1: Add.\n### BEGIN SOLUTION\ny = 1\n", 3, "without an `### END"),
    "closed in another cell": (
        "# TODO 1.1: Add.\n### BEGIN SOLUTION\ny = 1\n\n# %%\n### END SOLUTION\n",
        3,
        "without an `### END",
    ),
    "stray end": ("y = 1\n### END SOLUTION\n", 3, "without a `### BEGIN"),
    "nested": (
        "# TODO 1.1: Add.\n### BEGIN SOLUTION\n# TODO 1.2: Add.\n### BEGIN SOLUTION\n",
        5,
        "inside the solution begun at line 3",
    ),
    "misspelt": ("# TODO 1.1: Add.\n## BEGIN SOLUTION\n", 3, "misspelt"),
    "text behind a marker": ("# TODO 1.1: Add.\n### BEGIN SOLUTION here\n", 3, "misspelt"),
    "no number": (HOLE.replace(" 1.1", ""), 2, "without a number"),
    "no text": (HOLE.replace(" Add.", ""), 2, "without a number or text"),
    "no number, no hole": ("y = 1\n# TODO\n", 3, "without a number"),
    "no hole": ("y = 1\n# TODO 1.1: Add.\n", 3, "TODO 1.1 has no solution"),
    "no TODO": ("# Add.\n### BEGIN SOLUTION\ny = 1\n### END SOLUTION\n", 3, "no TODO right above"),
    "TODO further up": (HOLE.replace("Add.\n", "Add.\n\n"), 4, "no TODO right above"),
    "TODO of another hole": (HOLE + HOLE.split("\n", 1)[1], 6, "no TODO right above"),
    "two TODOs": ("# TODO 1.2: Subtract.\n" + HOLE, 3, "two TODOs"),
    "TODO inside": (HOLE.replace("y =", "# TODO 1.2: b\ny ="), 4, "TODO 1.2 has no solution"),
    "twice": (
        HOLE + "\n# %%\n" + HOLE,
        9,
        "TODO 1.1 is there twice: its other solution is at line 3",
    ),
    "aside without a title": ('\n# %% tags=["aside"]\nx = 1\n', 4, "first line is `# @title"),
    "aside without words": ('\n# %% tags=["aside"]\n# @title\n', 4, "first line is `# @title"),
    "aside that is text": (
        '\n# %% [markdown] tags=["aside"]\n# @title A ball\n',
        4,
        "an aside is a code cell",
    ),
    "does not parse": ("x = 1\ny = = 2\n", 3, "does not parse"),
    "does not parse when blank": (
        "y = [\n    # TODO 1.1: Add.\n    ### BEGIN SOLUTION\n    1\n    ### END SOLUTION\n]\n",
        4,
        "once its solutions are cut out",
    ),
    "marker in Markdown": ("x = 1\n\n# %% [markdown]\n### BEGIN SOLUTION\n", 5, "markdown cell"),
    "cell in a string": ('x = """\n# %% inside\n"""\n', 3, "no string may hold it"),
    "unknown head": ("x = 1\n\n# %% Title\ny = 2\n", 4, "not the beginning of a cell"),
    "tags in disorder": ("x = 1\n\n# %% tags=[solution]\ny = 2\n", 4, "not the beginning"),
}


@pytest.mark.parametrize(("text", "line", "message"), TROUBLES.values(), ids=TROUBLES.keys())
def test_a_trouble_is_named_with_file_and_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        read(tmp_path, f"# %%\n{text}")
    assert str(raised.value).startswith(f"lab.py:{line}: ")
    assert message in str(raised.value)


def test_text_above_the_first_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"lab\.py:1: .*above the first"):
        read(tmp_path, "import os\n\n# %%\nx = 1\n")
