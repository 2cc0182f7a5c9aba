"""The finished form of what learners build: one model a file, reading like its formula.

The network of one recipe and the optional pretrained encoder stand in ``course/models``, and are
imported as ``seqlab.models.tune_model`` and ``seqlab.models.pretrained``.
"""

from seqlab.models.attention import MultiHeadAttention, attention, causal_mask, rotate
from seqlab.models.beat_model import BeatTransformer
from seqlab.models.language_model import LSTMLanguageModel, State
from seqlab.models.match_model import MatchLanguageModel
from seqlab.models.ngram import NGramModel
from seqlab.models.transformer import Block, Encoder, TransformerLanguageModel
from seqlab.stored import course_folder

__all__ = [
    "BeatTransformer",
    "Block",
    "Encoder",
    "LSTMLanguageModel",
    "MatchLanguageModel",
    "MultiHeadAttention",
    "NGramModel",
    "State",
    "TransformerLanguageModel",
    "attention",
    "causal_mask",
    "rotate",
]

__path__.append(str(course_folder("models")))
