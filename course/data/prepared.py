"""Data sets in the form in which the networks that come with the course read them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from seqlab.data import load
from seqlab.stored import WEIGHTS
from seqlab.text import Vocabulary

# --- tunes, a character at a time -----------------------------------------------------------------


@dataclass(frozen=True)
class Tunes:
    """The tunes as numbers: the vocabulary, and the ids of each tune by split, with its ends."""

    vocabulary: Vocabulary
    ids: dict[str, list[Tensor]]

    @classmethod
    def from_texts(cls, texts: dict[str, list[str]]) -> Tunes:
        """Make the vocabulary of all splits, and the ids."""
        vocabulary = Vocabulary.from_texts(text for split in texts.values() for text in split)
        ids = {s: [vocabulary.encode(t, ends=True) for t in texts[s]] for s in texts}
        return cls(vocabulary, ids)


def read_tunes() -> Tunes:
    """Load the tunes of the course."""
    tunes = load("tunes")
    return Tunes.from_texts({split: tunes[split]["abc"][:] for split in tunes})


# --- names, a letter at a time --------------------------------------------------------------------


def read_names(split: str) -> list[tuple[str, str]]:
    """Return the names of a split, English and Ukrainian, in small letters."""
    rows = load("names")[split]
    pairs = zip(rows["english"], rows["ukrainian"], strict=True)
    return [(english.lower(), ukrainian.lower()) for english, ukrainian in pairs]


@cache
def letters_of_names() -> tuple[Vocabulary, Vocabulary]:
    """Return the letters of the names, English and Ukrainian, of all splits."""
    pairs = [pair for split in ("train", "validation", "test") for pair in read_names(split)]
    english, ukrainian = zip(*pairs, strict=True)
    return Vocabulary.from_texts(english), Vocabulary.from_texts(ukrainian)


# --- plays, a word at a time ----------------------------------------------------------------------

MASK, RARE = "<mask>", "<rare>"
SPEAKER = re.compile(r"([A-Z][A-Z ]+\.|(\d )?[A-Z][a-z]+\.)\n")


def words_of(speech: str) -> list[str]:
    """Return the words and stops of a speech, in small letters, without the speaker's name."""
    return re.findall(r"[a-z']+|[.,;:!?]", SPEAKER.sub("", speech, count=1).lower())


def vocabulary_of(speeches: list[list[str]], size: int) -> Vocabulary:
    """Return the commonest words; all others are ``<rare>``."""
    common = Counter(word for speech in speeches for word in speech).most_common(size)
    return Vocabulary([MASK, RARE, *(word for word, _ in common)])


def encode(words: list[str], vocabulary: Vocabulary) -> Tensor:
    """Return int64 ids (time + 1,), beginning with the start."""
    known = (word if word in vocabulary else RARE for word in words)
    return vocabulary.encode(["<start>", *known])


def rows_of(speeches: list[list[str]], vocabulary: Vocabulary, time: int) -> Tensor:
    """Return the speeches one after the other, cut into rows: int64, (rows, time)."""
    ids = torch.cat([encode(words, vocabulary) for words in speeches if words])
    return ids[: len(ids) // time * time].view(-1, time)


# --- titles of tunes, each as one vector ----------------------------------------------------------


class Titles(NamedTuple):
    """What is searched, and what may be asked.

    Attributes:
        titles: The titles.
        keys: A vector of norm 1 for each, (titles, 384).
        queries: The questions.
        query_vectors: A vector of norm 1 for each, (queries, 384).
    """

    titles: list[str]
    keys: Tensor
    queries: list[str]
    query_vectors: Tensor


def read_titles() -> Titles:
    """Return the titles and queries that come with the course, with their vectors by MiniLM."""
    with np.load(WEIGHTS / "titles.npz") as stored:
        titles, queries = stored["titles"].tolist(), stored["queries"].tolist()
        keys, query_vectors = (
            torch.nn.functional.normalize(torch.from_numpy(stored[name]).float(), dim=-1)
            for name in ("keys", "query_vectors")
        )
    return Titles(titles, keys, queries, query_vectors)
