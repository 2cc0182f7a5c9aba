"""embed(ids (batch, time), E (size, features)) -> vectors (batch, time, features)."""

import torch.nn.functional as F

from seqlab.check.shared import draw_integers, draw_normal

# batch, time, rows and columns of E; where the last two are equal, columns fit, too
SHAPES = [(2, 3, 4, 2), (3, 4, 5, 5), (1, 3, 5, 3), (4, 3, 6, 7), (3, 5, 6, 6)]


def case(generator, size):
    """Ids 1, 2 and 0 always come, the last two next to each other."""
    batch, time, rows, features = SHAPES[size]
    ids = draw_integers(generator, 0, rows, batch, time)
    ids[0, 0], ids[-1, 1], ids[-1, 2] = 1, 2, 0
    return {"ids": ids, "E": draw_normal(generator, rows, features)}


def expected(ids, E):
    return F.embedding(ids, E)


RESULTS = ("vectors",)
GRADIENTS = ("E",)

MISTAKES = {
    "columns": (
        """These are columns of E. The vector of a letter is a *row*: E has the shape (size,
        features).""",
        ("E[ids]", "E.T[ids]"),
    ),
    "columns_first": (
        """E[:, ids] takes columns, and puts the features in front. The vector of a letter is a
        *row* of E.""",
        ("E[ids]", "E[:, ids]"),
    ),
    "counted_from_one": (
        "Each letter got the row of the letter before it. Ids begin at 0, and so do rows.",
        ("E[ids]", "E[ids - 1]"),
    ),
    "as_quantity": (
        """The ids were multiplied with the weights as if they were quantities. The number of a
        letter is only its place in the table: look up the row.""",
        ("E[ids]", "ids[..., None].float() * E[1]"),
    ),
    "averaged": (
        """The vectors of a name were averaged, and their order is lost. Keep the time axis: one
        vector for each letter.""",
        ("E[ids]", "E[ids].mean(dim=1)"),
    ),
    "first_letter_only": (
        "Only the first letter of each name was looked up.",
        ("E[ids]", "E[ids[:, 0]]"),
    ),
    "new_embedding": (
        """A new nn.Embedding has random weights of its own: E is not used. Look up rows of E
        itself.""",
        ("E[ids]", "torch.nn.Embedding(*E.shape)(ids)"),
    ),
    "cut_off": (
        """The vectors are cut off from E, so E could never learn. Either a
        step cuts (.detach(), .data, .item(), .tolist(), numpy, torch.tensor(...), no_grad), or
        an nn.Embedding holds a copy of E. Look up rows of E itself.""",
        ("E[ids]", "E.detach()[ids]"),
    ),
    "padding_set_to_zero": (
        """The vectors of padding, id 0, were set to zero. Here row 0 is a row like the others;
        padding is dealt with later, in the loss.""",
        ("E[ids]", "E[ids] * (ids != 0)[..., None]"),
    ),
    "padding_without_gradient": (
        """Row 0 of E gets no gradient: padding_idx=0 keeps it from
        learning. Here row 0 is a row like the others.""",
        ("E[ids]", "torch.nn.functional.embedding(ids, E, padding_idx=0)"),
    ),
    "summed": (
        """The vectors of a name were added up, and their order is lost. Keep the time axis: one
        vector for each letter.""",
        ("E[ids]", "E[ids].sum(dim=1)"),
    ),
    "axes_swapped": (
        """Batch and time have changed places. The result is (batch, time, features).""",
        ("E[ids]", "E[ids].transpose(0, 1)"),
    ),
    "one_axis": (
        """All letters of all names stand in one row. The result keeps both axes of ids:
        (batch, time, features).""",
        ("E[ids]", "E[ids.flatten()]"),
    ),
    "ids_multiplied": (
        """The ids were multiplied with the weights as if they were quantities. The number of a
        letter is only its place in the table: look up the row, without a product.""",
        ("E[ids]", "ids.float() @ E"),
    ),
}

MORE = (
    """A tensor can be indexed by another tensor of whole numbers. What comes out has the shape of
    the index, and for each number the row that it names. No loop is needed.""",
    """The same idea on another task: prices = torch.tensor([10, 20, 30]) and order =
    torch.tensor([[2, 0], [1, 1]]). prices[order] is [[30, 10], [20, 20]]. If prices were a matrix
    with 4 columns, each number would become a row of 4, and the shape would be (2, 2, 4).""",
)
