"""Tunes in any key: each epoch draws a key for each tune, so that fewer are learned by heart."""

from __future__ import annotations

import random
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence

from torch import Tensor

from course.recipes.transpose import transpose
from seqlab.music.abc import AbcError
from seqlab.text import Vocabulary, WindowStream

_LETTER = re.compile(r"([A-Ga-g])([,']*)")
COMMON = 10  # tunes that a key must have, if others are to be transposed into it


class AnyKeyStream(WindowStream):
    """Windows over tunes, each of which comes in a key drawn anew in each epoch.

    A key is drawn as often as it is found among the tunes; rare keys are left to the tunes that
    have them. A tune does not go to a key in which it would lie higher or lower than most tunes, so
    that all tunes together lie as wide as before.

    Args:
        tunes: Ids of each tune, with its ends.
        vocabulary: What the ids mean; a key whose notes it lacks is left out.
        batch_size: Rows in a batch.
        window: Time steps in a window.
        seed: Seed of the order and of the keys.
    """

    def __init__(
        self,
        tunes: Sequence[Tensor],
        vocabulary: Vocabulary,
        batch_size: int,
        window: int,
        seed: int = 0,
    ) -> None:
        super().__init__(tunes, batch_size, window, seed=seed)
        texts = [vocabulary.decode(tune) for tune in tunes]
        counts = Counter(map(_key_line, texts))
        common = {key for key, count in counts.items() if count >= COMMON}
        heights = [_height(text) for text in texts]
        middle, usual = statistics.mean(heights), statistics.pstdev(heights)
        self.versions: list[list[Tensor]] = []  # of each tune, the first as it is
        self.weights: list[list[int]] = []  # how often each of them is drawn
        for text in texts:
            versions = [text] + [
                version
                for version in _in_keys(text, common)
                if abs(_height(version) - middle) <= usual and all(c in vocabulary for c in version)
            ]
            self.versions.append([vocabulary.encode(version, ends=True) for version in versions])
            self.weights.append([counts[_key_line(version)] for version in versions])

    def sequences_of(self, epoch: int) -> list[Tensor]:
        """Return each tune in its key of this epoch."""
        draw = random.Random(f"{self.seed} {epoch}")
        pairs = zip(self.versions, self.weights, strict=True)
        return [draw.choices(versions, weights)[0] for versions, weights in pairs]


def _key_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith("K:")), "")


def _in_keys(text: str, keys: set[str]) -> Iterator[str]:
    """Yield a tune in each of the keys, but for its own, that it can be written in."""
    for fifths in range(-4, 5):
        try:
            version = transpose(text, fifths) if fifths else ""
        except AbcError:  # a key or a note that cannot be written
            continue
        if _key_line(version) in keys:
            yield version


def _height(text: str) -> float:
    """Return the mean place of the notes on the staff, counted in letters from middle C."""
    body = text[text.find(_key_line(text)) :].partition("\n")[2]
    places = [
        "CDEFGAB".index(letter.upper())
        + 7 * (letter.islower() + marks.count("'") - marks.count(","))
        for letter, marks in _LETTER.findall(body)
    ]
    return statistics.mean(places) if places else 0.0
