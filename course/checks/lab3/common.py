"""What several exercises of Lab 3 share: sentences of different lengths, and their masks."""

import torch

# (batch, time, features) by size. They differ, so that a wrong axis shows; one is a cube, where a
# wrong axis has the right shape; one is a batch of one, as the lab uses it.
SHAPES = ((3, 4, 2), (4, 4, 4), (1, 3, 2), (5, 6, 3), (4, 7, 5))


def draw_lengths(generator, batch, time):
    """Lengths (batch,): one is `time`, one is 1, all others lie between; one alone is `time`."""
    lengths = torch.randint(2, time, (batch,), generator=generator)
    lengths[-1] = 1
    lengths[0] = time
    return lengths[torch.randperm(batch, generator=generator)]


def mask_of(lengths, time):
    """Lengths (batch,) to a mask (batch, time), True where there is a word."""
    return torch.arange(time) < lengths[:, None]
