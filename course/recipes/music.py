"""The transformers of notebook 11; the LSTM beside them is one of the attempts of ``lab5``.

``python -m course.recipes.music transformer`` trains one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from torch import nn

from course.recipes import common, tunes
from seqlab.data.prepared import read_tunes
from seqlab.models import BeatTransformer, TransformerLanguageModel
from seqlab.text import Vocabulary


@dataclass(frozen=True)
class Attempt(tunes.Recipe):
    """One training of a transformer on the tunes; ``beat``: whether it hears the metronome."""

    learning_rate: float = 3e-3
    steps: int = 2100
    beat: bool = False
    embedding_size: int = 128
    num_heads: int = 4
    num_layers: int = 4
    dropout: float = 0.1

    def build(self, vocabulary: Vocabulary) -> nn.Module:
        """Return the untrained network."""
        sizes = (self.embedding_size, self.num_heads, self.num_layers)
        model = TransformerLanguageModel(len(vocabulary), *sizes, self.dropout)
        return BeatTransformer(model, vocabulary.tokens) if self.beat else model


ATTEMPTS = (Attempt("transformer"), Attempt("transformer with beat", beat=True))
SHIPPED = {
    "transformer": "music_transformer",
    "transformer with beat": "music_transformer_with_beat",
}


def train(attempt: Attempt, checkpoint: Path | None = None) -> common.Made:
    """Train one network and measure it on the validation tunes."""
    return tunes.train(attempt, read_tunes(), checkpoint)


if __name__ == "__main__":
    common.main("music", ATTEMPTS, train, SHIPPED)
