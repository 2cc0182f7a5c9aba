"""rnn_step(x (batch, features), h (batch, hidden), W_xh, W_hh, b_h) -> new h (batch, hidden)."""

import torch

from seqlab.check.shared import draw_normal
from seqlab.checks.lab1.common import draw_weights

# batch, features, hidden; where they are equal, wrong products have the right shape
SHAPES = [(3, 1, 2), (3, 3, 3), (4, 5, 3), (1, 2, 4), (5, 5, 5)]


def case(generator, size):
    batch, features, hidden = SHAPES[size]
    x, h = draw_normal(generator, batch, features), draw_normal(generator, batch, hidden)
    return {"x": x, "h": h, **draw_weights(generator, features, hidden)}


def expected(x, h, W_xh, W_hh, b_h):
    return torch.rnn_tanh_cell(x, h, W_xh.T, W_hh.T, b_h, torch.zeros_like(b_h))


RESULTS = ("new h",)
GRADIENTS = ("x", "h", "W_xh", "W_hh", "b_h")

STEP = "torch.tanh(x @ W_xh + h @ W_hh + b_h)"

MISTAKES = {
    "no_tanh": (
        """The tanh is missing. Without it the state can grow at each step, and many steps are
        no more than one matrix product.""",
        (STEP, "x @ W_xh + h @ W_hh + b_h"),
    ),
    "no_bias": (
        "The bias b_h is missing.",
        (" + b_h", ""),
    ),
    "transposed": (
        """Both weights are transposed, as the slide has them. There x and h are columns; here
        each name is a row, and its row stands before the matrix, which stays as it is.""",
        ("x @ W_xh", "x @ W_xh.T"),
        ("h @ W_hh", "h @ W_hh.T"),
    ),
    "W_hh_transposed": (
        """W_hh is transposed. It is square, so nothing complains; but every state is mixed with
        the wrong weights. Row times matrix: h @ ...""",
        ("h @ W_hh", "h @ W_hh.T"),
    ),
    "W_xh_transposed": (
        """W_xh is transposed. Its rows belong to the features and its columns to the state; the
        other way round it fits only where both have the same number. Row times matrix:
        x @ ...""",
        ("x @ W_xh", "x @ W_xh.T"),
    ),
    "elementwise": (
        """h * W_hh multiplies number by number. Each number of the state depends on *all*
        numbers of the old state: a matrix product, @.""",
        ("h @ W_hh", "h * W_hh"),
    ),
    "two_tanhs": (
        """Two tanhs, one for the input and one for the memory. Add first, then take one tanh of
        the sum.""",
        (STEP, "torch.tanh(x @ W_xh + b_h) + torch.tanh(h @ W_hh)"),
    ),
    "bias_outside": (
        "The bias is added after the tanh. It belongs inside.",
        (STEP, "torch.tanh(x @ W_xh + h @ W_hh) + b_h"),
    ),
    "sigmoid": (
        """This is the sigmoid, from 0 to 1. The slide's recurrence has tanh, from -1 to 1, so
        that a state can also say no.""",
        ("torch.tanh(", "torch.sigmoid("),
    ),
    "relu": (
        "This is relu, which can grow without end when it is fed back. Take tanh.",
        ("torch.tanh(", "torch.relu("),
    ),
    "old_state_ignored": (
        "The old state is not used: this network sees one letter at a time and remembers nothing.",
        (" + h @ W_hh", ""),
    ),
    "input_ignored": (
        """The input is not used: the letter changes nothing. x goes through W_xh, and into the same
        sum.""",
        ("x @ W_xh + ", ""),
    ),
    "state_detached": (
        """The old state is cut off (.detach(), .data or a copy), so no
        gradient can go back to the steps before, and the network cannot learn to remember. Use h
        as it is.""",
        ("h @ W_hh", "h.detach() @ W_hh"),
    ),
    "old_state_added": (
        """The old state is added once more, beside h @ W_hh. It comes in through W_hh only.""",
        (STEP, f"h + {STEP}"),
    ),
    "two_tanhs_bias_with_memory": (
        """Two tanhs, one for the input and one for the memory. Add all three first, the bias too,
        then take one tanh of the sum.""",
        (STEP, "torch.tanh(x @ W_xh) + torch.tanh(h @ W_hh + b_h)"),
    ),
    "both_elementwise": (
        """* multiplies number by number. Each number of the new state depends on *all* numbers of
        the input and of the old state: two matrix products, @.""",
        ("x @ W_xh + h @ W_hh", "x * W_xh + h * W_hh"),
    ),
    "product_turned": (
        """The factors have changed places. A row stands before the matrix: x @ ... and h @ ...""",
        ("x @ W_xh + h @ W_hh", "W_xh @ x + W_hh @ h"),
    ),
    "bias_twice": (
        """The bias is added twice, once for the input and once for the memory. There is one b_h
        in the sum.""",
        ("+ b_h", "+ b_h + b_h"),
    ),
    "weights_exchanged": (
        """The weights have changed places: W_xh leads from x to h, W_hh from the old h to the
        new.""",
        ("x @ W_xh + h @ W_hh", "x @ W_hh + h @ W_xh"),
    ),
    "as_columns": (
        """This is the formula of the slide, for columns. Here each name is a row, and its row
        stands before the matrix: x @ ... and h @ ..., and nothing is transposed.""",
        ("x @ W_xh + h @ W_hh", "W_xh.T @ x + W_hh.T @ h"),
    ),
    "own_random_weights": (
        """A new nn.RNNCell has random weights of its own: W_xh, W_hh and b_h are not used. Write
        the formula.""",
        (STEP, "torch.nn.RNNCell(x.shape[1], h.shape[1])(x, h)"),
    ),
    "weights_cut_off": (
        """W_xh, W_hh and b_h could never learn. Either they are cut off
        (.detach(), .data), or they were copied into an nn.RNNCell and the gradient goes to the
        copies. Use the weights themselves.""",
        (STEP, "torch.tanh(x @ W_xh.detach() + h @ W_hh.detach() + b_h.detach())"),
    ),
    "two_results": (
        """Two things were returned. The new state alone is asked for.""",
        (f"return {STEP}", f"h = {STEP}\n    return h, h"),
    ),
}

MORE = (
    """The formula for rows is the one on the right. It is a sum of three terms inside one tanh: one
    with x, one with h, and the bias. Write the shape of each term beside it: all three fit
    (batch, hidden), and the bias is added to every row by itself.""",
    """By hand, with numbers in place of matrices: x = 2, h = 0.5, W_xh = 1, W_hh = -2, b_h = 0.1.
    The letter gives 2, the memory gives -1, with the bias the sum is 1.1, and tanh(1.1) is 0.80.
    Try: rnn_step(torch.tensor([[2.0]]), torch.tensor([[0.5]]), torch.tensor([[1.0]]),
    torch.tensor([[-2.0]]), torch.tensor([0.1])).""",
)
