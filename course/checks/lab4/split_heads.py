"""4.6 split_heads(x (batch, time, d), heads) -> split (batch, heads, time, d / heads)."""

import torch

from seqlab.check.shared import draw_normal
from seqlab.checks.lab4.common import head_sizes


def case(generator, size):
    batch, heads, time, head_size = head_sizes(size)
    return {"x": draw_normal(generator, batch, time, heads * head_size), "heads": heads}


def call(answer, x, heads):
    split = answer(x, heads)
    return list(split) if isinstance(split, tuple) else split


def expected(x, heads):
    return torch.stack(x.chunk(heads, dim=-1), dim=1)


RESULTS = ("split",)
GRADIENTS = ("x",)
CUT, MOVED = "x.reshape(batch, time, heads, d // heads)", ".transpose(1, 2)"

MISTAKES = {
    "no_transpose": (
        """The numbers are shuffled: a reshape straight to (batch,
        heads, time, size) cuts through the words. Cut the features first, (batch, time,
        heads, size), then transpose time and heads.""",
        (CUT + MOVED, "x.reshape(batch, heads, time, d // heads)"),
    ),
    "not_moved": (
        """Time still stands before the heads. Each head works on a whole sentence:
        transpose these two axes.""",
        (MOVED, ""),
    ),
    "features_interleaved": (
        """The features are dealt out in turn, like cards. The first head gets the first d
        / heads features, and so on: the heads come before the size when you cut.""",
        (CUT + MOVED, "x.reshape(batch, time, d // heads, heads).permute(0, 3, 1, 2)"),
    ),
    "heads_and_size_confused": (
        """The number of heads and the size of a head have changed places: (batch, heads,
        time, size), where there are `heads` heads, each of size d / heads.""",
        (CUT, "x.reshape(batch, time, d // heads, heads)"),
    ),
    "size_and_time": (
        """Heads are at their place, but time and features have changed theirs: (batch,
        heads, time, size).""",
        (CUT + MOVED, f"{CUT}.permute(0, 2, 3, 1)"),
    ),
    "heads_first": (
        """The heads stand in front of the batch. torch.stack puts a new axis first; here
        it comes second, after the batch.""",
        (CUT + MOVED, f"{CUT}.permute(2, 0, 1, 3)"),
    ),
    "into_the_batch": (
        """Batch and heads are one axis here. Some programs do that; here the heads have
        an axis of their own, the second.""",
        (MOVED, ".transpose(1, 2).flatten(0, 1)"),
    ),
    "time_cut": (
        """The *sentence* was cut into pieces. Every head reads every word; it is the
        features that are shared out.""",
        (CUT + MOVED, "x.reshape(batch, heads, -1, d)"),
    ),
    "repeated": (
        "Every head gets all features. Share them out: d / heads for each.",
        (CUT + MOVED, "x[:, None].expand(-1, heads, -1, -1)"),
    ),
    "list": (
        """This is a list (or a tuple) with one tensor for each head. Join them in one
        tensor, with a new axis for the heads, the second: torch.stack(..., dim=1).""",
        (CUT + MOVED, "x.chunk(heads, dim=-1)"),
    ),
}

MORE = (
    """Two steps. First only the last axis is cut in two, (batch, time, heads, size): the numbers
    stay in their order. Then two axes change places. A reshape alone can never do the second
    step: it does not move any number.""",
    """A neighbour: a line of 6 days with 4 measurements each, x of shape (6, 4). In weeks of 3
    days it is x.reshape(2, 3, 4), of shape (weeks, days, measurements). To have the measurements
    in front of the days: .transpose(1, 2), of shape (2, 4, 3). In your task it is the last axis
    that is cut.""",
)
