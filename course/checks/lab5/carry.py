"""5.7 carry(state, fresh) -> the state for the next window, or None."""

import torch

from seqlab.check import WrongForm
from seqlab.check.shared import draw_normal
from seqlab.checks.lab5.common import pair

# Batch, hidden, whether there is a state, whether tunes begin.
SIZES = [(1, 2, True, False), (3, 3, True, False), (2, 3, True, True), (3, 4, False, True)]
SIZES.append((4, 2, True, False))


def case(generator, size):
    batch, hidden, known, fresh = SIZES[size]
    state = tuple(draw_normal(generator, 1, batch, hidden) for _ in range(2))
    return {"state": state if known else None, "fresh": fresh}


def call(answer, state, fresh):
    """The state that is handed in hangs on a window before."""
    before = state and tuple(part.clone().requires_grad_() * 1.0 for part in state)
    after = answer(before, fresh)
    if fresh:
        return {"state": after}
    if after is None:
        raise WrongForm("fresh is False, and the state is None: inside a tune the memory goes on.")
    h, c = (after, None) if isinstance(after, torch.Tensor) else pair(after, "h", "c")
    if isinstance(h, torch.Tensor) and h.shape == before[0].shape:
        h + before[0]  # as the model will: both have to be on one device
    return {"h": h, "c": c, "h is detached": detached(h), "c is detached": detached(c)}


def detached(part):
    return not getattr(part, "requires_grad", False)


def shown(name, state, fresh):
    attached = "tuple(part.requires_grad_() * 1.0 for part in state)"
    return f"state = {state}\n{name}({'None' if state == 'None' else attached}, fresh={fresh})"


def expected(state, fresh):
    if fresh:
        return {"state": None}
    h, c = state
    return {"h": h, "c": c, "h is detached": True, "c is detached": True}


ANYWHERE = True
RESULT, FRESH = "h.detach(), c.detach()", "    if fresh:\n        return None\n"
NOTHING = "Where a tune begins the memory must be empty: return None when fresh is True."

MISTAKES = {
    "not_detached": (
        """The state is still attached to the window before. Back-propagation would go back
        through all windows, and PyTorch stops at the second one. Use detach() on h and on c
        (clone() copies the numbers but stays attached).""",
        (RESULT, "h, c"),
    ),
    "only_h_detached": (
        "h is detached, c is not. An LSTM has two states.",
        (RESULT, "h.detach(), c"),
    ),
    "only_c_detached": (
        "c is detached, h is not. An LSTM has two states.",
        (RESULT, "h, c.detach()"),
    ),
    "thrown_away": (
        "The state became zeros: the memory is thrown away at each window.",
        (RESULT, "h.detach() * 0, c.detach() * 0"),
    ),
    "never_fresh": (NOTHING, (FRESH, "    if state is None:\n        return None\n")),
    "fresh_not_read": (
        f"""{NOTHING} `fresh` is not looked at here, and at the very beginning there is no state,
        state is None.""",
        (FRESH, ""),
    ),
    "fresh_turned_round": (
        """It is the wrong way round: None is returned inside a tune, and the old state where a
        tune begins. fresh is True where tunes begin.""",
        ("if fresh:", "if not fresh:"),
    ),
    "zeros_where_fresh": (
        """Where tunes begin the result has to be None, not zeros: the next batch may have another
        number of tunes, and zeros of the old shape would not fit. For the model None stands for an
        empty memory.""",
        (FRESH, "    if fresh:\n        return [part.detach() * 0 for part in state]\n"),
    ),
    "pair_of_none": (
        """Where tunes begin the result is one None in place of the whole state, not a pair
        (None, None).""",
        ("        return None", "        return None, None"),
    ),
    "always_none": (
        """The state is always None, so each window starts with an empty memory. Only where fresh is
        True the memory is empty.""",
        (FRESH, "    return None\n"),
    ),
    "swapped": ("h and c have changed places.", (RESULT, "c.detach(), h.detach()")),
    "h_only": (
        "Only h came back. The state of an LSTM is two things: return both, h and c.",
        (RESULT, "h.detach()"),
    ),
}

MORE = (
    """Two cases. Where tunes begin, nothing is carried: return at once. Else take the pair apart,
    and cut each of the two from its history. A tensor has a method for that which keeps the
    numbers.""",
    """A neighbour: x = torch.tensor(2.0, requires_grad=True), y = 3 * x. y is 6 and hangs on x:
    y.requires_grad is True. z = y.detach() is 6, too, and z.requires_grad is False. (5 * z) has no
    gradient for x, (5 * y) has: 15.""",
)
