"""outputs(states, lengths, W_hy, b_y) -> every (batch, time, n), last (batch, n)."""

import torch
import torch.nn.functional as F

from seqlab.check.shared import draw_integers, draw_normal

# batch, time, hidden, outputs; where the last two are equal, a transposed W_hy fits
SHAPES = [(2, 3, 2, 3), (3, 5, 4, 4), (1, 4, 3, 2), (4, 5, 2, 6), (5, 6, 4, 4)]


def case(generator, size):
    """In odd sizes the longest name fills the whole width, as it does in a batch."""
    batch, time, hidden, classes = SHAPES[size]
    lengths = draw_integers(generator, 1, time, batch)
    lengths[0] = 1 if size % 2 else time - 1
    lengths[-1] = time if size % 2 else min(2, time - 2)
    return {
        "states": draw_normal(generator, batch, time, hidden),
        "lengths": lengths,
        "W_hy": draw_normal(generator, hidden, classes),
        "b_y": 1 + torch.rand(classes, generator=generator),
    }


def expected(states, lengths, W_hy, b_y):
    every = F.linear(states, W_hy.T, b_y)
    names = zip(every, lengths.tolist(), strict=True)
    return every, torch.stack([rows[:length][-1] for rows, length in names])


RESULTS = ("every", "last")
GRADIENTS = ("states", "W_hy", "b_y")

EVERY = "every = dense(states, W_hy, b_y)"
LAST = "every[torch.arange(len(lengths)), lengths - 1]"

MISTAKES = {
    "after_the_padding": (
        """last is read at the end of the row. Shorter names are filled up, and by then the
        network has read padding. Take the place of each name's own last letter.""",
        (LAST, "every[:, -1]"),
    ),
    "one_too_far": (
        "last is one place too far: a name of length 5 ends at place 4, since places begin at 0.",
        (LAST, "every[torch.arange(len(lengths)), lengths]"),
    ),
    "every_name_at_every_length": (
        """every[:, lengths - 1] takes all those places of *each* name. One place for each name
        needs the rows as well: every[torch.arange(batch), ...].""",
        (LAST, "every[:, lengths - 1]"),
    ),
    "state": (
        "last is the state at the end, not yet the output. It goes through W_hy and b_y too.",
        (LAST, "states[torch.arange(len(lengths)), lengths - 1]"),
    ),
    "averaged": (
        "last is the mean over all places, padding included. Take one place for each name.",
        (LAST, "every.mean(dim=1)"),
    ),
    "softmax": (
        """The outputs went through the softmax. Return the logits: the loss takes the softmax
        itself, and twice flattens what the network says.""",
        (EVERY, "every = dense(states, W_hy, b_y).softmax(dim=-1)"),
    ),
    "no_bias": (
        "The bias b_y is missing. Your dense adds it.",
        (EVERY, "every = states @ W_hy"),
    ),
    "transposed": (
        """W_hy is transposed. It has the shape (hidden, outputs), and the states stand before
        it: your dense does it right.""",
        (EVERY, "every = dense(states, W_hy.T, b_y)"),
    ),
    "order": (
        "The two results have changed places: first every, then last.",
        ("return every, last", "return last, every"),
    ),
    "averaged_over_the_letters": (
        """last is the mean over all letters of a name. Take one place for each name: its last
        letter.""",
        (LAST, "torch.stack([e[:n].mean(dim=0) for e, n in zip(every, lengths.tolist())])"),
    ),
    "last_of_another_name": (
        """last has the places in the order of the batch, but not the rows: it takes all from the
        first name. Each name needs its own row: every[torch.arange(batch), ...].""",
        (LAST, "every[0, lengths - 1]"),
    ),
    "softmax_of_last": (
        """last went through the softmax. Return the logits: the loss takes the softmax itself, and
        twice flattens what the network says.""",
        ("lengths - 1]", "lengths - 1].softmax(dim=-1)"),
    ),
    "softmax_of_every": (
        """every went through the softmax. Return the logits: the loss takes the softmax itself, and
        twice flattens what the network says.""",
        ("return every,", "return every.softmax(dim=-1),"),
    ),
    "tanh": (
        """The outputs went through a tanh. The states have had theirs; these are the plain sums,
        the logits.""",
        (EVERY, "every = torch.tanh(dense(states, W_hy, b_y))"),
    ),
    "extra_axis": (
        """last has one axis too many. One place was taken from each name, so the time axis goes:
        (batch, n).""",
        (LAST, f"{LAST}[:, None]"),
    ),
    "bias_missing_in_last": (
        """The bias b_y is missing in last. every has it: take last out of every.""",
        (LAST, "states[torch.arange(len(lengths)), lengths - 1] @ W_hy"),
    ),
    "every_cut_off": (
        """`every` is cut off from the states and the weights (.detach(),
        .data, .tolist(), numpy, torch.tensor(...) all cut), so nothing could be learned from
        it.""",
        ("return every,", "return every.detach(),"),
    ),
    "last_cut_off": (
        """`last` is cut off from the states and the weights (.detach(),
        .data, .item(), .tolist(), numpy, torch.tensor(...) all cut), so nothing could be learned
        from it.""",
        ("return every, last", "return every, last.detach()"),
    ),
}

MORE = (
    """every is one call of your dense. last is a part of every: for name 0 it is row
    every[0, lengths[0] - 1]. Write such a row for each name, in a loop if you like, and stack them;
    or index with two tensors of the length of the batch, one for the names, one for the places.""",
    """The same idea on another task: marks = torch.tensor([[2, 5, 1], [4, 3, 9]]), and from row 0
    we want place 2, from row 1 place 0. marks[torch.tensor([0, 1]), torch.tensor([2, 0])] is
    [1, 4]: the two tensors are read side by side. But marks[:, torch.tensor([2, 0])] is
    [[1, 2], [9, 4]]: both places of *both* rows.""",
)
