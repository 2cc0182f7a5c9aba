"""The finished form of what learners build: one model a file, reading like its formula."""

from seqlab.models.attention import MultiHeadAttention, attention, causal_mask, rotate
from seqlab.models.language_model import LSTMLanguageModel, State
from seqlab.models.match_model import MatchLanguageModel
from seqlab.models.ngram import NGramModel
from seqlab.models.transformer import Block, Encoder, TransformerLanguageModel

__all__ = [
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
