"""The finished form of what learners build: one model a file, reading like its formula."""

from seqlab.models.language_model import LSTMLanguageModel, State

__all__ = ["LSTMLanguageModel", "State"]
