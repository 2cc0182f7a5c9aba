"""Titles of tunes and some queries, embedded by MiniLM: the search of notebook 09.

``python -m course.recipes.titles`` makes the file anew; it needs ``seqlab data --optional``.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

import numpy as np

from seqlab.data import load
from seqlab.models.pretrained import PretrainedEncoder, load_minilm
from seqlab.stored import WEIGHTS

FILE = WEIGHTS / "titles.npz"
COUNT = 500

QUERIES = (
    "sailing on the ocean",
    "time to get married",
    "beer, wine and spirits",
    "something to eat",
    "farm animals",
    "flowers and trees",
    "clothes and shoes",
    "soldiers and war",
    "coins in my purse",
    "ice and frost",
    "saying goodbye to a friend",
    "a feline companion",
)

# Names of nobody's interest, kinds of dance, and songs that mock people.
LEFT_OUT = re.compile(
    r"\b(miss|mrs|lady|lord|sir|duke|duchess|countess|earl|prince|princess|major|colonel|captain|"
    r"admiral|reel|jig|march|air|do|est|nae|wi|coon|plantation|negro|savage|gypsey)\b"
)


def clean(titles: Iterable[str], words: set[str]) -> list[str]:
    """Return titles of three to seven known words, each once, without the kind of the dance."""
    kept: dict[str, str] = {}
    for title in titles:
        name = re.split(r"\s-+\s", title.strip())[0].rstrip(" .,:;")
        name = re.sub(r"^(.*?)\W+(the|a)$", r"\2 \1", name.lower())
        parts = name.replace("'s", "").split()
        known = 3 <= len(parts) <= 7 and all(part.strip(",'") in words for part in parts)
        if known and not LEFT_OUT.search(name):
            kept[name.replace(",", "")] = string.capwords(name)
    return list(kept.values())


def make(encoder: PretrainedEncoder) -> dict[str, np.ndarray]:
    """Return what the file holds: texts, and vectors as float16."""
    words = {token for token in encoder.tokenizer.tokens if token.isalpha()}
    all_titles = clean((row["title"] for part in load("tunes").values() for row in part), words)
    chosen = np.linspace(0, len(all_titles) - 1, COUNT).astype(int)  # from all three books
    titles = sorted(all_titles[i] for i in chosen)
    return {
        "titles": np.array(titles),
        "keys": encoder.embed(titles).numpy().astype(np.float16),
        "queries": np.array(QUERIES),
        "query_vectors": encoder.embed(QUERIES).numpy().astype(np.float16),
    }


if __name__ == "__main__":
    np.savez_compressed(FILE, **make(load_minilm()))  # type: ignore[arg-type]
