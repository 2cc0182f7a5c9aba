"""The network that writes the most valid tunes: an LSTM with readers, tunes in any key.

Run ``python -m seqlab.attempts.best`` to train it anew.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

import seqlab
from seqlab.attempts.tunes import (
    Recipe,
    keep_records,
    measure_written,
    read_tunes,
    train_and_record,
)
from seqlab.models import TuneLanguageModel
from seqlab.text import Vocabulary

RECORD = Path(__file__).with_suffix(".json")
WEIGHTS = Path(__file__).with_suffix(".safetensors")  # in half precision


@dataclass(frozen=True)
class Attempt(Recipe):
    """One training of the LSTM with readers."""

    embedding_size: int = 64
    hidden_size: int = 512
    dropout: float = 0.3
    batch_size: int = 8
    window: int = 1000
    learning_rate: float = 4e-3
    in_any_key: bool = True
    steps: int = 5500


ATTEMPT = Attempt("LSTM with readers")


def build(attempt: Attempt, vocabulary: Vocabulary) -> TuneLanguageModel:
    """Return the untrained network of an attempt."""
    return TuneLanguageModel(
        vocabulary.tokens, attempt.embedding_size, attempt.hidden_size, attempt.dropout
    )


def train(attempt: Attempt) -> dict[str, Any]:
    """Train the network, keep its weights, and measure it on the validation tunes."""
    seqlab.setup(seed=attempt.seed)
    tunes = read_tunes()
    model = build(attempt, tunes.vocabulary)
    record = train_and_record(model, tunes, attempt)
    save_file({name: w.half() for name, w in model.state_dict().items()}, WEIGHTS)
    return record | measure_written(model, tunes.vocabulary)


if __name__ == "__main__":
    keep_records(RECORD, (ATTEMPT,), train, sys.argv[1:])
