"""clip_by_global_norm(gradients, max_norm) -> list of tensors."""

import torch
from torch import nn

from seqlab.check.shared import draw_normal

SHAPES = [(2, 2), (3,)], [(3,), (2, 4), (4,)], [(3, 3), (3, 3), (3,)], [(4, 2), (2,)], [(5, 3)] * 5


def case(generator, size):
    """Lists that are too long, and in odd sizes lists that are not.

    In the smallest only one tensor is too long for itself; in the largest none is.
    """
    gradients = [draw_normal(generator, *shape) for shape in SHAPES[size]]
    lengths = torch.rand(len(gradients), generator=generator)
    if size == 0:
        lengths = torch.tensor([2.5, 0.3]) + lengths
        limit = 1.5 + 0.5 * lengths[1].item()
    elif size == 1:
        lengths, limit = 1 + lengths, 8.0  # shorter than half of the limit
    elif size == 2:
        lengths, limit = torch.tensor([0.3, 4.0, 0.2]) + lengths, 1.5
    elif size == 3:
        lengths, limit = 0.2 + 0.3 * lengths, 1.0  # as the lab clips
    else:
        lengths, limit = 0.7 + 0.2 * lengths, 1.0
    scaled = [g * n / g.norm() for g, n in zip(gradients, lengths, strict=True)]
    return {"gradients": scaled, "max_norm": limit}


def expected(gradients, max_norm):
    weights = [nn.Parameter(torch.zeros_like(g)) for g in gradients]
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient.clone()
    nn.utils.clip_grad_norm_(weights, max_norm)
    return [weight.grad for weight in weights]


RESULTS = ("clipped",)

NORM = "float(global_norm(gradients))"
FACTOR = f"min(1.0, max_norm / {NORM})"
SCALED = "[gradient * factor for gradient in gradients]"

MISTAKES = {
    "each_tensor": (
        """Each tensor is clipped for itself. That bends the direction of the step. One factor
        for all, from the norm of all together.""",
        (
            SCALED,
            "[g * min(1.0, max_norm / float(g.norm())) for g in gradients]",
        ),
    ),
    "always": (
        """Small gradients are scaled too, here up to max_norm. Clipping only ever makes
        smaller: the factor is never above 1.""",
        (FACTOR, f"max_norm / {NORM}"),
    ),
    "squared_norm": (
        """Divided by the square of the norm. What comes out should have a norm of exactly
        max_norm when it was larger.""",
        (FACTOR, f"min(1.0, max_norm / {NORM} ** 2)"),
    ),
    "by_value": (
        """Each number is cut for itself (clamp). That is clipping by value, and it bends the
        direction. Scale all numbers by one factor.""",
        (SCALED, "[gradient.clamp(-max_norm, max_norm) for gradient in gradients]"),
    ),
    "sum_of_norms": (
        "The norms of the tensors were added up, so too much is clipped. Use your global_norm.",
        (NORM, "float(sum(gradient.norm() for gradient in gradients))"),
    ),
    "unit_norm": (
        "Large gradients come out with norm 1, whatever max_norm says.",
        (FACTOR, f"1.0 / {NORM} if {NORM} > max_norm else 1.0"),
    ),
    "factor_upside_down": (
        "The factor is upside down: norm / max_norm makes large gradients larger.",
        (FACTOR, f"{NORM} / max_norm if {NORM} > max_norm else 1.0"),
    ),
    "never": (
        """Nothing was clipped. Is the list with the scaled gradients the one you return?
        (torch.nn.utils.clip_grad_norm_ does nothing here: it looks for the .grad of weights.)""",
        (SCALED, "[gradient.clone() for gradient in gradients]"),
    ),
    "thrown_away": (
        "Large gradients become zero. The step is to be shorter, not left out.",
        (FACTOR, f"0.0 if {NORM} > max_norm else 1.0"),
    ),
    "in_place": (
        """Right numbers, but the tensors that were handed in were changed on the way (mul_,
        *=). Return new ones.""",
        ("gradient * factor for", "gradient.mul_(factor) for"),
    ),
    "long_tensors_only": (
        """Only those tensors are scaled whose own norm is above max_norm. That bends the direction
        of the step. The norm of all together decides, and then all are scaled, also the short
        ones.""",
        (
            SCALED,
            "[g * factor if float(g.norm()) > max_norm else g for g in gradients]",
        ),
    ),
    "small_ones_only": (
        """The wrong ones are scaled: small gradients are made longer and large ones are left. Scale
        where the norm is *above* max_norm; the factor is never above 1.""",
        (FACTOR, f"max(1.0, max_norm / {NORM})"),
    ),
    "scaled_by_max_norm": (
        """The gradients are multiplied by max_norm, but not divided by their norm. What comes out
        should have a norm of exactly max_norm when it was larger.""",
        (FACTOR, f"max_norm if {NORM} > max_norm else 1.0"),
    ),
    "divided_by_max_norm": (
        """The gradients are divided by max_norm, but their own norm is not taken off. What comes
        out should have a norm of exactly max_norm when it was larger.""",
        (FACTOR, f"1 / max_norm if {NORM} > max_norm else 1.0"),
    ),
    "nothing_where_small": (
        """Gradients that are not too long come out as nothing. Return them in both cases: as they
        are, or scaled.""",
        (f"return {SCALED}", f"return {SCALED} if factor < 1 else None"),
    ),
    "empty_where_small": (
        """Gradients that are not too long come out as an empty list. Return them in both cases: as
        they are, or scaled.""",
        (f"return {SCALED}", f"return {SCALED} if factor < 1 else []"),
    ),
}

MORE = (
    """First the norm of all tensors together, with your global_norm. From it comes one factor:
    where the norm is above max_norm, the one that makes a vector of this length max_norm long; else
    1. Python's min joins the two cases. Then every tensor is multiplied by the same factor.""",
    """By hand, with a limit of 10: the list [6], [8] has the norm 10 and stays. The list [12], [16]
    has the norm 20, twice as much as allowed, so all is halved, to [6], [8], also if one tensor
    alone had been short enough. The list [3], [4] has the norm 5 and stays; it is not doubled.""",
)
