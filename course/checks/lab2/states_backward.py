"""states_backward(direct, states, W_hh) -> d_h, all (time, batch, hidden)."""

import torch

from seqlab.checks.lab2.common import draw_exact, draw_states

# time, batch, hidden; a single step has no next one
SHAPES = [(3, 1, 2), (4, 2, 3), (5, 3, 2), (1, 2, 3), (6, 4, 4)]


def case(generator, size):
    hidden = SHAPES[size][-1]
    return {
        "direct": draw_exact(generator, *SHAPES[size]),
        "states": draw_states(generator, *SHAPES[size]),
        "W_hh": draw_exact(generator, hidden, hidden),
    }


def expected(direct, states, W_hh):
    """Add a zero to each state, and let autograd say how the loss depends on it."""
    zeros = torch.zeros_like(states).requires_grad_()
    before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
    rest = states.atanh() - before @ W_hh  # what a_t holds besides the part of the state
    h, loss = before[0], 0.0
    for t, nothing in enumerate(zeros):
        h = torch.tanh(rest[t] + h @ W_hh) + nothing
        loss = loss + (direct[t] * h).sum()
    return torch.autograd.grad(loss, zeros)[0]


RESULTS = ("d_h",)

START = "d_h = direct.clone()"
LOOP = "for t in range(len(direct) - 2, -1, -1):"
SLOPE = "tanh_backward(d_h[t + 1], states[t + 1])"
ADD = "d_h[t] += d_a @ W_hh.T"

MISTAKES = {
    "direct_only": (
        """Only the direct part is there: each step learns from its own loss, and none from
        what came later. Add what comes back through h_{t+1}.""",
        (ADD, "pass"),
    ),
    "direct_forgotten": (
        """The direct part is forgotten on the way: d_h_t comes only through h_{t+1}. Each state
        also feeds the loss of its own step, so add direct[t].""",
        (ADD, ADD.replace("+=", "=")),
    ),
    "tanh_one_step_early": (
        """The slope of tanh is taken at the wrong step. The way from h_{t+1} back to h_t leads
        through the tanh that made h_{t+1}.""",
        ("states[t + 1])", "states[t])"),
    ),
    "no_tanh": (
        """tanh is left out: this is the gradient of a linear network. First through tanh
        (your tanh_backward), then through W_hh.""",
        (SLOPE, "d_h[t + 1]"),
    ),
    "not_transposed": (
        "W_hh is not transposed. Backward the gradient goes against the arrow: d_a @ W_hh.T.",
        ("W_hh.T", "W_hh"),
    ),
    "tanh_after_W_hh": (
        """The slope of tanh and W_hh are in the wrong order. Backward means last one first:
        h_{t+1} was made by W_hh and then tanh.""",
        (SLOPE, "d_h[t + 1]"),
        (ADD, "d_h[t] += tanh_backward(d_a @ W_hh.T, states[t + 1])"),
    ),
    "one_step_only": (
        """Each step hears of the next one, but of none after it. Either direct[t + 1] is brought
        back in place of the whole d_h_{t+1}, or the loop runs from the front, where d_h_{t+1} is
        not complete yet. Begin at the end, and bring back what you have just computed.""",
        ("(d_h[t + 1]", "(direct[t + 1]"),
    ),
    "forwards": (
        """The loop runs from the first step to the last. What a state did to later losses is
        known only at the end: begin there and go back.""",
        (LOOP, "for t in range(1, len(direct)):"),
        (SLOPE, "tanh_backward(d_h[t - 1], states[t])"),
    ),
    "beyond_the_end": (
        """The loop asks for a step after the last one, and there is none. The last state has
        its direct part only: begin with it, and let the loop start one step before.""",
        ("- 2, -1, -1)", "- 1, -1, -1)"),
    ),
    "order_of_time": (
        """Right numbers in the wrong order: the last step comes first. Fill d_h[t] for each t,
        or turn the list round before you stack it.""",
        ("return d_h", "return d_h.flip(0)"),
    ),
    "in_place": (
        """`direct` itself was changed: `d_h = direct` is no new tensor,
        only a second name for the same one. Begin with a copy, .clone().""",
        (START, "d_h = direct"),
    ),
    "not_stacked": (
        "This is a list of the steps. torch.stack makes one tensor (time, batch, hidden) of it.",
        ("return d_h", "return list(d_h)"),
    ),
    "first_step_left_out": (
        """The first state has its direct part only. It has a next state like the others: let the
        loop go down to t = 0. The end of a range is not reached, so there it is -1.""",
        ("- 2, -1, -1)", "- 2, 0, -1)"),
    ),
    "last_way_left_out": (
        """The last but one state gets nothing from the last. The loop begins one step too early in
        time: start at len(direct) - 2, where the next state is the last one.""",
        ("- 2, -1, -1)", "- 3, -1, -1)"),
    ),
    "one_step": (
        """Only the last state is there, or only the first. Return all of them, (time, batch,
        hidden).""",
        ("return d_h", "return d_h[0]"),
    ),
    "direct_at_the_wrong_step": (
        """The direct part of the wrong step is added. d_h_t is made of direct[t] and of what comes
        back through h_{t+1}.""",
        (ADD, "d_h[t] = direct[t + 1] + d_a @ W_hh.T"),
    ),
    "clipped_on_the_way": (
        """Large numbers are cut off on the way (clamp). Clipping comes later, when all gradients
        are complete; here the exact gradient is asked.""",
        (ADD, "d_h[t] += (d_a @ W_hh.T).clamp(-1, 1)"),
    ),
    "clipped_on_the_way_to_five": (
        """Numbers above 5 are cut off on the way (clamp). Clipping comes later, when all gradients
        are complete; here the exact gradient is asked.""",
        (ADD, "d_h[t] += (d_a @ W_hh.T).clamp(-5, 5)"),
    ),
    "last_step_empty": (
        """The last state has no gradient, so the others get nothing of its loss. Begin with the
        direct part of the last step, before the loop.""",
        (START, "d_h = torch.zeros_like(direct)"),
        (ADD, "d_h[t] = direct[t] + d_a @ W_hh.T"),
    ),
    "from_the_step_before": (
        """What comes back is taken from the step before, t - 1. A gradient goes against the arrows:
        h_t gets its part from the *next* state, h_{t+1}.""",
        (LOOP, "for t in range(len(direct) - 1, 0, -1):"),
        (SLOPE, "tanh_backward(d_h[t - 1], states[t - 1])"),
    ),
    "direct_through_tanh": (
        """What comes through the next state is right, but the direct part went through tanh and
        W_hh, too. The direct part belongs to h_t itself: add it as it is.""",
        (SLOPE, "tanh_backward(d_h[t + 1] + direct[t], states[t + 1])"),
        (ADD, ADD.replace("+=", "=")),
    ),
}

MORE = (
    """Look at the formula from the right: d_h of the next step, which is already known; through its
    tanh, at the state of that next step (your tanh_backward); through W_hh, transposed. To this the
    direct part of step t is added. Go through the steps with a range that counts down, and mind
    that the last state is complete before the loop begins.""",
    """By hand, with a half in place of tanh and W_hh: r_t is the direct part of step t, plus half
    of r_{t+1}. The direct parts are 5, 2, 4. Begin at the end: r_3 is 4. Then r_2 is 2 plus half of
    4, which is 4. Then r_1 is 5 plus half of *that* 4, which is 7 (with half of the direct part 2
    it would be 6, and step 3 would be lost).""",
)
