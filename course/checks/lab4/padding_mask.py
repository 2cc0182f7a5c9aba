"""4.3 padding_mask(ids (batch, time)) -> mask (batch, 1, time)."""

import torch

from seqlab.check.shared import draw_integers

PAD, START, END = 0, 1, 2
SIZES = [(3, 5), (4, 8), (5, 5), (1, 6), (7, 9)]  # batch, time


def case(generator, size):
    """Sentences from START to END, the first one of them full where there are several."""
    batch, time = SIZES[size]
    ids = draw_integers(generator, 3, 30, batch, time)
    lengths = draw_integers(generator, 3, time, batch)
    if batch > 1:
        lengths[0], lengths[1] = time, 3
    ids[:, 0] = START
    ids[torch.arange(batch), lengths - 1] = END
    return {"ids": ids.masked_fill(torch.arange(time) >= lengths[:, None], PAD)}


def expected(ids):
    return ids.ne(PAD).unsqueeze(1)


RESULTS = ("mask",)

MISTAKES = {
    "inverted": (
        "Upside down: True must stand where there is a word, False where there is padding.",
        ("!= 0", "== 0"),
    ),
    "axis_missing": (
        """One axis is missing. All queries of a sentence share the
        mask, so put an axis of length 1 in the middle, (batch, 1, time): ids[:,
        None].""",
        ("(ids != 0)[:, None]", "ids != 0"),
    ),
    "axis_at_the_end": (
        """The axis of length 1 stands at the end, so this would hide *queries*. Padding
        must be hidden as a *key*: (batch, 1, time).""",
        ("[:, None]", "[:, :, None]"),
    ),
    "two_axes": (
        """One axis too many: the axis of the heads is inserted later, where heads are.
        Here: (batch, 1, time).""",
        ("[:, None]", "[:, None, None]"),
    ),
    "batch_behind": (
        """The axis of length 1 stands in front of the batch. Then the mask of one
        sentence is laid over another. It belongs between batch and time: (batch, 1,
        time).""",
        ("[:, None]", "[None]"),
    ),
    "queries_hidden_too": (
        """The rows of the padding are all False: such a query sees nothing, and its
        softmax is 0 divided by 0. Hide padding as a key only; what is read at padding is
        never used.""",
        ("(ids != 0)[:, None]", "(ids[:, :, None] != 0) & (ids[:, None] != 0)"),
    ),
    "repeated": (
        """The mask has one row for each query, and all rows are equal.
        One row for each sentence is enough; it is stretched where it is used: (batch, 1,
        time).""",
        ("[:, None]", "[:, None].repeat(1, ids.shape[1], 1)"),
    ),
    "start_and_end_hidden": (
        """<start> and <end> are hidden, too. They are words for the network, with
        something to say: only 0 is padding.""",
        ("!= 0", "> 2"),
    ),
    "start_hidden": (
        """<start> is hidden, too. It is a word for the network, with something to say:
        only 0 is padding.""",
        ("!= 0", "> 1"),
    ),
    "numbers": (
        "The mask consists of numbers. A comparison such as ids != 0 gives True and False.",
        ("[:, None]", "[:, None].float()"),
    ),
    "whole_numbers": (
        """The mask consists of 0 and 1. With whole numbers ~ does not mean 'not': a
        comparison such as ids != 0 gives True and False.""",
        ("[:, None]", "[:, None].long()"),
    ),
    "all_seen": (
        "Everything is True: the padding of the short sentences is looked at, too.",
        ("(ids != 0)", "torch.ones_like(ids, dtype=torch.bool)"),
    ),
}

MORE = (
    """There are two steps. First a comparison, which gives True and False in the shape of ids,
    (batch, time). Then a new axis of length 1, in the middle: look up indexing with None, or
    unsqueeze.""",
    """A neighbour: marks = torch.tensor([[3, -1], [-2, 5]]). Which of them are negative?
    marks < 0 is [[False, True], [True, False]], of shape (2, 2). Its shape with one more axis at
    the end, marks.unsqueeze(2), is (2, 2, 1). Your task wants another comparison, and the new axis
    at another place.""",
)
