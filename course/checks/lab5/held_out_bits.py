"""5.11 held_out_bits(model, batches) -> bits per character."""

import math

import torch
import torch.nn.functional as F

from seqlab.check import made
from seqlab.check.shared import draw_integers, draw_number
from seqlab.checks.lab5.common import small_model

# Rows of each batch, and its longest tune: unlike each other, also a batch of one.
SIZES = [
    [(2, 5), (1, 3)],
    [(3, 7), (2, 3), (2, 4)],
    [(1, 6), (4, 4)],
    [(5, 8)],
    [(4, 9), (4, 4), (1, 5)],
]


def case(generator, size):
    """The first tune of each batch is the longest; the others are padded."""
    batches = []
    for rows, time in SIZES[size]:
        tokens = draw_integers(generator, 1, 6, rows, time)
        lengths = draw_integers(generator, 2, time, rows)
        lengths[0] = time
        tokens[torch.arange(time) >= lengths[:, None]] = 0
        batches.append((tokens[:, :-1], tokens[:, 1:]))
    seed = draw_number(generator, 0, 1000)
    return {"model": made(small_model, seed=seed, dropout=0.5, loud=3.0), "batches": batches}


@torch.no_grad()
def expected(model, batches):
    """One tune at a time: nothing is padded."""
    model.eval()
    losses = []
    for inputs, targets in batches:
        for row, goal in zip(inputs, targets, strict=True):
            length = int((goal > 0).sum())
            logits, _ = model(row[None, :length])
            losses.append(F.cross_entropy(logits[0], goal[:length], reduction="none"))
    return float(torch.cat(losses).mean()) / math.log(2)


RESULTS = ("bits",)
ANYWHERE = True
EVAL, BITS = "    model.eval()\n", "bits_per_char(total / count)"
IGNORED, SUM = ", ignore_index=0", ', reduction="sum"'
COUNT = "(targets != 0).sum().item()"

MISTAKES = {
    "training_mode": (
        "Dropout is still at work. Switch to model.eval() before you measure.",
        (EVAL, ""),
    ),
    "padding_counted": (
        """Padding counts as if it were music. Leave out the targets that are 0:
        ignore_index=0.""",
        (IGNORED, ""),
        (COUNT, "targets.numel()"),
    ),
    "mean_of_means": (
        """A mean of batch means: a character in a short batch weighs more than one in a long
        batch. Sum all losses, and divide once by all characters.""",
        (SUM, ""),
        (COUNT, "1"),
    ),
    "mean_of_means_with_padding": (
        """Padding counts as if it were music (ignore_index=0), and the batches are averaged
        although they differ in length.""",
        (IGNORED + SUM, ""),
        (COUNT, "1"),
    ),
    "nats": ("This is in nats per character. Divide by ln 2.", (BITS, "total / count")),
    "padding_in_the_number": (
        """The losses leave out the padding, but the number that they are divided by counts it, so
        the model looks better than it is. Count the targets that are not 0.""",
        (COUNT, "targets.numel()"),
    ),
    "padding_in_the_loss": (
        """The number of characters leaves out the padding, but the losses do not:
        ignore_index=0.""",
        (IGNORED, ""),
    ),
    "divided_by_batches": (
        """The losses are added up and divided by the number of batches. Asked for are bits per
        *character*: divide by the number of characters.""",
        (COUNT, "1"),
    ),
    "divided_by_tunes": (
        """The losses are added up and divided by the number of tunes. Asked for are bits per
        *character*: divide by the number of characters.""",
        (COUNT, "len(targets)"),
    ),
    "means_divided_by_characters": (
        """F.cross_entropy gives the *mean* of a batch here, and the means are divided once more by
        the number of characters. Add up the losses themselves: reduction="sum".""",
        (SUM, ""),
    ),
    "mean_of_tunes": (
        """A mean of the tunes' means: a character in a short tune weighs more. Sum all losses, and
        divide once by all characters.""",
        """
        @torch.no_grad()
        def held_out_bits(model, batches):
            model.eval()
            bits = []
            for inputs, targets in batches:
                logits, _ = model(inputs)
                for row, goal in zip(logits, targets):
                    bits.append(bits_per_char(F.cross_entropy(row, goal, ignore_index=0).item()))
            return sum(bits) / len(bits)
        """,
    ),
    "last_batch_only": (
        "Only the last batch counts. Add up over all batches: +=, and 0 before the loop.",
        ("total +=", "total ="),
        ("count +=", "count ="),
    ),
    "first_batch_only": (
        """Only the first batch counts: the function returns in its first round through the loop.
        The return belongs behind the loop.""",
        ("    return bits_per_char", "        return bits_per_char"),
    ),
    "not_divided": (
        "These are the bits of all characters together. Divide by their number.",
        (BITS, "bits_per_char(total)"),
    ),
    "inputs_as_targets": (
        "The predictions are compared with the inputs. What should come next are the targets.",
        ("1, 2), targets,", "1, 2), inputs,"),
    ),
    "weighted_with_padding": (
        """Each batch counts with the number of all its places, padding included. What is
        multiplied with the mean of a batch has to be the number of its targets that are not 0.""",
        """
        @torch.no_grad()
        def held_out_bits(model, batches):
            model.eval()
            total, count = 0.0, 0
            for inputs, targets in batches:
                logits, _ = model(inputs)
                loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0).item()
                total, count = total + loss * targets.numel(), count + targets.numel()
            return bits_per_char(total / count)
        """,
    ),
    "state_carried": (
        """The state goes on from one batch to the next, but each batch holds other tunes, from
        their beginning. Give the model no state.""",
        ("total, count = 0.0, 0", "total, count, state = 0.0, 0, None"),
        ("logits, _ = model(inputs)", "logits, state = model(inputs, state)"),
    ),
    "inputs_counted": (
        """The number of characters counts the inputs, of which a padded tune has one more than it
        has targets. Count the targets that are not 0.""",
        (COUNT, "(inputs != 0).sum().item()"),
    ),
}

MORE = (
    """Two sums, both 0 before the loop: the losses of all characters, and how many characters
    there are. F.cross_entropy can add up instead of taking the mean; one option names the target
    that does not count, and the same targets must not be counted in the second sum. Divide once,
    behind the loop, and change to bits.""",
    """A neighbour: the first batch has losses 1, 2, 3 and one padding, the second has a loss of 6.
    Sum 12, four characters: 3 nats per character, 3 / 0.6931 = 4.33 bits. The mean of the means,
    (2 + 6) / 2 = 4 nats, is wrong: the one character of the second batch would weigh as much as
    three.""",
)
