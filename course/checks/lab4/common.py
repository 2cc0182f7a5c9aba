"""What several exercises of Lab 4 share."""

import torch

from seqlab.check.shared import draw_integers

PAD, START, END = 0, 1, 2


def draw_mask(generator, *shape):
    """A mask in which each query sees at least one key, and does not see at least one."""
    mask = draw_integers(generator, 0, 2, *shape).bool()
    places = torch.rand(shape, generator=generator).argsort(dim=-1)
    return (mask | (places == 0)) & (places != 1)


def head_sizes(size):
    """Batch, heads, time, head size; in two of them all are equal, where wrong axes fit."""
    return [(1, 2, 4, 3), (2, 3, 5, 4), (3, 3, 3, 3), (4, 3, 6, 2), (4, 4, 4, 4)][size]


def weights_only_shown(result):
    """The second result is only looked at: it may be cut off from what it was made of."""
    if not isinstance(result, list | tuple) or len(result) != 2:
        return result
    output, weights = result
    return output, weights.detach() if isinstance(weights, torch.Tensor) else weights
