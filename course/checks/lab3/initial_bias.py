"""3.7 initial_bias(hidden_size) -> b (4 * hidden_size,)."""

import torch
import torch.nn.functional as F

from seqlab.check.shared import draw_number


def case(generator, size):
    """The lab asks for 1, too."""
    return {"hidden_size": 1 if size == 2 else draw_number(generator, 2 + 3 * size, 5 + 3 * size)}


def expected(hidden_size):
    return F.one_hot(torch.tensor(1), 4).float().repeat_interleave(hidden_size)


RESULTS = ("b",)
PLACE, ONES = "b[hidden_size : 2 * hidden_size]", "= 1.0"

MISTAKES = {
    "all_zero": (
        """All zeros: then the forget gate starts half closed, and after ten steps a thousandth
        is left. Its quarter should be 1.""",
        (ONES, "= 0.0"),
    ),
    "input_gate": (
        "The ones open the *input* gate, the first quarter. The forget gate is the second.",
        (PLACE, "b[:hidden_size]"),
    ),
    "content": (
        """The ones went to g, the new content. The order is i, f, g, o: f is the second
        quarter.""",
        (PLACE, "b[2 * hidden_size : 3 * hidden_size]"),
    ),
    "output_gate": (
        "The ones open the *output* gate, the last quarter. The forget gate is the second.",
        (PLACE, "b[3 * hidden_size :]"),
    ),
    "all_gates": (
        """All ones: that opens every gate and shifts the new content. Only the forget gate
        starts open.""",
        ("torch.zeros(", "torch.ones("),
    ),
    "closed": (
        """-1 *closes* the gate: the sigmoid of -1 is about a quarter. It should be open at the
        start.""",
        (ONES, "= -1.0"),
    ),
    "from_the_second_on": (
        """Everything from the second quarter on is 1. A slice has an end, too: the forget gate
        ends at 2 * hidden_size.""",
        (PLACE, "b[hidden_size:]"),
    ),
    "one_quarter_long": (
        "This is the bias of one gate. b holds those of all four: 4 * hidden_size numbers.",
        ("return b", "return torch.ones(hidden_size)"),
    ),
    "integers": (
        """These are whole numbers: a bias is learned, so it must be
        of floats. torch.zeros(...) gives them.""",
        ("return b", "return b.long()"),
    ),
    "float64": (
        """The numbers are of 64 bits, as numpy makes them, and all
        weights have 32. torch.zeros(...) and .float() give 32.""",
        ("return b", "return b.double()"),
    ),
    "up_to_the_second": (
        """The input gate is open, too: everything *up to* the end of the second quarter is 1. The
        forget gate begins at hidden_size.""",
        (PLACE, "b[: 2 * hidden_size]"),
    ),
    "only_the_others": (
        "It is turned round: the forget gate gets 1, and all others get 0.",
        ("torch.zeros(", "torch.ones("),
        (ONES, "= 0.0"),
    ),
    "one_number": (
        """Only one number is 1. A gate has hidden_size numbers, so the whole second quarter is
        1.""",
        (PLACE, "b[hidden_size]"),
    ),
    "second_number": (
        """Only the second number is 1. A *quarter* is meant: from hidden_size on, as many numbers
        as a gate has.""",
        (PLACE, "b[1]"),
    ),
    "every_fourth": (
        """Every fourth number is 1. The gates do not take turns: first come all numbers of i,
        then all of f, then g, then o.""",
        (PLACE, "b[1::4]"),
    ),
    "in_four_rows": (
        """The four gates stand in four rows, (4, hidden_size). One long row is asked for,
        (4 * hidden_size,).""",
        ("return b", "return b.view(4, hidden_size)"),
    ),
    "open_share": (
        """The ones went through the sigmoid. The bias itself should be 1: the sigmoid is taken
        later, in the step.""",
        (ONES, "= torch.sigmoid(torch.tensor(1.0))"),
    ),
    "numpy": (
        "This is a numpy array. Make a tensor: torch.zeros(...) does what np.zeros(...) does.",
        ("return b", "return b.numpy()"),
    ),
}

MORE = (
    """The order is i, f, g, o, and each has hidden_size numbers. At which place does the quarter of
    f begin, and at which place does the next one begin? These are the two ends of a slice.""",
    """The same on another task: three shelves with 5 places each lie in one row of 15 places. The
    second shelf is at the places 5, 6, 7, 8, 9, which is row[5:10]. After row = torch.zeros(15) and
    row[5:10] = 7.0, the sevens stand on the second shelf only. You have four shelves with
    hidden_size places each.""",
)
