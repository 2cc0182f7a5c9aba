"""Lab 5, what was tried: the network of the lab in variants, and the one that comes with it.

``python -m course.recipes.lab5 "seed 1"`` trains one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from torch import nn

from course.recipes import common, tunes
from seqlab.data.prepared import read_tunes
from seqlab.models import LSTMLanguageModel, MatchLanguageModel
from seqlab.text import Vocabulary


@dataclass(frozen=True)
class Attempt(tunes.Recipe):
    """One variant of the training; the values that are not given are those of the lab."""

    embedding_size: int = 64
    hidden_size: int = 384
    dropout: float = 0.2
    forget_bias: float = 0.0
    match_order: int = 0  # 0: no look-up of earlier bars

    def build(self, vocabulary: Vocabulary) -> nn.Module:
        """Return the untrained network."""
        sizes = (len(vocabulary), self.embedding_size, self.hidden_size)
        if self.match_order:
            bar_line = vocabulary["|"]
            model: nn.Module = MatchLanguageModel(*sizes, bar_line, self.dropout, self.match_order)
        else:
            model = LSTMLanguageModel(*sizes, dropout=self.dropout)
        hidden = self.hidden_size
        bias = model.state_dict()["lstm.bias_ih_l0"]  # the gates input, forget, cell, output
        bias[hidden : 2 * hidden] += self.forget_bias
        return model


ATTEMPTS = (
    Attempt("as in the lab"),
    *(Attempt(f"seed {seed}", seed=seed) for seed in (1, 2, 3, 4)),
    Attempt("900 steps, another seed", steps=900, seed=1),
    Attempt("1,400 steps", steps=1400),
    Attempt("the same, dropout 0.1, forget bias 1", steps=1400, dropout=0.1, forget_bias=1.0),
    Attempt(
        "2,600 steps of batches of 8, as above",
        steps=2600,
        batch_size=8,
        learning_rate=3e-3,
        dropout=0.1,
        forget_bias=1.0,
    ),
    Attempt("5,600 steps, dropout 0.3", steps=5600, dropout=0.3),
    Attempt("as in the lab, earlier bars looked up", match_order=4),
    Attempt("3,000 steps, the same, dropout 0.3", steps=3000, dropout=0.3, match_order=4),
)
SHIPPED = {ATTEMPTS[-1].name: "lab5", "5,600 steps, dropout 0.3": "music_lstm"}


def train(attempt: Attempt, checkpoint: Path | None = None) -> common.Made:
    """Train one variant and measure it on the validation tunes, and what it writes."""
    read = read_tunes()
    model, record = tunes.train(attempt, read, checkpoint)
    return model, record | tunes.measure_written(model, read.vocabulary)


if __name__ == "__main__":
    common.main("lab5", ATTEMPTS, train, SHIPPED)
