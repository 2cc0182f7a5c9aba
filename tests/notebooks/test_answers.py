"""Questions to think about at the end of a notebook: each has its answer below it, folded."""

from __future__ import annotations

import re

import pytest

from seqlab.authoring.build import find_sources
from seqlab.authoring.source import read_source

from .stored import ROOT

ASKED = re.compile(r"^\*\*Think\b.*\n\n((?:.*\n)*?)\*\*Where to go on\.\*\*", re.MULTILINE)
NUMBER = re.compile(r"^(\d+)\. ", re.MULTILINE)
# Markdown inside the fold is read as Markdown only where empty lines stand around it.
ANSWERED = re.compile(r"(?:.+\n)+\n<details><summary>Answer</summary>\n\n(?:.+\n)+\n</details>\n\n")

SOURCES = [path for path in find_sources(ROOT) if path.stem != "00_start"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_each_question_to_think_about_has_its_folded_answer(path):
    cells = read_source(ROOT, path).cells
    asked = [
        found for cell in cells if cell.kind == "markdown" for found in ASKED.findall(cell.text)
    ]
    assert len(asked) == 1
    before, *items = NUMBER.split(asked[0])
    numbers, questions = items[::2], items[1::2]
    assert before == ""
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) >= 2
    for question in questions:
        assert ANSWERED.fullmatch(question), question
