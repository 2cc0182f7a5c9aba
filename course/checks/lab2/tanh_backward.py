"""tanh_backward(d_h, h) -> d_a, each (..., hidden)."""

import torch

from seqlab.checks.lab2.common import draw_exact, draw_states

SHAPES = [(1, 2), (3, 2), (2, 3, 4), (1, 5), (4, 4)]  # the lab has them with time and without


def case(generator, size):
    return {
        "d_h": draw_exact(generator, *SHAPES[size]),
        "h": draw_states(generator, *SHAPES[size]),
    }


def expected(d_h, h):
    a = h.atanh().requires_grad_()
    return torch.autograd.grad(a.tanh(), a, d_h)[0]


RESULTS = ("d_a",)

WHOLE = "d_h * (1 - h**2)"

MISTAKES = {
    "tanh_twice": (
        "tanh was applied once more. h is already tanh(a): its derivative needs h alone.",
        ("h**2)", "h.tanh() ** 2)"),
    ),
    "no_square": (
        "The square is missing. Try h = -0.5 by hand: the slope of tanh is never above 1.",
        ("h**2)", "h)"),
    ),
    "derivative_alone": (
        """This is the derivative of tanh alone. By the chain rule it is multiplied by what
        comes from above, d_h.""",
        (WHOLE, "1 - h**2"),
    ),
    "not_passed_through": (
        """d_h came out as it went in. On its way down it passes through tanh, and is scaled by
        the slope there.""",
        (WHOLE, "d_h"),
    ),
    "sigmoid": (
        "h (1 - h) is the derivative of the sigmoid. Here the state comes from tanh.",
        (WHOLE, "d_h * h * (1 - h)"),
    ),
    "wrong_sign": (
        """The slope comes out above 1. Where tanh is saturated (h near 1 or -1) the slope must
        be near 0: look at the sign.""",
        ("1 - h**2", "1 + h**2"),
    ),
    "sign_turned": (
        """Every number has the wrong sign. tanh rises everywhere, so its slope is never below 0:
        look at the order of the difference.""",
        ("1 - h**2", "h**2 - 1"),
    ),
    "square_of_the_difference": (
        """The square stands around the whole difference. It belongs to h alone: first square, then
        subtract.""",
        ("(1 - h**2)", "(1 - h) ** 2"),
    ),
    "no_brackets": (
        """The brackets around the slope are missing. * is computed before -, so d_h is multiplied
        by the 1 alone.""",
        ("(1 - h**2)", "1 - h**2"),
    ),
    "names_exchanged": (
        """d_h and h have changed places. d_h comes from above, and it may be any number; the slope
        is computed from the state, h.""",
        (WHOLE, "h * (1 - d_h**2)"),
    ),
    "forward_once_more": (
        """tanh was applied to d_h. tanh belongs to the forward pass. Backward, d_h is multiplied
        by the slope of tanh.""",
        (WHOLE, "d_h.tanh()"),
    ),
    "added": (
        """d_h and the slope are added up. The chain rule multiplies what comes from above by the
        slope.""",
        (WHOLE, "d_h + (1 - h**2)"),
    ),
    "divided": (
        """d_h is divided by the slope. Where tanh is flat almost nothing may pass: multiply.""",
        (WHOLE, "d_h / (1 - h**2)"),
    ),
    "in_place": (
        """`d_h` itself was changed on the way (*= or mul_). Whoever
        called the function still needs it as it was: return a new tensor.""",
        ("    return d_h * (1 - h**2)", "    d_h *= 1 - h**2\n    return d_h"),
    ),
}

MORE = (
    """Two factors, number by number: what comes from above, and the slope of tanh at the place
    where the forward pass was. The formula for the slope stands in the text, and the value of tanh
    that it needs is already there under the name h.""",
    """A neighbour: h = exp(a). Its slope is exp(a) again, and that is h itself. So with d_h = 3 and
    h = 2 the gradient of a is 3 times 2, which is 6, and a was not needed.""",
)
