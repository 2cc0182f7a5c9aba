"""3.5 lstm_step(x, h, c, W_xh, W_hh, b) -> h, c."""

import torch

from seqlab.check.shared import draw_normal

# (batch, features, hidden): with 1 it can be read; square, where a wrong product fits; a batch of 1
SHAPES = ((2, 3, 1), (3, 3, 3), (4, 2, 3), (1, 3, 2), (3, 5, 4))


def draw_weights(generator, features, hidden):
    return {
        "W_xh": draw_normal(generator, features, 4 * hidden),
        "W_hh": draw_normal(generator, hidden, 4 * hidden),
        "b": draw_normal(generator, 4 * hidden),
    }


def case(generator, size):
    batch, features, hidden = SHAPES[size]
    return {
        "x": draw_normal(generator, batch, features),
        "h": draw_normal(generator, batch, hidden).tanh(),
        "c": 1.5 * draw_normal(generator, batch, hidden),
        **draw_weights(generator, features, hidden),
    }


def expected(x, h, c, W_xh, W_hh, b):
    return torch.lstm_cell(x, (h, c), W_xh.T, W_hh.T, b, torch.zeros_like(b))


RESULTS = ("h", "c")
GRADIENTS = ("x", "h", "c", "W_xh", "W_hh", "b")
ORDER, CELL, STATE = "i, f, g, o = (x", "f * c + i * g", "o * torch.tanh(c), c"
SIGMOIDS = [f"torch.sigmoid({gate})" for gate in "ifo"]
RAW = tuple(zip(SIGMOIDS, "ifo", strict=True))
TANHS = tuple((text, text.replace("sigmoid", "tanh")) for text in SIGMOIDS)

MISTAKES = {
    "forget_and_input_swapped": (
        """Forget gate and input gate have changed places. Either the quarters are not in the
        order i, f, g, o, or f stands before the new content: f belongs to the *old* c.""",
        (ORDER, "f, i, g, o = (x"),
    ),
    "output_third": (
        """The quarters are in the order i, f, o, g here. In this lab, as in torch, the new
        content g is the third and the output gate o the last.""",
        (ORDER, "i, f, o, g = (x"),
    ),
    "order_of_the_slide": (
        """The quarters are taken in the order forget, input, output, content. Here the order is
        that of torch: i, f, g, o.""",
        (ORDER, "f, i, o, g = (x"),
    ),
    "content_sigmoid": (
        """The new content g went through the sigmoid, so it is never negative: the cell could
        only count up. It wants tanh.""",
        ("torch.tanh(g)", "torch.sigmoid(g)"),
    ),
    "gates_tanh": (
        "The gates went through tanh. A gate is a share from 0 (closed) to 1 (open): sigmoid.",
        *TANHS,
    ),
    "sigmoid_and_tanh_swapped": (
        """Sigmoid and tanh have changed places: the gates i, f, o take the sigmoid, the content
        g takes tanh.""",
        ("torch.tanh(g)", "torch.sigmoid(g)"),
        *TANHS,
    ),
    "content_not_squashed": (
        "The new content g is not squashed. Without its tanh it can be of any size.",
        ("torch.tanh(g)", "g"),
    ),
    "no_forget_gate": (
        """The old cell is kept as a whole: nothing can ever be forgotten. Multiply the old c
        with the forget gate.""",
        (CELL, "c + i * g"),
    ),
    "forgets_the_new": (
        """The forget gate is multiplied with the sum, so the new content is forgotten, too. It
        acts on the old c alone: mind the brackets.""",
        (CELL, "f * (c + i * g)"),
    ),
    "no_input_gate": (
        "The new content goes in as a whole. Multiply g with the input gate.",
        (CELL, "f * c + g"),
    ),
    "no_output_gate": (
        "The output gate is missing: h shows a part of the cell only, o times tanh(c).",
        (STATE, "torch.tanh(c), c"),
    ),
    "no_tanh_at_the_end": (
        "The cell is not squashed on its way out. h is o times the *tanh* of c.",
        (STATE, "o * c, c"),
    ),
    "old_cell_shown": (
        "h was made from the old cell. First the new c, then h from it.",
        (f"c = {CELL}", f"new = {CELL}"),
        (STATE, "o * torch.tanh(c), new"),
    ),
    "no_bias": (
        "The bias is missing. It is what opens or closes a gate before anything is read.",
        (" + b)", ")"),
    ),
    "memory_ignored": (
        "The old h is not used: the gates should look at the word *and* at the state.",
        (" + h @ W_hh", ""),
    ),
    "order_of_the_results": (
        "The two have changed places: h first, then c.",
        (STATE, "c, o * torch.tanh(c)"),
    ),
    "content_second": (
        """The quarters are taken in the order i, g, f, o, as some libraries have it. Here the
        order is that of torch: i, f, g, o.""",
        (ORDER, "i, g, f, o = (x"),
    ),
    "every_fourth": (
        """Every fourth number was taken for a gate. The four lie side by side: the first
        `hidden` columns belong to i, the next ones to f. chunk(4, dim=1) cuts like that.""",
        (".chunk(4, dim=1)", ".unflatten(1, (-1, 4)).unbind(dim=2)"),
    ),
    "cut_along_the_batch": (
        """The sums were cut along the first axis, and that is the batch. The quarters stand side
        by side in the second axis: say dim=1.""",
        (", dim=1", ""),
    ),
    "gates_not_squashed": (
        """The gates are not squashed. A gate is a share from 0 (closed) to 1 (open), and only the
        sigmoid brings a sum there.""",
        *RAW,
    ),
    "content_twice_squashed": (
        "The product of the input gate and the content went through tanh. Squash g alone.",
        (CELL, "f * c + torch.tanh(i * g)"),
        ("torch.tanh(g), torch", "g, torch"),
    ),
    "coupled_gates": (
        """The new content is taken with 1 - f. That is another kind of cell. Here it has a gate of
        its own, the input gate i.""",
        (CELL, "f * c + (1 - f) * g"),
    ),
    "state_in_the_cell": (
        "The forget gate was multiplied with the old h. It keeps a part of the old *cell* c.",
        (CELL, "f * h + i * g"),
    ),
    "weights_swapped": (
        "The matrices have changed places: the words x go with W_xh, the state h with W_hh.",
        ("x @ W_xh", "x @ W_hh"),
        ("h @ W_hh", "h @ W_xh"),
    ),
    "cell_squashed": (
        """The new cell itself is squashed. Only what is *shown* of it goes through tanh: the cell
        is handed on as it is, so that it can count.""",
        (f"c = {CELL}", f"c = torch.tanh({CELL})"),
        (STATE, "o * c, c"),
    ),
    "state_only": (
        "Only h came back. The next step needs the new cell as well: return both, h and c.",
        (STATE, "o * torch.tanh(c)"),
    ),
    "cell_overwritten": (
        """`*=` and `+=` write into the old cell, which is still needed to find the gradients. Make
        a new one: c = ... with the whole right side of the formula.""",
        (f"c = {CELL}", "c *= f\n    c += i * g"),
    ),
    "sigmoid_of_all": (
        """All four quarters went through the sigmoid first, so the content g is squashed twice.
        Cut first: the sigmoid is for i, f and o only, and g gets tanh alone.""",
        (".chunk(4", ".sigmoid().chunk(4"),
        *RAW,
    ),
    "gates_softmax": (
        """The gates went through softmax, so they have to share: when one number opens, others
        close. Each number of a gate is open or closed by itself: sigmoid.""",
        *((text, text.replace("sigmoid(", "softmax(").replace(")", ", 1)")) for text in SIGMOIDS),
    ),
    "matrix_products": (
        """The gates were multiplied with @, as matrices. The sign in the formula is multiplication
        number by number: *.""",
        (CELL, "f @ c + i @ g"),
    ),
}

MORE = (
    """Four steps, in this order. One: x @ W_xh + h @ W_hh + b, of the shape (batch, 4 * hidden).
    Two: cut it along the second axis into four pieces, i, f, g, o. Three: sigmoid for the three
    gates, tanh for the content g. Four: the last two lines of the formula, the new c before the
    new h.""",
    """By hand, with one number each: the four sums are i = 0, f = 2, g = -1, o = 0, and the old
    cell is 3. The gates: sigmoid(0) = 0.5, sigmoid(2) = 0.88, sigmoid(0) = 0.5. The content:
    tanh(-1) = -0.76. Of the old cell 0.88 times 3 = 2.64 stays; 0.5 times -0.76 = -0.38 comes in;
    the new cell is 2.26. It shows 0.5 times tanh(2.26) = 0.5 times 0.98 = 0.49. So h = 0.49 and
    c = 2.26.""",
)
