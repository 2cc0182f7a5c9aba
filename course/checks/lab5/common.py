"""What several exercises of Lab 5 share."""

import torch

from seqlab.check import WrongForm
from seqlab.check.compare import kind
from seqlab.models import LSTMLanguageModel


def pair(value, first, second):
    """The two values of a pair; nothing else can be taken apart by accident."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return value
    raise WrongForm(f"Expected two values, ({first}, {second}), got {kind(value)}.")


def small_model(seed, dropout=0.0, loud=1.0):
    """A language model of 6 tokens, in training mode; its gradients grow with ``loud``."""
    torch.manual_seed(seed)
    model = LSTMLanguageModel(6, 3, 4, dropout=dropout)
    for parameter in model.parameters():
        parameter.data.mul_(3.0)
    model.linear.weight.data.mul_(loud)
    return model
