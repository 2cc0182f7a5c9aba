"""The finished form of what learners build: one model a file, reading like its formula."""

from seqlab.models.language_model import LSTMLanguageModel, State
from seqlab.models.match_model import MatchLanguageModel
from seqlab.models.ngram import NGramModel

__all__ = ["LSTMLanguageModel", "MatchLanguageModel", "NGramModel", "State"]
