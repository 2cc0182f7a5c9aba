"""Finds alternatives of pictures that list numbers, where people need a sentence."""

import json
import re
from html import unescape
from pathlib import Path

MOST = 1 / 3  # of the words may be numbers


def lists_of_numbers(notebook: Path) -> list[str]:
    """Return the alternatives in the outputs of a notebook that are numbers for the most part."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", [])]
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    found = [unescape(words) for page in pages for words in re.findall('<img alt="([^"]*)"', page)]
    return [words for words in found if _share_of_numbers(words) > MOST]


def _share_of_numbers(text: str) -> float:
    words = text.split()
    return sum(any(map(str.isdigit, word)) for word in words) / max(1, len(words))
