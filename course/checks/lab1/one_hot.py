"""one_hot(ids (batch, time), size) -> floats (batch, time, size)."""

import torch.nn.functional as F

from seqlab.check.shared import draw_integers

SHAPES = [(2, 3, 5), (3, 4, 6), (1, 3, 7), (4, 2, 9), (5, 5, 8)]


def case(generator, size):
    """The last id never comes, so that the size cannot be guessed; 0 and 2 always do."""
    batch, time, count = SHAPES[size]
    ids = draw_integers(generator, 0, count - 1, batch, time)
    ids[0, 0], ids[-1, 1] = 2, 0
    return {"ids": ids, "size": count}


def expected(ids, size):
    return F.one_hot(ids, size).float()


RESULTS = ("one-hot",)

EYE = "torch.eye(size)[ids]"

MISTAKES = {
    "integers": (
        """These are whole numbers. A matrix product with weights
        wants floats: .float() at the end.""",
        (EYE, "torch.nn.functional.one_hot(ids, size)"),
    ),
    "booleans": (
        """These are True and False. A matrix product with weights
        wants floats: .float() at the end.""",
        (EYE, "torch.eye(size)[ids] == 1"),
    ),
    "size_guessed": (
        """Without its second argument F.one_hot guesses the size from the largest id that
        happens to be there, and another batch gets another shape. Give it the size.""",
        (EYE, "torch.nn.functional.one_hot(ids).float()"),
    ),
    "id_as_value": (
        "At its place stands the id itself. There should be a 1: no letter is larger than another.",
        (EYE, "torch.eye(size)[ids] * ids[..., None]"),
    ),
    "counted_from_one": (
        "Each 1 stands one place too far to the left. Ids begin at 0, and so do places.",
        ("[ids]", "[ids - 1]"),
    ),
    "axes_swapped": (
        "The axes are in another order. The new axis comes last: (batch, time, size).",
        (EYE, "torch.eye(size)[ids].transpose(1, 2)"),
    ),
    "bag": (
        """The letters of a name were added up, and their order is lost. Keep the time axis: one
        vector for each letter.""",
        (EYE, "torch.eye(size)[ids].sum(dim=1)"),
    ),
    "float64": (
        """These are floats of 64 bits, as numpy makes them. The weights
        have 32 bits, and a matrix product wants both alike: .float() at the end.""",
        ("torch.eye(size)", "torch.eye(size, dtype=torch.float64)"),
    ),
    "float16": (
        """These are floats of 16 bits. The weights have 32 bits, and a
        matrix product wants both alike: .float() at the end.""",
        ("torch.eye(size)", "torch.eye(size, dtype=torch.float16)"),
    ),
    "next_place": (
        """Each 1 stands one place too far to the right. Ids begin at 0, and so do places.""",
        (EYE, "torch.eye(size).roll(1, dims=1)[ids]"),
    ),
    "zeros_and_ones_exchanged": (
        """0 and 1 have changed places: one 0 among ones. There should be a single 1 among
        zeros.""",
        ("torch.eye(size)", "(1 - torch.eye(size))"),
    ),
    "first_name_only": (
        """Only the first name was turned into vectors: the batch axis is gone. ids has the shape
        (batch, time), and both axes stay.""",
        ("[ids]", "[ids[0]]"),
    ),
    "numpy": (
        """This is a numpy array. Make a tensor of it, torch.from_numpy(...), and floats of the
        usual 32 bits: .float(). Or use torch.eye from the start.""",
        (EYE, "torch.eye(size)[ids].numpy()"),
    ),
    "padding_left_out": (
        """The vectors of id 0 are all zeros. It has its own place like every other id: the first.
        Padding is dealt with later.""",
        (EYE, "torch.eye(size)[ids] * (ids != 0)[..., None]"),
    ),
}

MORE = (
    """F.one_hot does it. Look up its second argument, and look at the dtype of what it returns. Or
    build it yourself: torch.eye(n) has in row i a single 1, at place i.""",
    """The same idea on another task: the four seasons as vectors. spring = 0 becomes [1, 0, 0, 0],
    autumn = 2 becomes [0, 0, 1, 0]. A table of two rows and two columns, [[2, 0], [0, 0]], becomes
    a tensor of shape (2, 2, 4). The length 4 is given, even if no 3 comes.""",
)
