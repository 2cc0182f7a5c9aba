"""dense(x (..., batch, m), W (m, n), b (n,)) -> (..., batch, n)."""

import torch
import torch.nn.functional as F

from seqlab.check.shared import draw_normal

# shape of x, and n: from 1.7 on x has three axes; where all are equal, wrong products fit
SHAPES = [((2, 3), 4), ((3, 3), 3), ((2, 3, 4), 5), ((1, 5), 2), ((4, 4, 4), 4)]


def case(generator, size):
    shape, n = SHAPES[size]
    x, W = draw_normal(generator, *shape), draw_normal(generator, shape[-1], n)
    return {"x": x, "W": W, "b": 1 + torch.rand(n, generator=generator)}


def expected(x, W, b):
    return F.linear(x, W.T, b)


RESULTS = ("y",)
GRADIENTS = ("x", "W", "b")

TWO_AXES = """This works where x has the shape (batch, m), and stops or goes wrong where x is
    (batch, time, m), as it will be later in this lab. `@` takes both, as long as x stands to the
    left of W and nothing is transposed."""

MISTAKES = {
    "transposed": (
        """W is transposed. Here it has the shape (m, n), inputs times outputs, and x has its
        examples in rows, so no transposing is needed. (Inside nn.Linear it lies the other way
        round.)""",
        ("x @ W", "x @ W.T"),
    ),
    "order_of_the_product": (
        """The factors have changed places. Check the shapes: (batch, m) times (m, n) gives
        (batch, n).""",
        ("x @ W", "W @ x"),
    ),
    "elementwise": (
        "* multiplies number by number. The sum over the inputs is a matrix product: @.",
        ("x @ W", "x * W"),
    ),
    "no_bias": (
        "The bias is missing: without it every layer maps zeros to zeros.",
        (" + b", ""),
    ),
    "bias_for_each_example": (
        """The bias goes with the examples here. There is one number for each *output*: a vector
        of n is added to every row by itself, without unsqueeze.""",
        ("+ b", "+ b[:, None]"),
    ),
    "activation": (
        """An activation was applied. This layer gives the plain sums; who needs a tanh puts it
        around.""",
        ("x @ W + b", "torch.tanh(x @ W + b)"),
    ),
    "summed_over_the_batch": (
        "The examples were added up. Each row of x must give a row of its own.",
        ("x @ W", "(x @ W).sum(dim=0)"),
    ),
    "as_columns": (TWO_AXES, ("x @ W", "(W.T @ x.T).T")),
    "as_columns_with_the_bias": (
        f"{TWO_AXES} So does b[:, None].",
        ("x @ W + b", "(W.T @ x.T + b[:, None]).T"),
    ),
    "only_two_axes": (f"{TWO_AXES} torch.mm takes two axes only.", ("x @ W", "torch.mm(x, W)")),
    "relu": (
        """A relu was applied: no number is below 0. This layer gives the plain sums; who needs an
        activation puts it around.""",
        ("x @ W + b", "torch.relu(x @ W + b)"),
    ),
    "sigmoid": (
        """The sigmoid was applied. This layer gives the plain sums; who needs an activation puts it
        around.""",
        ("x @ W + b", "torch.sigmoid(x @ W + b)"),
    ),
    "bias_subtracted": ("The bias is subtracted. It is added.", ("+ b", "- b")),
    "new_layer": (
        """A new nn.Linear has random weights of its own: W and b are not used. Multiply with W
        itself.""",
        ("x @ W + b", "torch.nn.Linear(*W.shape)(x)"),
    ),
    "copied_layer": (
        """W and b could never learn. Either they are cut off (.detach(),
        .data), or they were copied into an nn.Linear and the gradient goes to the copies.
        Multiply with W itself.""",
        """
        def dense(x, W, b):
            layer = torch.nn.Linear(*W.shape)
            layer.weight.data, layer.bias.data = W.T, b
            return layer(x)
        """,
    ),
}

MORE = (
    """Look at the shapes, and only at them: which product of (batch, m) and (m, n) gives
    (batch, n)? Then the bias: adding a vector (n,) to (batch, n) adds it to every row by
    itself.""",
    """By hand, with one example and two neurons: x = [[1, 2]], W = [[3, 0], [4, 5]], b = [10, 20].
    Neuron 0 has column 0 of W: 1 * 3 + 2 * 4 = 11, with its bias 21. Neuron 1: 1 * 0 + 2 * 5 = 10,
    with its bias 30. The result is [[21, 30]]. Try your function on these numbers.""",
)
