"""3.9 masked_mean(vectors (batch, time, features), mask (batch, time)) -> (batch, features)."""

import torch

from seqlab.check.shared import draw_normal
from seqlab.checks.lab3.common import SHAPES, draw_lengths, mask_of


def case(generator, size):
    """The mean of the numbers is not 0, so that what is counted in by mistake shows."""
    batch, time, features = SHAPES[size]
    lengths = draw_lengths(generator, batch, time)
    vectors = 1 + draw_normal(generator, batch, time, features)
    return {"vectors": vectors, "mask": mask_of(lengths, time)}


def expected(vectors, mask):
    """Sentence by sentence."""
    return torch.stack([row[words].mean(0) for row, words in zip(vectors, mask, strict=True)])


RESULTS = ("mean",)
GRADIENTS = ("vectors",)
KEPT, COUNT = "vectors * mask[..., None]", "mask.sum(dim=1, keepdim=True)"
ALL = f"total / {COUNT}"

MISTAKES = {
    "padding_counted": (
        """The padding is in the mean. The same sentence would get another vector in another
        batch, where the longest sentence is longer.""",
        (ALL, "vectors.mean(dim=1)"),
    ),
    "divided_by_all": (
        """The padding is out of the sum, but the sum is divided by all places. Divide by the
        number of words of each sentence.""",
        (COUNT, "mask.shape[1]"),
    ),
    "not_divided": (
        """This is the sum: long sentences would get longer vectors. Divide by the number of
        words.""",
        (ALL, "total"),
    ),
    "inverted": (
        "This is the mean over the *padding*. The mask is True where there is a word.",
        (KEPT, "vectors * ~mask[..., None]"),
        (COUNT, "(~mask).sum(dim=1, keepdim=True)"),
    ),
    "one_number_for_all": (
        """Every sum is divided by the number of words of the whole batch. Each sentence has
        its own number: mask.sum(dim=1).""",
        (COUNT, "mask.sum()"),
    ),
    "over_all_words": (
        "This is one mean over the words of all sentences. Each sentence needs its own.",
        (ALL, "vectors[mask].mean(dim=0)"),
    ),
    "division_along_the_features": (
        """The sums (batch, features) are divided by counts (batch,), and broadcasting lays the
        counts along the *features*. A column is needed: keepdim=True.""",
        (", keepdim=True", ""),
    ),
    "largest": (
        """This is the largest number in each feature. It is a good summary, too, but here the
        mean is asked for.""",
        (ALL, "vectors.masked_fill(~mask[..., None], -torch.inf).amax(dim=1)"),
    ),
    "padding_in_the_sum": (
        """The padding is still in the sum. Set it to zero before: multiply with the mask.""",
        (KEPT, "vectors"),
    ),
    "mask_without_features": (
        """vectors is (batch, time, features) and mask is (batch, time), so the mask does not lie
        on the right axes. Give it a last axis of length 1: mask[..., None].""",
        ("mask[..., None]", "mask"),
    ),
    "sum_inverted": (
        """The *padding* was added up in place of the words. The mask is True where
        there is a word: multiply with the mask itself.""",
        (KEPT, "vectors * ~mask[..., None]"),
    ),
    "counts_over_the_batch": (
        """The number of words was counted over the sentences. Time is the second axis of the
        mask: mask.sum(dim=1) has one number for each sentence.""",
        (COUNT, "mask.sum(dim=0, keepdim=True)"),
    ),
    "divided_by_sentences": (
        """The sum is divided by the number of sentences. Divide by the number of words of each
        sentence.""",
        (COUNT, "len(mask)"),
    ),
    "divided_by_features": (
        """The sum is divided by the number of features. Divide by the number of words of each
        sentence.""",
        (COUNT, "vectors.shape[2]"),
    ),
    "axis_left": (
        """An axis of length 1 is left where time was, (batch, 1, features). One mean for each
        sentence is asked for, (batch, features).""",
        (ALL, f"({ALL})[:, None]"),
    ),
    "last": (
        "This is the last valid state. Here the mean over all words is asked for.",
        (ALL, "vectors[torch.arange(len(vectors)), mask.sum(dim=1) - 1]"),
    ),
    "written_into_the_vectors": (
        """`vectors[...] = 0` writes into the vectors, which are still needed to find the gradients.
        Make new ones: vectors times the mask, or vectors.masked_fill(...).""",
        (f"total = ({KEPT})", "vectors[~mask] = 0\n    total = vectors"),
    ),
}

MORE = (
    """A mean is a sum divided by a count. The sum: multiply with the mask, which needs a last axis
    of length 1 for that, and add up along time. The count: add up the mask itself along time. It
    must be a column, (batch, 1), so that each row is divided by its own number.""",
    """By hand, for one feature: the row 4, 8, 5 with the mask True, True, False. Multiplied with
    the mask it is 4, 8, 0, the sum is 12, two words, so the mean is 6. The row 7, 1, 1 with True,
    False, False gives 7 / 1 = 7. As tensors: torch.tensor([[12.0], [7.0]]) divided by
    torch.tensor([[2], [1]]) is [[6], [7]]. If the counts were a flat torch.tensor([2, 1]), the
    result would have the shape (2, 2).""",
)
