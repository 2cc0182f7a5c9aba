"""4.2 causal_mask(time) -> mask (time, time)."""

from torch import nn

from seqlab.check.shared import draw_number


def case(generator, size):
    """A single word, too: so begins what is written."""
    return {"time": 1 if size == 3 else draw_number(generator, 3 + 3 * size, 6 + 3 * size)}


def expected(time):
    """Torch marks what may be seen with 0, and the rest with minus infinity."""
    return nn.Transformer.generate_square_subsequent_mask(time) == 0


RESULTS = ("mask",)
ONES = "torch.ones(time, time, dtype=torch.bool).tril()"

MISTAKES = {
    "itself_hidden": (
        """Off by one: no word sees itself, and the first one sees nothing at all. Its
        softmax would be 0 divided by 0. The diagonal is True.""",
        ("tril()", "tril(-1)"),
    ),
    "one_ahead": (
        """Off by one: each word sees the next one. That is the very word that is to be
        predicted: the training would look perfect, and the translation would be
        rubbish.""",
        ("tril()", "tril(1)"),
    ),
    "future_seen": (
        """The wrong half: each word sees itself and what comes *after* it. Row 0 belongs
        to the first word, which has nothing before it.""",
        ("tril()", "triu()"),
    ),
    "inverted": (
        """Upside down: here True stands where a word must *not* look. In this lab True
        means that it may look.""",
        ("tril()", "triu(1)"),
    ),
    "all_seen": (
        "Everything is True, so nothing is hidden: each word could look up the answer.",
        (".tril()", ""),
    ),
    "only_itself": (
        "Each word sees only itself. It may also look at everything before it.",
        (ONES, "torch.eye(time, dtype=torch.bool)"),
    ),
    "numbers": (
        """The mask consists of numbers. A mask answers yes or no:
        make it of True and False, with dtype=torch.bool or a comparison.""",
        (", dtype=torch.bool", ""),
    ),
    "whole_numbers": (
        """The mask consists of 0 and 1. With whole numbers ~ does not
        mean 'not': make it of True and False.""",
        ("torch.bool)", "torch.long)"),
    ),
    "minus_infinity": (
        """This one is to be added to the scores, with minus infinity where nobody may
        look. That works in other programs; here the mask consists of True and False.""",
        (ONES, "torch.full((time, time), -torch.inf).triu(1)"),
    ),
    "list": (
        "This is a list of lists. Make a tensor of it: torch.tensor(...).",
        (ONES, "[[j <= i for j in range(time)] for i in range(time)]"),
    ),
    "numpy": (
        "This is a numpy array. Make a tensor of it: torch.from_numpy(...).",
        ("tril()", "tril().numpy()"),
    ),
    "batch_axis": (
        """There is an axis in front that nobody asked for. All sentences share this mask,
        so it has two axes only: (time, time).""",
        (ONES, ONES + "[None]"),
    ),
}

MORE = (
    """Row i is the word that looks, column j the word that is looked at. Write down for i = 1
    which j are allowed, then for i = 2. Which of <, <=, > or >= stands between j and i? And torch
    has functions that keep the lower or the upper triangle of a table.""",
    """A neighbour: which of three people may give orders to whom, if 0 is the boss of 1 and 2,
    and 1 is the boss of 2, and nobody orders about himself? With rank = torch.arange(3), the
    table is rank[:, None] < rank: [[False, True, True], [False, False, True],
    [False, False, False]]. In your task the other half is True, and the diagonal, too.""",
)
