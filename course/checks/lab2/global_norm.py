"""global_norm(gradients) -> number."""

import math

import torch
from torch import nn

from seqlab.check.shared import draw_normal

# The shapes of a list; the largest tensor is not always the first, nor the last.
SHAPES = [
    [(2, 2), (3,)],
    [(3,), (2, 4), (2, 2), (4,)],
    [(3, 3), (3, 3), (3,)],
    [(4, 2)],
    [(2, 3), (3, 3), (3,), (3, 4), (4,)],
]


def case(generator, size):
    scales = 0.5 + 4 * torch.rand(len(SHAPES[size]), generator=generator)
    pairs = zip(scales, SHAPES[size], strict=True)
    return {"gradients": [scale * draw_normal(generator, *shape) for scale, shape in pairs]}


def expected(gradients):
    weights = [nn.Parameter(torch.zeros_like(g)) for g in gradients]
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient.clone()
    return nn.utils.clip_grad_norm_(weights, math.inf)


RESULTS = ("norm",)

SUM = "sum((gradient**2).sum() for gradient in gradients)"
WHOLE = f"torch.sqrt({SUM})"

MISTAKES = {
    "sum_of_norms": (
        """The norms are added up. Lay all numbers in one long vector: its norm is smaller. Add
        the squares, then take the root.""",
        (WHOLE, "sum(gradient.norm() for gradient in gradients)"),
    ),
    "squared": (
        "The root is missing: this is the square of the norm.",
        (WHOLE, SUM),
    ),
    "mean_of_norms": (
        """A mean of norms: a tensor with many numbers weighs as much as one with few. Treat all
        numbers alike.""",
        (WHOLE, "sum(gradient.norm() for gradient in gradients) / len(gradients)"),
    ),
    "largest_norm": (
        "This is the norm of the largest tensor alone. All of them count.",
        (WHOLE, "max(gradient.norm() for gradient in gradients)"),
    ),
    "root_mean_square": (
        """Divided by how many numbers there are. The norm is a sum of squares under the root,
        not a mean.""",
        (WHOLE, f"torch.sqrt({SUM} / sum(gradient.numel() for gradient in gradients))"),
    ),
    "first_tensor": (
        "Only the first tensor is measured. Is the return inside the loop?",
        (WHOLE, "gradients[0].norm()"),
    ),
    "last_tensor": (
        """Only the last tensor is measured: the sum is overwritten in each round. Add up with +=,
        from 0.""",
        (WHOLE, "gradients[-1].norm()"),
    ),
    "absolute_values": (
        "A sum of absolute values is another norm. Squares here, and a root at the end.",
        (WHOLE, "sum(gradient.abs().sum() for gradient in gradients)"),
    ),
    "means_of_squares": (
        """The squares of each tensor are averaged. The norm is a sum of squares under the root:
        .sum(), not .mean().""",
        ("**2).sum()", "**2).mean()"),
    ),
    "largest_number": (
        "This is the largest number of all. Squares of all numbers, their sum, and the root of it.",
        (WHOLE, "max(gradient.abs().max() for gradient in gradients)"),
    ),
    "square_of_the_sum": (
        """The numbers are added up before they are squared, and positive and negative ones cancel.
        First square each number, then add.""",
        ("(gradient**2).sum()", "gradient.sum() ** 2"),
    ),
    "one_for_each": (
        """There is one norm for each tensor. Asked is one number for all of them together.""",
        (WHOLE, "[gradient.norm() for gradient in gradients]"),
    ),
    "one_for_each_stacked": (
        """This tensor holds one norm for each of the tensors. Asked is one number for all of them
        together.""",
        (WHOLE, "torch.stack([gradient.norm() for gradient in gradients])"),
    ),
    "root_of_the_sum_of_norms": (
        """The norms are added up, and then a root is taken. First add up the squares of all
        numbers, then take one root.""",
        (WHOLE, "torch.sqrt(sum(gradient.norm() for gradient in gradients))"),
    ),
    "in_place": (
        """The tensors themselves were changed on the way. Methods that end
        in _, such as pow_, write into the tensor: take ** 2 or .pow(2).""",
        ("(gradient**2).sum()", "gradient.pow_(2).sum()"),
    ),
}

MORE = (
    """Three steps: square every number of a tensor and add up, so that there is one number for each
    tensor; add these up over the list; take one root, at the very end. Python's sum works over
    tensors with one number, too.""",
    """By hand: the tensors are [2, 4] and [4]. The squares are 4, 16 and 16, their sum is 36, and
    the norm is 6. Each for itself would have had the norms 4.47 and 4, whose sum, 8.47, is too
    much.""",
)
