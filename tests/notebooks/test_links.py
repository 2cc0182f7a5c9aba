"""Links between the notebooks: each points to one that is there, from every folder that has it."""

import re

import pytest

from .stored import LABS, LECTURES, ROOT, SOLUTIONS, outputs, read

LINK = re.compile(r"\]\((?!https?:|#|data:|attachment:)([^)#]+)(?:#[^)]*)?\)")
LINKED = re.compile(r"\[[^]]*\]\([^)]*\)")
NAMED = re.compile(r"\b(?:[Nn]otebooks?|[Ll]ectures?|Labs?) \d+")
PLACES = re.compile(r"^\| You need \|.*$|^\*\*Where to go on\.\*\*.*\n?(?:.+\n?)*", re.MULTILINE)

every_notebook = pytest.mark.parametrize(
    "path", [*LECTURES, *LABS, *SOLUTIONS], ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def texts(path) -> list[str]:
    """Return the Markdown of a notebook: its cells, and what it shows."""
    notebook = read(path)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    shown = [output.get("data", {}).get("text/markdown", "") for output in outputs(notebook)]
    return [*cells, *shown]


@every_notebook
def test_each_link_points_to_a_file_of_the_project(path):
    for text in texts(path):
        for link in LINK.findall(text):
            assert (path.parent / link).resolve().is_file(), link
            assert (path.parent / link).resolve().is_relative_to(ROOT), link


@every_notebook
def test_what_is_needed_and_where_to_go_on_are_links(path):
    if path.stem == "00_start":
        return
    places = [place for text in texts(path) for place in PLACES.findall(text)]
    assert len(places) >= 2
    for place in places:
        assert not NAMED.search(LINKED.sub("", place)), place


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_a_lab_says_at_its_head_what_to_do_when_stuck(path):
    head = "\n".join(cell.source for cell in read(path).cells[:2])
    number = path.stem[3]
    assert "## When you are stuck" in head
    for way in ("check(name, more=True)", f'seqlab.skip("{number}.', "Above Selected Cell**"):
        assert way in head
    assert "(../notebooks/00_start.ipynb)" in head


def test_the_start_page_links_every_other_notebook_and_every_lab():
    shown = "\n".join(texts(ROOT / "notebooks/00_start.ipynb"))
    for path in [*LECTURES, *LABS]:
        if path.stem != "00_start":
            assert f"(../{path.relative_to(ROOT).as_posix()})" in shown


def test_the_stored_start_page_shows_nobody_s_progress():
    shown = "\n".join(texts(ROOT / "notebooks/00_start.ipynb"))
    assert shown.count("| not begun |") == len(LECTURES) - 1 + len(LABS)
    assert "01_sequences.ipynb)**" in shown
