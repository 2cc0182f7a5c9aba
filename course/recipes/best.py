"""The network that writes the most valid tunes: an LSTM with readers, tunes in any key.

``python -m course.recipes.best`` trains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.recipes import common, tunes
from seqlab.data.prepared import read_tunes
from seqlab.models.tune_model import TuneLanguageModel
from seqlab.text import Vocabulary


@dataclass(frozen=True)
class Attempt(tunes.Recipe):
    """One training of the LSTM with readers."""

    batch_size: int = 8
    window: int = 1000
    steps: int = 5500
    in_any_key: bool = True
    embedding_size: int = 64
    hidden_size: int = 512
    dropout: float = 0.3

    def build(self, vocabulary: Vocabulary) -> TuneLanguageModel:
        """Return the untrained network."""
        sizes = (self.embedding_size, self.hidden_size)
        return TuneLanguageModel(vocabulary.tokens, *sizes, self.dropout)


ATTEMPT = Attempt("LSTM with readers")


def train(attempt: Attempt, checkpoint: Path | None = None) -> common.Made:
    """Train the network and measure it on the validation tunes, and what it writes."""
    read = read_tunes()
    model, record = tunes.train(attempt, read, checkpoint)
    return model, record | tunes.measure_written(model, read.vocabulary)


if __name__ == "__main__":
    common.main("best", [ATTEMPT], train, {ATTEMPT.name: "best"})
