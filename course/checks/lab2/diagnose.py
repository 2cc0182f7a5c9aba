"""diagnose(flow (time,), updates (steps,), operations (steps,)) -> a finding."""

import torch

from seqlab.check import WrongForm

FINDINGS = ("healthy", "exploding", "vanishing", "not detached", "learning rate")
STEPS = 12
# Each case is drawn so that only the rule of the text tells the findings apart: among others, the
# size of the flow, its middle, the last update, the mean update and the number of operations would
# all mislead.


def between(generator, low, high):
    """Draw a number between two positive ones, evenly on a logarithmic scale."""
    return low * (high / low) ** torch.rand((), generator=generator).item()


def case(generator, size):
    """A patient for each finding, one in each size; the seed says in which order."""
    finding = FINDINGS[(size + generator.initial_seed()) % len(FINDINGS)]
    return {
        "flow": flow_of(generator, finding),
        "updates": updates_of(generator, finding),
        "operations": operations_of(generator, finding),
    }


def flow_of(generator, finding):
    """Norms, earliest first; in the middle of a calm flow there are a peak and a gap."""
    ratios = {
        "healthy": (0.055, 0.095),
        "exploding": (32, 90),
        "vanishing": (2e-5, 9e-5),
        "not detached": (0.055, 0.095),
        "learning rate": (0.75, 0.95),
    }
    firsts = {"healthy": (0.3, 2), "exploding": (0.05, 0.2), "vanishing": (35, 60)}
    first = between(generator, *firsts.get(finding, (40, 90)))
    back = torch.linspace(0, 1, 9)
    flow = first * between(generator, *ratios[finding]) ** -back
    if finding not in ("exploding", "vanishing"):
        flow[3], flow[5] = 120 * flow.max(), 2e-5 * flow.max()
    return flow


def updates_of(generator, finding):
    """Shares of the weights; where they are too large, one step alone is."""
    if finding == "exploding":
        return 0.12 + 0.3 * torch.rand(STEPS, generator=generator)
    if finding != "learning rate":
        return 0.023 + 0.0065 * torch.rand(STEPS, generator=generator)
    updates = 0.002 + 0.002 * torch.rand(STEPS, generator=generator)
    place = 1 + int(torch.randint(STEPS - 2, (), generator=generator))
    updates[place] = between(generator, 0.12, 0.16)
    return updates


def operations_of(generator, finding):
    """The work of each step; where it grows there is still less of it than elsewhere."""
    if finding != "not detached":
        return torch.full((STEPS,), between(generator, 1200, 3000)).round()
    first = round(between(generator, 30, 60))
    return first + round(between(generator, 0.3, 1) * first) * torch.arange(float(STEPS))


def call(answer, flow, updates, operations):
    finding = answer(flow, updates, operations)
    if finding is None:
        raise WrongForm("No finding for this patient: is there a return for each case?")
    if not isinstance(finding, str) or finding not in FINDINGS:
        raise WrongForm(f"Expected one of {', '.join(FINDINGS)}; got {finding!r}.")
    return finding


def expected(flow, updates, operations):
    """Go through what is seen in one curve alone."""
    first, last = flow[0].item(), flow[-1].item()
    if first > 15 * last or first < 2e-3 * last:
        return "exploding" if first > last else "vanishing"
    if operations[0] != operations[-1]:
        return "not detached"
    return "learning rate" if max(updates.tolist()) > 0.06 else "healthy"


RESULTS = ("finding",)
DECIMALS = 6

RATIO, EXPLODED, VANISHED = "flow[0] / flow[-1]", "ratio > 10", "ratio < 1e-3"
WORK, LARGEST = "operations[-1] > 2 * operations[0]", "updates.max() > 0.1"
RATE = f'    if {LARGEST}:\n        return "learning rate"\n'

MISTAKES = {
    "flow_read_backwards": (
        """Exploding and vanishing have changed places. flow[0] is the *earliest* step, where
        the gradient arrives last on its way back: does it grow or shrink on that way?""",
        ('"exploding"', '"VANISHING"'),
        ('"vanishing"', '"exploding"'),
        ('"VANISHING"', '"vanishing"'),
    ),
    "updates_first": (
        """An exploding gradient is taken for a wrong learning rate. Its updates are large too,
        but because the gradient is. Either the updates are looked at before the flow, or the limit
        for the flow is too high: thirty times as large has exploded.""",
        (f"    if {EXPLODED}", f"{RATE}    if {EXPLODED}"),
    ),
    "every_large_update_explodes": (
        """A wrong learning rate is taken for an exploding gradient. Large updates with a
        healthy flow come from the step size.""",
        ('return "learning rate"', 'return "exploding"'),
    ),
    "vanishing_missed": (
        """A vanishing gradient was not found. Either flow[0] is not divided by flow[-1] (the size
        of flow[0] alone depends on the loss), or the limit is too low: a ten-thousandth and less
        has vanished.""",
        (VANISHED, "ratio < 1e-9"),
    ),
    "healthy_called_vanishing": (
        """A healthy patient is told that the gradient vanishes. Some of it is always lost: a
        factor of twenty over the whole way is nothing to worry about.""",
        ('return "healthy"', 'return "vanishing"'),
    ),
    "all_calm_flows_called_vanishing": (
        """Whoever loses a little gradient is told that it vanishes. A factor of twenty over the
        whole way is nothing to worry about; vanished is a ten-thousandth and less. Only the two
        ends count, not what lies between them.""",
        (VANISHED, "ratio < 1"),
    ),
    "operations_not_read": (
        """One patient was sent home as healthy although the work grows with every step.
        Compare the last number of operations with the first.""",
        (WORK, "False"),
    ),
    "updates_not_read": (
        """One patient was sent home as healthy although the weights change by a large part of
        themselves in one step. Look at the largest update, not at the mean or the last one.""",
        (LARGEST, "False"),
    ),
    "exploding_missed": (
        """An exploding gradient was not found: it arrives at the first step many times as large
        as at the last. Divide flow[0] by flow[-1].""",
        ('return "exploding"', 'return "healthy"'),
    ),
    "tenth_called_vanishing": (
        """A gradient of which a tenth is left is told to vanish. A factor of twenty over the whole
        way is nothing to worry about; vanished is a ten-thousandth and less.""",
        (VANISHED, "ratio < 0.1"),
    ),
    "every_flow_explodes": (
        """Everyone whose flow has a peak is told that it explodes, or everyone at all. Only the two
        ends count: divide flow[0] by flow[-1], not the largest by the smallest.""",
        (RATIO, "flow.max() / flow.min()"),
    ),
    "peak_explodes": (
        """A peak in the middle of the flow is taken for an exploding gradient. Only the two ends
        count: divide flow[0] by flow[-1].""",
        (EXPLODED, f'{VANISHED}:\n        return "vanishing"\n    if flow.max() > 10 * flow[-1]'),
    ),
    "always_healthy": (
        """Everyone is sent home as healthy. Look at the flow, the operations and the updates, each
        with a condition and a return of its own.""",
        (f"ratio = {RATIO}", 'return "healthy"'),
    ),
    "ratio_upside_down": (
        """The ratio is upside down. flow[0] is the *earliest* step, which the gradient reaches
        last: where it has become large *there* it has exploded. Divide flow[0] by flow[-1].""",
        (RATIO, "flow[-1] / flow[0]"),
    ),
    "ratio_upside_down_thirty": (
        """The ratio is upside down: the larger it is, the more has vanished. flow[0] is the
        *earliest* step, which the gradient reaches last. Divide flow[0] by flow[-1].""",
        (RATIO, "flow[-1] / flow[0]"),
        (EXPLODED, "ratio >= 30"),
    ),
    "flow_not_divided": (
        """The first flow is judged by its size. That depends on the loss, and means nothing: divide
        it by the last one.""",
        (RATIO, "flow[0]"),
    ),
    "operations_counted": (
        """A patient with many operations in every step is said not to be detached. A large number
        is no illness, growth is: compare the last number with the first.""",
        (WORK, "operations[-1] > 1000"),
    ),
    "healthy_updates_too_large": (
        """A healthy patient is told that the learning rate is wrong. Either the limit is too low
        (up to 3 % is healthy; more than 10 %, which is 0.1, is too much), or another number than
        the largest update is compared with it.""",
        (LARGEST, "updates.max() > 0.01"),
    ),
}

MORE = (
    """Four questions, one after the other, each with its own return, and "healthy" at the end. The
    flow comes first: one number is enough for both of its illnesses, the first flow divided by the
    last. Choose limits between what is healthy and what is ill: between 1 and 30 on one side, and
    between a ten-thousandth and a twentieth on the other.""",
    """A neighbour: fever charts. "Measured in the morning 36.6, in the evening 39.1" is a rise of
    2.5, whatever the thermometer says on its scale: so the first is compared with the last. One
    single reading of 41 is dangerous, although the mean of the week is 37: so the largest is
    looked at. And where two illnesses both make a fever, ask first for the sign that only one of
    them has.""",
)
