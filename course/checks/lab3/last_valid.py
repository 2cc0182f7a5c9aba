"""3.8 last_valid(states (batch, time, hidden), mask (batch, time)) -> (batch, hidden)."""

import torch

from seqlab.check.shared import draw_normal
from seqlab.checks.lab3.common import SHAPES, draw_lengths, mask_of


def case(generator, size):
    batch, time, hidden = SHAPES[size]
    lengths = draw_lengths(generator, batch, time)
    states = draw_normal(generator, batch, time, hidden)
    return {"states": states, "mask": mask_of(lengths, time)}


def expected(states, mask):
    """Sentence by sentence."""
    return torch.stack([row[words][-1] for row, words in zip(states, mask, strict=True)])


RESULTS = ("last",)
GRADIENTS = ("states",)
TAKEN, PLACE = "states[torch.arange(len(states)), lengths - 1]", "lengths - 1"

MISTAKES = {
    "after_the_padding": (
        """This is the state at the end of the *row*, and shorter sentences end in padding. The
        LSTM has gone on changing its state there. Take the last place where mask is True.""",
        (TAKEN, "states[:, -1]"),
    ),
    "one_too_far": (
        "A sentence of n words has its last word at place n - 1: one step less.",
        (PLACE, "lengths"),
    ),
    "one_too_early": (
        """One step too early: the last word is missing. A sentence of n words has its last one
        at place n - 1.""",
        (PLACE, "lengths - 2"),
    ),
    "one_too_far_and_clamped": (
        """In the shorter sentences this is the first step of the *padding*. A sentence of n
        words has its last one at place n - 1.""",
        (PLACE, "lengths.clamp(max=mask.shape[1] - 1)"),
    ),
    "colon_for_the_rows": (
        """states[:, places] takes every place from every sentence. To take one place from each,
        both axes need a list: states[rows, places], rows = torch.arange(batch).""",
        ("torch.arange(len(states))", ":"),
    ),
    "first": (
        """This is the state after the first word. Either place 0 was taken, or argmax: argmax of
        a mask finds its first True, not its last.""",
        (PLACE, "mask.int().argmax(dim=1)"),
    ),
    "zeroed": (
        """The padding was set to zero, but the last column was taken all the same: for shorter
        sentences that is zero. Choose another place for each row.""",
        (TAKEN, "(states * mask[..., None])[:, -1]"),
    ),
    "sum": (
        "All states of a sentence were added up. Only the last one is asked for.",
        (TAKEN, "(states * mask[..., None]).sum(dim=1)"),
    ),
    "lengths_over_the_batch": (
        """The mask was added up over the sentences. Time is its second axis: mask.sum(dim=1) is
        the number of words of each sentence.""",
        ("dim=1", "dim=0"),
    ),
    "sentences_taken": (
        """With one list of places, states[places] takes whole *sentences*. Two lists are needed,
        one for the rows and one for the places: states[rows, places].""",
        (TAKEN, "states[lengths - 1]"),
    ),
    "last_of_the_batch": (
        """The place of *one* sentence was taken for all of them. Each has its own length:
        mask.sum(dim=1) has one number for each.""",
        ("mask.sum(dim=1)", "mask.sum(dim=1)[-1].expand(len(mask))"),
    ),
    "axis_left": (
        """An axis of length 1 is left where time was, (batch, 1, hidden). One state for each
        sentence is asked for, (batch, hidden): squeeze(1) takes that axis out.""",
        (TAKEN, f"{TAKEN}[:, None]"),
    ),
    "mean": (
        "This is the mean of all states of a sentence. Only the last one is asked for.",
        (TAKEN, "(states * mask[..., None]).sum(dim=1) / lengths[:, None]"),
    ),
    "largest": (
        "This is the largest number in each column. The state at *one* place is asked for.",
        (TAKEN, "states.masked_fill(~mask[..., None], -torch.inf).amax(dim=1)"),
    ),
    "padding_places": (
        """The place was counted from the number of padding places. The mask is True at words, so
        its sum along time is the number of words.""",
        ("mask.sum(dim=1)", "(~mask).sum(dim=1)"),
    ),
    "last_of_all_words": (
        """This is one state, the last one of the whole batch: states[mask] puts the words of all
        sentences into one row. Take one state from each sentence.""",
        (TAKEN, "states[mask][-1]"),
    ),
}

MORE = (
    """Two steps. One: how many words has each sentence? True counts as 1, so a sum of the mask
    along the right axis says it. The last word stands one place before that number. Two: take one
    place from each row, with two lists of the same length: tensor[rows, places].""",
    """The same on another task: three pupils took part in 2, 4 and 1 tests, and marks is (3, 4),
    filled up at the end. The last mark of each is at the places 1, 3, 0. marks[torch.tensor([0, 1,
    2]), torch.tensor([1, 3, 0])] is a tensor of three marks: marks[0, 1], marks[1, 3], marks[2, 0].
    It works in the same way if each mark is a whole vector.""",
)
