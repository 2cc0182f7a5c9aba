"""unroll(x (batch, time, features), h, W_xh, W_hh, b_h) -> states (batch, time, hidden)."""

import torch

from seqlab.check.shared import draw_normal
from seqlab.checks.lab1.common import draw_weights

# batch, time, features, hidden; where the first two are equal, a loop over the wrong axis fits
SHAPES = [(2, 3, 1, 2), (3, 3, 2, 4), (4, 2, 3, 2), (1, 4, 2, 3), (4, 4, 4, 4)]


def case(generator, size):
    batch, time, features, hidden = SHAPES[size]
    x, h = draw_normal(generator, batch, time, features), draw_normal(generator, batch, hidden)
    return {"x": x, "h": h, **draw_weights(generator, features, hidden)}


def expected(x, h, W_xh, W_hh, b_h):
    """What nn.RNN calls."""
    weights = [W_xh.T, W_hh.T, b_h, torch.zeros_like(b_h)]
    states, _ = torch.rnn_tanh(x, h[None], weights, True, 1, 0.0, False, False, True)
    return states


RESULTS = ("states",)
GRADIENTS = ("x", "h", "W_xh", "W_hh", "b_h")

STEP, KEEP, LOOP = "h = rnn_step(x[:, t], h,", "states.append(h)", "for t in range(x.shape[1]):"
STACK = "torch.stack(states, dim=1)"

MISTAKES = {
    "state_not_carried": (
        """Every step starts again from the first state: nothing is remembered. The state that
        comes out of one step goes into the next.""",
        (STEP, "new = rnn_step(x[:, t], h,"),
        (KEEP, "states.append(new)"),
    ),
    "first_state_ignored": (
        """It starts from zeros. The first state is given: h. (When the network writes, it is
        not zero.)""",
        ("states = []", "states, h = [], torch.zeros_like(h)"),
    ),
    "last_only": (
        "This is only the last state. Keep the state after *every* step in a list.",
        (STACK, "states[-1]"),
    ),
    "axes_swapped": (
        """The states are stacked with time in front. torch.stack puts the new axis first; with
        dim=1 it becomes (batch, time, hidden).""",
        ("(states, dim=1)", "(states)"),
    ),
    "as_many_steps_as_names": (
        """The number of steps is the number of *names*. Time is the second axis of x: there is
        one step for each letter, x.shape[1].""",
        ("x.shape[1]", "x.shape[0]"),
    ),
    "loop_over_names": (
        """The loop goes over the names, so each name gets its memory from another name. Time is
        the second axis: x[:, t] is letter t of every name.""",
        (LOOP, "for name in x:"),
        ("x[:, t]", "name"),
        ("(states, dim=1)", "(states)"),
    ),
    "carried_to_the_next_name": (
        "The state of one name runs on into the next. Every name starts from its own row of h.",
        (LOOP, "h = h[0]\n    for letter in x.flatten(0, 1):"),
        ("x[:, t]", "letter"),
        (STACK, "torch.stack(states).view(*x.shape[:2], -1)"),
    ),
    "first_state_kept": (
        """The first state is among the results: one step too many. Keep only what comes *after*
        a letter.""",
        ("states = []", "states = [h]"),
    ),
    "backwards": (
        "The letters were read from the last to the first.",
        ("range(x.shape[1])", "reversed(range(x.shape[1]))"),
    ),
    "detached": (
        """The state is detached between the steps,
        so the network cannot learn to remember. Hand it on as it is.""",
        (KEEP, "states.append(h)\n        h = h.detach()"),
    ),
    "own_random_weights": (
        """A new nn.RNN has random weights of its own: W_xh, W_hh and b_h are not used. Take one
        step per letter with your rnn_step.""",
        """
        def unroll(x, h, W_xh, W_hh, b_h):
            return torch.nn.RNN(x.shape[2], h.shape[1], batch_first=True)(x, h[None])[0]
        """,
    ),
    "weights_cut_off": (
        """The states are cut off from the weights, so W_xh, W_hh and b_h could
        never learn. Either the weights were detached, or they were copied into an nn.RNN and the
        gradient goes to the copies. Hand the weights themselves to your rnn_step.""",
        (STEP + " W_xh, W_hh, b_h", STEP + " W_xh.detach(), W_hh.detach(), b_h.detach()"),
    ),
    "old_state_kept": (
        """The state *before* each letter is kept, so all are one step late. Keep the one that comes
        out of the step.""",
        (f"{STEP} W_xh, W_hh, b_h)\n        {KEEP}", f"{KEEP}\n        {STEP} W_xh, W_hh, b_h)"),
    ),
    "backwards_and_turned": (
        """The letters were read from the last to the first, and the states turned round again. A
        state may only know the letters up to its own.""",
        ("range(x.shape[1])", "reversed(range(x.shape[1]))"),
        (STACK, "torch.stack(states[::-1], dim=1)"),
    ),
    "glued": (
        """torch.cat glues the states together along an axis that they have. torch.stack makes a new
        one for time: dim=1 puts it in second place.""",
        ("torch.stack(states, dim=1)", "torch.cat(states, dim=1)"),
    ),
    "always_the_first_letter": (
        """Every step reads the same letter, the first. At step t it is x[:, t].""",
        ("x[:, t]", "x[:, 0]"),
    ),
    "list": (
        """This is a list of the states. Make one tensor of it: torch.stack, with the new axis in
        second place.""",
        (STACK, "states"),
    ),
    "one_step_too_few": (
        """The last letter was not read: one state is missing. range(n) ends at n - 1 by itself.""",
        ("range(x.shape[1])", "range(x.shape[1] - 1)"),
    ),
    "own_random_weights_from_zeros": (
        """A new nn.RNN has random weights of its own: W_xh, W_hh and b_h are not used, nor is the
        first state h. Take one step per letter with your rnn_step.""",
        """
        def unroll(x, h, W_xh, W_hh, b_h):
            return torch.nn.RNN(x.shape[2], h.shape[1], batch_first=True)(x)[0]
        """,
    ),
    "scrambled": (
        """reshape or view moved the numbers to other names. It does not exchange axes: stack the
        states with dim=1, or transpose(0, 1) what was stacked with time in front.""",
        (STACK, "torch.stack(states).view(*x.shape[:2], -1)"),
    ),
    "last_returned_too": (
        """Two things were returned. The states are asked for, alone; the last one is among
        them.""",
        (f"return {STACK}", f"return {STACK}, h"),
    ),
}

MORE = (
    """Four things: an empty list; a loop over the places of the *second* axis of x; in it one call
    of rnn_step whose result takes the place of h, and is also put into the list; after the loop,
    torch.stack. Print h.shape in the loop: it is (batch, hidden) each time.""",
    """The same idea on another task: the balance of two accounts after each day, with payments
    (accounts, days) = [[5, 1, 2], [0, 4, 4]] and the first balances [10, 20]. Day 0: [15, 20].
    Day 1: [16, 24]. Day 2: [18, 28]. Each day begins with what the day before left. Stacked along
    days: [[15, 16, 18], [20, 24, 28]]; each account is a row.""",
)
