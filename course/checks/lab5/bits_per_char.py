"""5.6 bits_per_char(loss in nats) -> bits."""

import math

import torch


def case(generator, size):
    """Also below 1, and as large as an untrained model's."""
    return {"loss": 0.3 + size + float(torch.rand((), generator=generator))}


def expected(loss):
    return math.log2(math.exp(loss))


RESULTS = ("bits",)
TOLERANCE = 5e-4  # ln 2 may be written as 0.693
BITS = "loss / math.log(2)"

MISTAKES = {
    "nats": ("This is still in nats: one bit is ln 2 nats.", (BITS, "loss")),
    "multiplied": (
        "Multiplied instead of divided. A bit is the smaller unit, so the number grows.",
        (BITS, "loss * math.log(2)"),
    ),
    "log_of_loss": (
        "The loss is already a logarithm: change its base, take no second logarithm.",
        (BITS, "math.log2(loss)"),
    ),
    "perplexity": (
        """exp(loss) is the perplexity: the number of characters the model hesitates between.
        Bits are a change of base.""",
        (BITS, "math.exp(loss)"),
    ),
    "log_alone": (
        "The loss is already a logarithm: change its base, take no second logarithm.",
        (BITS, "math.log(loss)"),
    ),
    "base_10": (
        "This divides by the logarithm of 2 to the base 10. A nat belongs to the base e: math.log.",
        (BITS, "loss / math.log10(2)"),
    ),
    "from_base_10": (
        "This changes to the base 10, so the unit is a decimal digit. A bit belongs to the base 2.",
        (BITS, "loss / math.log(10)"),
    ),
    "halved": (
        "This divides by 2. A bit is a choice of 2, but the unit is its logarithm, ln 2.",
        (BITS, "loss / 2"),
    ),
    "power_of_two": (
        """2 to the power of the loss is a number of choices. Asked for are bits, a logarithm: the
        same loss in another unit.""",
        (BITS, "2**loss"),
    ),
    "divided_by_e": (
        "This divides by e. The unit is a logarithm: a bit is ln 2 nats.",
        (BITS, "loss / math.e"),
    ),
}

MORE = (
    r"""$\log_2 x = \ln x / \ln 2$. The loss is $-\ln p$, and wanted is $-\log_2 p$: the same
    change of base. math.log is the natural logarithm.""",
    """A neighbour: a pound is 0.4536 kg, so 2 kg are 2 / 0.4536 = 4.41 pounds: the smaller the
    unit, the larger the number. A bit is 0.6931 nats. A die with 8 faces: its loss is
    ln 8 = 2.0794 nats, and 3 yes-or-no questions.""",
)
