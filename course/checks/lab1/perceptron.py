"""perceptron(x (features,), w (features,), b ()) -> y ()."""

import torch
import torch.nn.functional as F

from seqlab.check.shared import draw_normal


def case(generator, size):
    """In odd sizes z is below 0."""
    x, w = draw_normal(generator, 2 + size), draw_normal(generator, 2 + size)
    b = 0.5 + torch.rand((), generator=generator)
    if size % 2:
        w, b = -w.abs() * x.sign(), -b
    return {"x": x, "w": w, "b": b}


def expected(x, w, b):
    return F.linear(x, w[None], b[None]).sigmoid().squeeze(0)


RESULTS = ("y",)
GRADIENTS = ("w", "b")

SUM, SIGMOID = "(x * w).sum() + b", "1 / (1 + torch.exp(-z))"

MISTAKES = {
    "no_bias": (
        """The bias is missing. Without it the neuron answers one half to an input of zeros,
        whatever it has learned.""",
        (SUM, "(x * w).sum()"),
    ),
    "no_activation": (
        """This is z, before the activation. The neuron's answer is the sigmoid of it, a number
        between 0 and 1.""",
        (SIGMOID, "z"),
    ),
    "not_summed": (
        """One number for each input. A neuron adds up its weighted inputs: a product of two
        vectors with @ (or a sum after *), one number in the end.""",
        (SUM, "x * w + b"),
    ),
    "bias_for_each_input": (
        """The bias is added once for each input. Add up the weighted inputs first, then add the
        bias once.""",
        (SUM, "(x * w + b).sum()"),
    ),
    "sign": (
        """The curve is upside down: large z should give an answer near 1. Look at the sign in
        the exponent of the sigmoid.""",
        ("exp(-z)", "exp(z)"),
    ),
    "tanh": (
        "This is tanh, from -1 to 1. Here the sigmoid is asked for, from 0 to 1.",
        (SIGMOID, "torch.tanh(z)"),
    ),
    "bias_after": (
        """The bias is added after the sigmoid, so the answer can leave the range from 0 to 1.
        It belongs inside.""",
        (SUM, "(x * w).sum()"),
        (SIGMOID, f"{SIGMOID} + b"),
    ),
    "mean": (
        """The weighted inputs were averaged. A neuron adds them up: the more inputs speak for
        something, the larger the sum.""",
        (SUM, "(x * w).mean() + b"),
    ),
    "softmax": (
        """The softmax shares 1 out among several numbers, and of a single number it always makes
        1. The sigmoid is the formula for one number.""",
        (SIGMOID, "torch.softmax(z, dim=0)"),
    ),
    "brackets": (
        """Python divides before it adds: 1 / 1 + e is 1 + e. Put the whole denominator in
        brackets.""",
        (SIGMOID, "1 / 1 + torch.exp(-z)"),
    ),
    "weights_added": (
        """Inputs and weights were added. Each input is multiplied by its own weight, then all
        products are added up.""",
        (SUM, "(x + w).sum() + b"),
    ),
    "number": (
        """This is a plain number. Stay with tensors: torch.exp in place of math.exp, and no
        .item() or float().""",
        (SIGMOID, f"({SIGMOID}).item()"),
    ),
    "step": (
        """This is 0 or 1, all or nothing. The sigmoid goes smoothly from 0 to 1, so that a small
        change of a weight is felt.""",
        (SIGMOID, "(z > 0).to(z.dtype)"),
    ),
}

MORE = (
    """There are two steps. First one number z: multiply each input by its weight, add up the
    products, add the bias once. Then put z into the formula of g. Print z: it has no axis left.""",
    """By hand: x = [2, 1], w = [3, -4], b = -2. The products are 6 and -4, their sum is 2, with the
    bias z = 0. Then e to the power of -0 is 1, and the answer is 1 / (1 + 1) = 0.5. With b = -1
    it would be z = 1 and 1 / (1 + 0.368) = 0.731.""",
)
