"""The course itself: its sources are in order, and its notebooks are what they build."""

from pathlib import Path

import pytest

from seqlab.authoring.build import State, check, find_sources
from seqlab.authoring.source import read_source

ROOT = Path(__file__).parents[2]
SOURCES = find_sources(ROOT)


def test_there_is_a_course() -> None:
    assert SOURCES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_source_is_in_order(path: Path) -> None:
    assert read_source(ROOT, path).cells


def test_the_notebooks_are_what_the_course_builds() -> None:
    off = {path: state for path, state in check(ROOT).items() if state is not State.UP_TO_DATE}
    assert off == {}, "run  seqlab build"
