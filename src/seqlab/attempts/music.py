"""The networks of notebook 11, trained for about as long as each other, and their record.

Run ``python -m seqlab.attempts.music [name ...]``; without names, all that are not recorded yet.
The LSTM beside them is one of the attempts of ``seqlab.attempts.lab5``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import nn

import seqlab
from seqlab.attempts.tunes import Recipe, keep_records, read_tunes, train_and_record
from seqlab.models import BeatTransformer, TransformerLanguageModel
from seqlab.text import Vocabulary

RECORD = Path(__file__).with_suffix(".json")
LSTM = "5,600 steps, dropout 0.3"  # the attempt of Lab 5 whose weights are in music_lstm


@dataclass(frozen=True)
class Attempt(Recipe):
    """One training of a transformer on the tunes; ``beat``: whether it hears the metronome."""

    beat: bool = False
    embedding_size: int = 128
    num_heads: int = 4
    num_layers: int = 4
    dropout: float = 0.1
    learning_rate: float = 3e-3
    steps: int = 2100

    @property
    def weights(self) -> Path:
        """The file of its trained weights, in half precision."""
        return Path(__file__).with_name(f"music_{self.name.replace(' ', '_')}.safetensors")


ATTEMPTS = (Attempt("transformer"), Attempt("transformer with beat", beat=True))


def build(attempt: Attempt, vocabulary: Vocabulary) -> nn.Module:
    """Return the untrained network of an attempt."""
    model = TransformerLanguageModel(
        len(vocabulary),
        attempt.embedding_size,
        attempt.num_heads,
        attempt.num_layers,
        attempt.dropout,
    )
    return BeatTransformer(model, vocabulary.tokens) if attempt.beat else model


def train(attempt: Attempt) -> dict[str, Any]:
    """Train one network, keep its weights, and measure it on the validation tunes."""
    seqlab.setup(seed=attempt.seed)
    tunes = read_tunes()
    model = build(attempt, tunes.vocabulary)
    record = train_and_record(model, tunes, attempt)
    save_file({name: w.half() for name, w in model.state_dict().items()}, attempt.weights)
    return record


if __name__ == "__main__":
    keep_records(RECORD, ATTEMPTS, train, sys.argv[1:])
