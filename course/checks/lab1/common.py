"""What the exercises on the recurrence share: its weights."""

import torch

from seqlab.check.shared import draw_normal


def draw_weights(generator, features, hidden):
    """Weights of a recurrent layer, small enough that tanh does not hide what differs."""
    return {
        "W_xh": draw_normal(generator, features, hidden) / 2,
        "W_hh": draw_normal(generator, hidden, hidden) / 2,
        "b_h": 0.3 + torch.rand(hidden, generator=generator),
    }
