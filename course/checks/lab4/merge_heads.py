"""4.7 merge_heads(x (batch, heads, time, size)) -> merged (batch, time, heads * size)."""

import torch

from seqlab.check.shared import draw_normal
from seqlab.checks.lab4.common import head_sizes


def case(generator, size):
    return {"x": draw_normal(generator, *head_sizes(size))}


def expected(x):
    return torch.cat(x.unbind(dim=1), dim=-1)


RESULTS = ("merged",)
GRADIENTS = ("x",)
MERGED = "x.transpose(1, 2).flatten(2)"

MISTAKES = {
    "no_transpose": (
        """The numbers are shuffled: words get what belongs to
        others. First bring time back to its place before the heads, then flatten heads
        and size.""",
        (MERGED, "x.reshape(len(x), x.shape[2], -1)"),
    ),
    "features_interleaved": (
        """The features of the heads are woven into each other. Those of the first head
        come first, as they were cut: (batch, time, heads, size), then flatten.""",
        (MERGED, "x.permute(0, 2, 3, 1).flatten(2)"),
    ),
    "mean": (
        """This is the mean of the heads, so it no longer matters which head found what.
        Put them side by side.""",
        (MERGED, "x.mean(dim=1)"),
    ),
    "sum": (
        "The heads were added up. Put them side by side: d features again.",
        (MERGED, "x.sum(dim=1)"),
    ),
    "one_after_the_other": (
        """The heads stand one after the other along *time*, so the sentence became
        longer. They belong side by side, along the features.""",
        (MERGED, "x.flatten(1, 2)"),
    ),
    "first_head_only": (
        "Only the first head is left. All of them have something to say.",
        (MERGED, "x[:, 0]"),
    ),
    "not_flattened": (
        "Time is back in its place, and heads and size are still two axes. Make one of them.",
        (".flatten(2)", ""),
    ),
    "words_joined": (
        """Heads and time have changed places, and then time and heads were joined. It is
        heads and size that become one axis, the last: (batch, time, heads * size).""",
        (".flatten(2)", ".flatten(1, 2)"),
    ),
    "view": (
        """`view` cannot do it: after a transpose the numbers do not
        lie in memory in this order. reshape and flatten copy them where they must.""",
        (".flatten(2)", ".view(len(x), x.shape[2], -1)"),
    ),
    "batch_lost": (
        """The batch is joined with another axis. Each sentence stays for itself: (batch,
        time, heads * size).""",
        (".flatten(2)", ".flatten(2).flatten(0, 1)"),
    ),
}

MORE = (
    """Do the two steps of split_heads in the other order: first the two axes change places,
    (batch, time, heads, size); then the last two become one. flatten(k) joins all axes from
    number k on.""",
    """A neighbour: two pages of 3 lines in 4 columns, x of shape (2, 3, 4). To read all pages of
    a line side by side, the lines come first, x.transpose(0, 1) of shape (3, 2, 4), and then pages
    and columns become one: .flatten(1), of shape (3, 8). In your task there is a batch in front
    that stays where it is.""",
)
