"""masked_loss(logits (batch, time, n), targets (batch, time), mask (batch, time)) -> loss ()."""

import torch
import torch.nn.functional as F

from seqlab.check.shared import draw_integers, draw_normal

# batch, time, classes; where the last two are equal, the classes can be taken for letters
SHAPES = [(2, 3, 3), (1, 4, 3), (2, 2, 5), (3, 5, 2), (5, 4, 4), (2, 2, 5)]


def case(generator, size):
    """The first letter is of class 0, which is a class like the others."""
    batch, time, classes = SHAPES[size]
    lengths = draw_integers(generator, 1, time, batch)
    lengths[0], lengths[-1] = time, 1
    logits = draw_normal(generator, batch, time, classes)
    targets = draw_integers(generator, 0, classes, batch, time)
    targets[0, 0], targets[-1, -1] = 0, 1
    if size == 5:  # the first letter has the probability 0, the second an infinite exponential
        logits[0, 0, :2] += torch.tensor([-300.0, 300.0])
        logits[0, 1, targets[0, 1]] += 100.0
    return {"logits": logits, "targets": targets, "mask": torch.arange(time) < lengths[:, None]}


def expected(logits, targets, mask):
    targets = targets.masked_fill(~mask, -100)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=-100)


RESULTS = ("loss",)
GRADIENTS = ("logits",)

LOG_P, MEAN = "F.log_softmax(logits, dim=-1)", "-(log_p_target * mask).sum() / mask.sum()"
GATHER = "log_p.gather(-1, targets[..., None]).squeeze(-1)"

OVERFLOW = """For large logits e to the power of them is infinite, and the loss with it: it becomes
    infinite, or NaN. F.log_softmax (or F.cross_entropy) takes softmax and logarithm in one, and
    safely."""
SMALL = """For large logits the softmax rounds to 0. A small number was added (or put in its place)
    before the logarithm: then the loss is cut at its logarithm, and the gradient is lost.
    F.log_softmax (or F.cross_entropy) takes softmax and logarithm in one, and safely."""

MISTAKES = {
    "padding_counted": (
        """Padding counts as if it were letters: the mask is not used. Only places where the
        mask is True belong into the mean.""",
        (MEAN, "-log_p_target.mean()"),
    ),
    "class_0_left_out": (
        """ignore_index=0 leaves out every target that is 0. Here class 0 is a class like the
        others; padding is where the mask is False.""",
        (MEAN, "F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)"),
    ),
    "logits_masked": (
        """The logits of the padding are set to 0. That is not silence: it is a guess with equal
        probabilities, and it costs. Take the losses first, then leave out those of padding.""",
        (LOG_P, "F.log_softmax(logits * mask[..., None], dim=-1)"),
        (MEAN, "-log_p_target.mean()"),
    ),
    "classes_on_the_wrong_axis": (
        """F.cross_entropy looks for the classes on the second axis, and there are the letters:
        transpose(1, 2), or flatten batch and time of everything. And the mask is not used.""",
        (MEAN, "F.cross_entropy(logits, targets)"),
    ),
    "divided_by_all": (
        """The padding is counted when you divide: the loss looks
        smaller the more padding there is. Divide by the number of letters, mask.sum().""",
        (MEAN, "-(log_p_target * mask).mean()"),
    ),
    "mean_of_names": (
        """A mean for each name, then the mean of these: a letter of a short name weighs more.
        Add up all letters and divide once.""",
        (MEAN, "-((log_p_target * mask).sum(dim=1) / mask.sum(dim=1)).mean()"),
    ),
    "sum": (
        """This is the sum over all letters. Divide by their number, or long names and large
        batches make larger steps.""",
        (MEAN, "-(log_p_target * mask).sum()"),
    ),
    "softmax_twice": (
        """The softmax is applied twice: F.cross_entropy and F.log_softmax want logits. Twice
        flattens the probabilities, and the network learns slowly.""",
        (LOG_P, "F.log_softmax(logits.softmax(dim=-1), dim=-1)"),
    ),
    "sign": (
        """The sign is missing. A logarithm of a probability is negative; the loss is minus
        that, and training makes it *small*.""",
        (MEAN, "(log_p_target * mask).sum() / mask.sum()"),
    ),
    "no_logarithm": (
        "This is the mean probability, without its logarithm. The loss is -ln p.",
        (MEAN, "-(log_p_target.exp() * mask).sum() / mask.sum()"),
    ),
    "softmax_over_time": (
        """The softmax runs over the letters of a name. For *each* letter the probabilities of
        the classes must add up to 1: dim=-1.""",
        ("(logits, dim=-1)", "(logits, dim=1)"),
    ),
    "scrambled": (
        """reshape or view moved the numbers to other letters. F.cross_entropy wants the classes
        on the second axis: transpose(1, 2), or flatten batch and time of everything.""",
        (
            MEAN,
            """F.cross_entropy(
        logits.reshape(len(logits), logits.shape[2], -1), targets, reduction="none"
    )[mask].mean()""",
        ),
    ),
    "no_softmax": (
        """The logits were taken for logarithms of probabilities. They become that by the log of the
        softmax: F.log_softmax.""",
        (LOG_P, "logits"),
    ),
    "log2": (
        """This is in bits. The formula has the natural logarithm, ln.""",
        (MEAN, "-(log_p_target * mask).sum() / mask.sum() / 0.6931471805599453"),
    ),
    "mean_of_all_classes": (
        """All classes were averaged: the targets are not used. From each place take the logarithm
        of one class, that of the target.""",
        (GATHER, "log_p.mean(dim=-1)"),
    ),
    "divided_by_the_names": (
        """The sum is divided by the number of *names*. Divide by the number of letters,
        mask.sum().""",
        ("/ mask.sum()", "/ len(mask)"),
    ),
    "mask_turned_round": (
        """The mask is turned round: only padding counts. It is True where there is a letter.""",
        (MEAN, "-(log_p_target * ~mask).sum() / (~mask).sum()"),
    ),
    "loss_for_each_letter": (
        """This is a loss for each letter. Add them up and divide by their number: one number in the
        end.""",
        (MEAN, "-log_p_target[mask]"),
    ),
    "loss_for_each_name": (
        """This is a loss for each name. Add up all letters of all names and divide once: one number
        in the end.""",
        (MEAN, "-(log_p_target * mask).sum(dim=1) / mask.sum(dim=1)"),
    ),
    "softmax_over_the_batch": (
        """The softmax runs over the names of the batch. For *each* letter the probabilities of
        the classes must add up to 1: dim=-1.""",
        ("(logits, dim=-1)", "(logits, dim=0)"),
    ),
    "padding_as_class_0": (
        """The padding was made 0, and 0 was left out. But class 0 is a class like the others, and
        its letters are lost. Give padding a number that no class has, or use the mask at the
        end.""",
        (MEAN, "F.cross_entropy(logits.transpose(1, 2), targets * mask, ignore_index=0)"),
    ),
}

# Right for the logits of this lab; told to those whose loss is infinite where logits are large.
ADVICE = {
    "log_of_zero": (
        """For large logits the softmax rounds to 0, and its logarithm is minus infinity.
        F.log_softmax (or F.cross_entropy) does both steps in one, and safely.""",
        (LOG_P, "logits.softmax(dim=-1).log()"),
    ),
    "exponentials_overflow": (
        OVERFLOW,
        (LOG_P, "(logits.exp() / logits.exp().sum(dim=-1, keepdim=True)).log()"),
    ),
    "sum_of_exponentials_overflows": (
        OVERFLOW,
        (LOG_P, "logits - logits.exp().sum(dim=-1, keepdim=True).log()"),
    ),
    **{
        f"small_number_{number}": (SMALL, (LOG_P, f"(logits.softmax(dim=-1) + {number}).log()"))
        for number in ("1e-8", "1e-9", "1e-10", "1e-12")
    },
}

MORE = (
    """Three steps, each with its shape. The logarithms of the probabilities (batch, time, n):
    F.log_softmax over the classes. That of the target at each place (batch, time): gather, or
    F.cross_entropy with reduction="none", which does both. Then only the places where the mask is
    True: their sum, divided by how many they are.""",
    """By hand: two names, of 2 letters and of 1. The probabilities of the targets are 0.5 and 0.25
    for the first name, 0.5 for the second, and then there is padding. The losses are 0.69, 1.39
    and 0.69, their sum is 2.77, and there are 3 letters: 0.92. Not 2.77 / 4 = 0.69, and not the
    mean of the names, (1.04 + 0.69) / 2 = 0.87.""",
)
