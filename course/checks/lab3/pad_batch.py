"""3.4 pad_batch(sequences) -> ids (batch, longest), mask (batch, longest)."""

import torch

from seqlab.check.shared import draw_integers
from seqlab.checks.lab3.common import SHAPES, draw_lengths


def case(generator, size):
    """Lists of ids, one of them 1 for <unknown>; the longest is not the first of several."""
    batch, time, _ = SHAPES[size]
    lengths = draw_lengths(generator, batch, time).tolist()
    if lengths[0] == time:
        lengths = lengths[::-1]
    sequences = [draw_integers(generator, 2, 50, length) for length in lengths]
    sequences[lengths.index(time)][-2] = 1
    return {"sequences": sequences}


def expected(sequences):
    ids = torch.zeros(len(sequences), max(map(len, sequences)), dtype=torch.long)
    mask = torch.zeros(ids.shape, dtype=torch.bool)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = True
    return ids, mask


RESULTS = ("ids", "mask")
PADDED = "nn.utils.rnn.pad_sequence(sequences, batch_first=True, padding_value=0)"

MISTAKES = {
    "mask_inverted": (
        """The mask is upside down: it should be True where there is a word, and False where
        there is padding.""",
        ("ids != 0", "ids == 0"),
    ),
    "mask_of_numbers": (
        """The mask consists of numbers. It answers a question, is there a word, so it consists
        of True and False: a comparison such as ids != 0 gives that.""",
        ("ids != 0", "(ids != 0).long()"),
    ),
    "mask_of_floats": (
        """The mask consists of floats. Here True and False are asked for: a comparison gives
        them.""",
        ("ids != 0", "(ids != 0).float()"),
    ),
    "time_first": (
        "Time comes first here. pad_sequence does that unless you say batch_first=True.",
        (", batch_first=True", ""),
    ),
    "padded_in_front": (
        """The padding stands in front. Put it after the words: with a fresh memory, the LSTM
        should read the first word first.""",
        ("padding_value=0", 'padding_side="left"'),
    ),
    "all_true": (
        """The mask says that every place holds a word. In the shorter sentences, the last
        places are padding.""",
        ("ids != 0", "torch.ones_like(ids, dtype=torch.bool)"),
    ),
    "cut_to_the_shortest": (
        """All sentences were cut to the shortest one. Fill up the shorter ones instead: nothing
        may be lost.""",
        (PADDED, "torch.stack([s[: min(map(len, sequences))] for s in sequences])"),
    ),
    "padding_is_unknown": (
        "The padding is 1, and 1 is '<unknown>'. Padding is 0.",
        ("return ids,", "return ids.masked_fill(ids == 0, 1),"),
    ),
    "lengths": (
        """The second result is the lengths. Make a mask of them, one True or False for each
        place: the shape of ids.""",
        ("ids != 0", "(ids != 0).sum(dim=1)"),
    ),
    "swapped": (
        "The two have changed places: ids first, then the mask.",
        ("ids, ids != 0", "ids != 0, ids"),
    ),
    "unknown_is_padding": (
        """The padding is 1, and 1 is '<unknown>': so the mask takes unknown words for padding.
        Padding is 0.""",
        ("padding_value=0", "padding_value=1"),
        ("ids != 0", "ids != 1"),
    ),
    "unknown_masked": (
        """The mask is False at unknown words, whose id is 1, as well. An unknown word is a word:
        only 0 is padding.""",
        ("ids != 0", "ids > 1"),
    ),
    "float_ids": (
        """The ids are floats. torch.zeros makes floats unless it is told dtype=torch.long, and an
        embedding is looked up by whole numbers.""",
        (PADDED, f"{PADDED}.float()"),
    ),
    "sorted_by_length": (
        """The sentences were sorted by their length. Keep their order: their labels stand in the
        same order, and are not sorted along.""",
        ("pad_sequence(sequences", "pad_sequence(sorted(sequences, key=len, reverse=True)"),
    ),
    "stacked": (
        """It stops where the sentences have different lengths. torch.stack does not fill up, and
        rows that are as wide as the first sentence are too narrow for a longer one. Each row is as
        wide as the *longest* sentence; nn.utils.rnn.pad_sequence fills up and stacks.""",
        (PADDED, "torch.stack(sequences)"),
    ),
    "one_too_long": (
        """Each row has one place too many: after the longest sentence no padding is needed.""",
        (PADDED, f"torch.nn.functional.pad({PADDED}, (0, 1))"),
    ),
    "only_ids": (
        "Only one result came back. Return both, ids and mask, with a comma between them.",
        ("ids, ids != 0", "ids"),
    ),
    "tensor_of_tensors": (
        """torch.tensor makes a tensor of numbers, not of tensors with different lengths. Fill up
        the shorter ones first, or let nn.utils.rnn.pad_sequence do it all.""",
        (PADDED, "torch.tensor(sequences)"),
    ),
    "padding_is_minus_one": (
        "The padding is -1, and no row of the embedding has this number. Padding is 0.",
        ("padding_value=0", "padding_value=-1"),
        ("ids != 0", "ids != -1"),
    ),
}

MORE = (
    """nn.utils.rnn.pad_sequence fills up a list of tensors and makes one tensor of it. Look up its
    arguments: which axis comes first, and what is filled in? For the mask, ask of each number in
    ids whether it is padding; a comparison of a tensor with a number gives True and False.""",
    """By hand, for three sentences [4, 9], [6] and [3, 3, 8]: the longest has 3 words, so each row
    has 3 places. The rows are 4 9 0, then 6 0 0, then 3 3 8. The mask is True True False, then
    True False False, then True True True. A neighbour of the last step: for ages =
    torch.tensor([12, 40]), ages >= 18 is tensor([False, True]).""",
)
