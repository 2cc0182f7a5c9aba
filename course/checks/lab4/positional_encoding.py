"""4.5 positional_encoding(time, d) -> encoding (time, d)."""

import torch

from seqlab.check.shared import draw_number


def case(generator, size):
    """In size 2 there are as many positions as features."""
    d = 4 + 2 * draw_number(generator, size, size + 2)
    times = draw_number(generator, 3, 4), draw_number(generator, 9, 14), d, 20, 1
    return {"time": times[size], "d": d}


def expected(time, d):
    """Turning numbers: pair k of position t is the point at the angle t / 10000^(2k/d)."""
    angles = torch.arange(time)[:, None] * 10_000.0 ** (-torch.arange(0, d, 2) / d)
    cosine_and_sine = torch.view_as_real(torch.polar(torch.ones_like(angles), angles))
    return cosine_and_sine.flip(-1).flatten(1)


RESULTS = ("encoding",)
PAIRS, RATES = "torch.arange(0, d, 2)", "/ 10_000 ** (pairs / d)"
BOTH, WOVEN = "angles.sin(), angles.cos()", "encoding[:, 0::2], encoding[:, 1::2]"

MISTAKES = {
    "sine_and_cosine_swapped": (
        """Sine and cosine have changed places: the even features 0, 2, 4, ... are sines,
        the odd ones cosines. At position 0 the first number is 0.""",
        (BOTH, "angles.cos(), angles.sin()"),
    ),
    "in_two_halves": (
        """All sines stand first, then all cosines. That would do for a network, too, but
        here they alternate, as in the formula: encoding[:, 0::2] and encoding[:,
        1::2].""",
        (WOVEN, "encoding[:, : d // 2], encoding[:, d // 2 :]"),
    ),
    "own_rate_for_each_feature": (
        """A sine and its cosine must turn at the same rate: they are the two sides of one
        pointer. Both features of pair k have the exponent 2k/d.""",
        (PAIRS, "torch.arange(d)"),
        (BOTH, "angles[:, 0::2].sin(), angles[:, 1::2].cos()"),
    ),
    "two_missing": (
        """The exponent is k/d instead of 2k/d: the slowest pointer is much too fast, and
        far positions look like near ones.""",
        (PAIRS, "torch.arange(d // 2)"),
    ),
    "two_too_often": (
        """The exponent is 4k/d: the 2 came in twice, once by counting 0, 2, 4, ... and
        once more in the formula.""",
        ("(pairs / d)", "(2 * pairs / d)"),
    ),
    "pairs_from_one": (
        """The pairs are counted from 1. The first pair is k = 0: its exponent is 0, so it
        turns by one whole radian at each position.""",
        (PAIRS, "torch.arange(2, d + 2, 2)"),
    ),
    "whole_division": (
        """All pointers turn at the same rate: // leaves no fractions, so every exponent
        is 0. The exponent 2k/d is a fraction: use /.""",
        ("(pairs / d)", "(pairs // d)"),
    ),
    "multiplied": (
        """The position is multiplied with 10000^(2k/d): such pointers race instead of
        slowing down. Divide.""",
        ("/ 10_000 **", "* 10_000 **"),
    ),
    "multiplied_by_the_exponent": (
        """The power has become a product: 10000 is raised *to the power of* 2k/d, which
        is written 10_000 ** (2k/d). (At k = 0 a product would be 0, and one cannot divide
        by it.)""",
        ("10_000 ** (pairs / d)", "(10_000 * (pairs / d))"),
    ),
    "no_brackets": (
        """A power is computed before a quotient: without brackets 10000 is raised to the
        power of 2k alone, and only then divided by d. Put the whole exponent into
        brackets.""",
        ("(pairs / d)", "pairs / d"),
    ),
    "from_one": (
        "The positions begin at 1. The first word has position 0.",
        ("torch.arange(time)", "torch.arange(1, time + 1)"),
    ),
    "sines_only": (
        """All features are sines. A sine alone does not tell whether the pointer goes up
        or down at that height: its cosine does.""",
        ("angles.cos()", "angles.sin()"),
    ),
    "axes_swapped": (
        """The table is the other way round: one row for each position, one column for
        each feature.""",
        ("return encoding", "return encoding.T"),
    ),
    "angles_only": (
        """These are the angles. What the network gets are their sines and cosines, which
        stay between -1 and 1 however long the sentence is.""",
        (BOTH, "angles, angles"),
    ),
    "double": (
        """The numbers are too exact: each has 64 bits (numpy makes
        such). The embeddings that they will be added to have 32, and torch does not mix
        them in a product of matrices: .float() at the end.""",
        ("return encoding", "return encoding.double()"),
    ),
    "numpy": (
        "This is a numpy array. The network computes with tensors: torch.from_numpy(...).float().",
        ("return encoding", "return encoding.numpy()"),
    ),
}

MORE = (
    """First the angles, a table (time, d / 2): positions down, pairs across. A column
    (time, 1) divided by a row (d / 2,) gives such a table. Then every angle fills two places of
    the result: a slice can have a step, so x[:, 0::2] are the features 0, 2, 4, ...""",
    """A neighbour: the same with 100 in place of 10000, d = 4, position t = 3. The exponents 2k/d
    are 0 and 0.5, so the divisors are 1 and 10, and the angles 3 and 0.3. The row is
    [sin 3, cos 3, sin 0.3, cos 0.3] = [0.14, -0.99, 0.30, 0.96]. In position 0 it is
    [0, 1, 0, 1].""",
)
