"""The networks that come trained with the course: how each is built, by the name of its weights.

``course/recipes`` trained them, and ``seqlab.stored.shipped_weights`` has what they learned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import nn

from seqlab.models.beat_model import BeatTransformer
from seqlab.models.language_model import LSTMLanguageModel
from seqlab.models.masked_language_model import MaskedLanguageModel
from seqlab.models.match_model import MatchLanguageModel
from seqlab.models.transformer import TransformerLanguageModel
from seqlab.models.tune_model import TuneLanguageModel
from seqlab.text import Vocabulary


def _transformer(vocabulary: Vocabulary) -> TransformerLanguageModel:
    return TransformerLanguageModel(len(vocabulary), 128, num_heads=4, num_layers=4)


NETWORKS: dict[str, Callable[[Vocabulary], nn.Module]] = {
    "lab5": lambda chars: MatchLanguageModel(len(chars), 64, 384, separator=chars["|"]),
    "music_lstm": lambda chars: LSTMLanguageModel(len(chars), 64, 384),
    "music_transformer": _transformer,
    "music_transformer_with_beat": lambda chars: BeatTransformer(_transformer(chars), chars.tokens),
    "best": lambda chars: TuneLanguageModel(chars.tokens, 64, 512),
    "transformers": lambda words: MaskedLanguageModel(len(words), words["<mask>"], 128, 4, 2),
}


def build(name: str, vocabulary: Vocabulary) -> Any:
    """Return an untrained network, such as ``build("lab5", vocabulary)``.

    Args:
        name: One of ``NETWORKS``.
        vocabulary: What its tokens mean.
    """
    return NETWORKS[name](vocabulary)
