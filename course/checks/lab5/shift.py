"""5.2 shift(ids (batch, time + 1)) -> inputs, targets, each (batch, time)."""

from seqlab.check.shared import draw_integers

SIZES = [(2, 4), (1, 6), (4, 4), (3, 8), (6, 12)]  # (batch, time + 1): also one row, also square


def case(generator, size):
    return {"ids": draw_integers(generator, 0, 50, *SIZES[size])}


def expected(ids):
    time = ids.shape[1] - 1
    return ids.narrow(1, 0, time), ids.narrow(1, 1, time)


RESULTS = ("inputs", "targets")
INPUTS, TARGETS = "ids[:, :-1]", "ids[:, 1:]"

MISTAKES = {
    "not_shifted": (
        """Inputs and targets are the same: the model would learn to copy what it has just read.
        The target at step t is the input at step t + 1.""",
        (TARGETS, "ids[:, :-1] + 0"),
    ),
    "backwards": (
        "Shifted the wrong way: this model would predict the past. Swap inputs and targets.",
        (f"{INPUTS}, {TARGETS}", f"{TARGETS}, {INPUTS}"),
    ),
    "batch_axis": (
        "This shifts from tune to tune. Time is the second axis: ids[:, ...].",
        (INPUTS, "ids[:-1]"),
        (TARGETS, "ids[1:]"),
    ),
    "roll": (
        """torch.roll brings the first character back as the last target. Cut instead: both are
        one step shorter than ids.""",
        (INPUTS, "ids"),
        (TARGETS, "ids.roll(-1, dims=1)"),
    ),
    "inputs_too_long": (
        "The inputs are one step too long: the last character has no successor to predict.",
        (INPUTS, "ids"),
    ),
    "targets_too_long": (
        "The targets are one step too long: the first character is given, nothing predicts it.",
        (TARGETS, "ids"),
    ),
    "one_target": (
        """There is a target for the last step only. Each step has its own target: the character
        after it.""",
        (TARGETS, "ids[:, -1]"),
    ),
    "one_target_kept_axis": (
        """There is a target for the last step only. Each step has its own target: the character
        after it.""",
        (TARGETS, "ids[:, -1:]"),
    ),
    "two_steps": (
        "The target is two steps ahead. It is the very next character: one step.",
        (INPUTS, "ids[:, :-2]"),
        (TARGETS, "ids[:, 2:]"),
    ),
    "inputs_only": (
        "This is one value. Return two, the inputs and the targets.",
        (f"{INPUTS}, {TARGETS}", INPUTS),
    ),
}

MORE = (
    """Write down one row of five numbers. Below it write what should be predicted after each of
    them. Which number has nothing to predict? Which one is never predicted? A slice on the second
    axis, rows[:, a:b], takes the same steps from every row.""",
    """A neighbour: for the row [5, 8, 6, 9] the steps between neighbours are 8 - 5, 6 - 8 and
    9 - 6. Four numbers give three pairs: what a pair starts from is 5, 8, 6, and what it goes to is
    8, 6, 9.""",
)
