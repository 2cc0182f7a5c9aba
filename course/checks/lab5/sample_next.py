"""5.9 sample_next(logits (batch, V), temperature) -> drawn ids (batch,)."""

import torch
import torch.nn.functional as F

from seqlab.check import WrongForm
from seqlab.check.compare import kind
from seqlab.check.shared import draw_number

COPIES = 5000
SHARES = f"share of each id among {COPIES} draws from each row"
# Rows, temperature, and what is added to all logits of a row, which changes nothing.
SIZES = [(1, 0.5, 0.0), (2, 2.0, -1.5), (4, 0.7, 1.0), (3, 1.0, -4.0), (1, 3.0, -1.0)]


def case(generator, size):
    rows, temperature, added = SIZES[size]
    orders = [torch.randperm(4, generator=generator) for _ in range(rows)]
    logits = torch.tensor([0.0, 1.0, 2.0, 2.5])[torch.stack(orders)] + added
    if rows > 1:
        logits[draw_number(generator, 0, rows)] -= 1.0
    return {"logits": logits, "temperature": temperature}


def call(answer, logits, temperature):
    """First as it is called, for the shape; then with many copies of each row."""
    ids = checked(answer(logits, temperature), logits)
    rows = logits.repeat(COPIES, 1)
    many = checked(answer(rows, temperature), rows)
    drawn = F.one_hot(many.flatten(), logits.shape[1]).view(COPIES, *logits.shape)
    return {"shape": tuple(ids.shape), SHARES: drawn.double().mean(dim=0)}


def shown(name, logits, temperature):
    return f"""logits, copies = {logits}, {COPIES}
print({name}(logits, {temperature}).shape)
many = {name}(logits.repeat(copies, 1), {temperature}).view(copies, len(logits))
F.one_hot(many, logits.shape[1]).double().mean(dim=0)"""


def checked(ids, logits):
    batch, vocabulary = logits.shape
    if not isinstance(ids, torch.Tensor):
        raise WrongForm(f"ids: expected a tensor, got {kind(ids)}.")
    if ids.is_floating_point() or ids.numel() != batch:
        raise WrongForm(
            f"ids: expected {batch} whole numbers, shape ({batch},), got {ids.dtype}, "
            f"shape {tuple(ids.shape)}."
        )
    if ids.min() < 0 or ids.max() >= vocabulary:
        raise WrongForm(f"An id must be from 0 to V - 1, got {int(ids.min())} to {int(ids.max())}.")
    return ids.long()


def expected(logits, temperature):
    shares = torch.softmax(logits.double() / temperature, dim=-1)
    return {"shape": (len(logits),), SHARES: shares}


ANYWHERE = True
TOLERANCE = 0.04  # five standard errors of 5,000 draws
PROBABILITIES = "torch.softmax(logits / temperature, dim=-1)"
DRAWN = "torch.multinomial(probabilities, num_samples=1).squeeze(1)"

MISTAKES = {
    "argmax": (
        """This always takes the likeliest character: no two tunes would differ. Draw with
        torch.multinomial.""",
        (DRAWN, "probabilities.argmax(dim=-1)"),
    ),
    "multiplied": (
        "Multiplied by the temperature: then heat makes the model more careful. Divide.",
        ("logits / temperature", "logits * temperature"),
    ),
    "temperature_after_softmax": (
        """The temperature changes nothing here: either it is not used, or it is added to the logits
        or taken from them, or the probabilities are divided by it, and multinomial scales them
        anyway. Divide the logits, before the softmax.""",
        (PROBABILITIES, "torch.softmax(logits, dim=-1) / temperature"),
    ),
    "axis_left": (
        "The axis of length 1 is still there: (batch, 1). Take it off with squeeze(1).",
        (".squeeze(1)", ""),
    ),
    "uniform": (
        "All characters come up equally often: the probabilities of the model are not used.",
        (DRAWN, "torch.randint(logits.shape[1], logits.shape[:1])"),
    ),
    "batch_axis": (
        """The softmax runs over the batch. The probabilities of one row must add up to 1:
        dim=-1.""",
        ("dim=-1", "dim=0"),
    ),
    "squeezed_too_much": (
        """With one tune in the batch the result has no axis left: squeeze() takes off *every* axis
        of length 1, the batch, too. Say which one.""",
        (".squeeze(1)", ".squeeze()"),
    ),
    "no_softmax": (
        """torch.multinomial wants probabilities, or other numbers that are not below 0, and these
        are logits. The softmax is missing: it makes probabilities of them.""",
        (PROBABILITIES, "logits / temperature"),
    ),
    "log_softmax": (
        """torch.multinomial wants probabilities, and these are their logarithms. Use softmax, not
        log_softmax.""",
        ("torch.softmax", "torch.log_softmax"),
    ),
    "same_for_all": (
        """All rows get an id that was drawn from the first one. Each row is a tune of its own, with
        probabilities of its own.""",
        (DRAWN, "torch.multinomial(probabilities[0], len(logits), replacement=True)"),
    ),
    "squared": (
        """The softmax was taken twice, which makes all characters nearly equally likely. Take it
        once.""",
        (PROBABILITIES, "torch.softmax(torch.softmax(logits / temperature, dim=-1), dim=-1)"),
    ),
    "plain_number": (
        """This is a plain number, of one tune. The batch may have several: return the tensor of
        ids, (batch,).""",
        (DRAWN, "torch.multinomial(probabilities, num_samples=1)[0].item()"),
    ),
    "first_of_batch": (
        "Only the first row has got an id. Each row of the batch gets one.",
        (".squeeze(1)", "[0]"),
    ),
    "probability_returned": (
        """This is the probability of what was drawn. Asked for is which one it is: its id, as
        torch.multinomial gives it.""",
        (
            DRAWN,
            "probabilities.gather(1, torch.multinomial(probabilities, num_samples=1)).squeeze(1)",
        ),
    ),
}

MORE = (
    """Three steps: divide, softmax, draw. Write the shapes beside them: (batch, V), (batch, V),
    and torch.multinomial(probabilities, 1) gives (batch, 1). What was asked for is (batch,), also
    for a batch of one.""",
    """A neighbour, by hand: logits 0 and ln 4 = 1.386. At temperature 1: e^0 = 1 and e^1.386 = 4,
    so 0.2 and 0.8. At temperature 2: e^0.693 = 2, so 0.333 and 0.667: nearer to each other. At
    temperature 0.5: e^2.77 = 16, so 0.059 and 0.941. Of 10 draws from (0.2, 0.8) about 2 are id
    0 and 8 are id 1.""",
)
