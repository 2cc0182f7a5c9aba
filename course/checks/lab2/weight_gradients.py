"""weight_gradients(d_a, x, states, h_0) -> d_W_xh, d_W_hh, d_b."""

import torch

from seqlab.checks.lab2.common import draw_exact, draw_states

# time, batch, input, hidden
SHAPES = [(3, 1, 2, 3), (4, 2, 3, 5), (3, 3, 3, 3), (2, 5, 1, 4), (6, 3, 4, 2)]


def case(generator, size):
    time, batch, inputs, hidden = SHAPES[size]
    return {
        "d_a": 2 * draw_exact(generator, time, batch, hidden),
        "x": 2 * draw_exact(generator, time, batch, inputs),
        "states": draw_states(generator, time, batch, hidden),
        "h_0": draw_states(generator, batch, hidden),
    }


def expected(d_a, x, states, h_0):
    """Judge by autograd, which knows how each weight acts on every a_t."""
    hidden, inputs = d_a.shape[2], x.shape[2]
    shapes = (inputs, hidden), (hidden, hidden), (hidden,)
    W_xh, W_hh, b = weights = [torch.zeros(shape).to(x).requires_grad_() for shape in shapes]
    before = [h_0, *states]
    a = torch.stack([x[t] @ W_xh + before[t] @ W_hh + b for t in range(len(x))])
    return torch.autograd.grad(a, weights, d_a)


RESULTS = ("d_W_xh", "d_W_hh", "d_b")

LOOP = "range(len(d_a))"
RETURN = "return d_W_xh, d_W_hh, d_b"

MISTAKES = {
    "last_step_only": (
        """Only the last step is there: either it alone was used, or the sum was overwritten in
        each round of the loop. The same weights work at every step: add up with +=.""",
        ("d_W_xh + ", ""),
        ("d_W_hh + ", ""),
        ("d_b + ", ""),
    ),
    "first_step_only": (
        """Only the first step is there. Either `return` stands inside the loop, so that the first
        round ends it; or the loop goes back in time and overwrites the sum in each round. Add up
        with +=, and return after the loop.""",
        (f"    {RETURN}", f"        {RETURN}"),
    ),
    "state_after": (
        """d_W_hh pairs d_a_t with h_t. In the forward pass a_t was made from the state *before*
        it, h_{t-1}.""",
        ("before[t]", "states[t]"),
    ),
    "h_0_forgotten": (
        """d_W_hh lacks the first step: either h_0 was taken as zero, or the state has no part in
        the first step. When a state is carried over from the window before, h_0 is not zero.""",
        ("[h_0[None]", "[torch.zeros_like(h_0)[None]"),
    ),
    "h_0_always": (
        """d_W_hh uses h_0 at every step. The state before step t is states[t - 1], and h_0 only
        for the first.""",
        ("before[t]", "h_0"),
    ),
    "mean_over_time": (
        """Divided by the number of steps. The loss is a sum over the steps, and so is its
        gradient.""",
        (RETURN, "return d_W_xh / len(d_a), d_W_hh / len(d_a), d_b / len(d_a)"),
    ),
    "first_step_left_out": (
        "The first step is left out everywhere. It has a state before it too: h_0.",
        (LOOP, "range(1, len(d_a))"),
    ),
    "last_step_left_out": (
        "The last step is left out everywhere. The loop ends too early: it has len(d_a) rounds.",
        (LOOP, "range(len(d_a) - 1)"),
    ),
    "last_state_before_the_first": (
        """d_W_hh pairs the first step with the *last* state: states[t - 1] is states[-1] where t is
        0, and that counts from the end. The state before the first step is h_0.""",
        ("before[t]", "states[t - 1]"),
    ),
    "weights_transposed": (
        """The gradients of the weights are transposed. A gradient has the shape of what it belongs
        to: d_W_xh is (input, hidden).""",
        ("x[t].T @ d_a[t]", "d_a[t].T @ x[t]"),
        ("before[t].T @ d_a[t]", "d_a[t].T @ before[t]"),
    ),
    "W_hh_transposed": (
        """d_W_hh is transposed. It is square, so the shape does not show it: the first axis belongs
        to the state before, the second to a, as in d_W_xh.""",
        ("before[t].T @ d_a[t]", "d_a[t].T @ before[t]"),
    ),
    "bias_not_summed": (
        """d_b has one row for each sequence. All rows of the batch used the same b, so its gradient
        is the sum over the steps *and* over the batch.""",
        ("d_a[t].sum(dim=0)", "d_a[t]"),
    ),
    "bias_mean": (
        """d_b is a mean over the batch. Each row adds its part: sum.""",
        ("d_a[t].sum(dim=0)", "d_a[t].mean(dim=0)"),
    ),
    "batch_mean": (
        """The gradients are divided by the batch size. If the loss is a mean over the batch, that
        is already in d_a; here nothing is divided.""",
        (RETURN, "return tuple(g / x.shape[1] for g in (d_W_xh, d_W_hh, d_b))"),
    ),
    "weights_swapped": (
        """d_W_xh and d_W_hh have changed places: x stands in the gradient of W_xh, and the state
        in that of W_hh.""",
        (RETURN, "return d_W_hh, d_W_xh, d_b"),
    ),
    "bias_last_step": (
        """d_b is that of the last step only. The same b works at every step: add up.""",
        ("d_b + ", ""),
    ),
    "clipped": (
        """Large numbers are cut off (clamp). Clipping is a later step of the training; here the
        exact gradient is asked.""",
        (RETURN, "return d_W_xh.clamp(-5, 5), d_W_hh.clamp(-5, 5), d_b.clamp(-5, 5)"),
    ),
    "clipped_to_one": (
        """All numbers above 1 are cut off (clamp). Clipping is a later step of the training; here
        the exact gradient is asked.""",
        (RETURN, "return d_W_xh.clamp(-1, 1), d_W_hh.clamp(-1, 1), d_b.clamp(-1, 1)"),
    ),
    "not_summed_over_time": (
        """There is a gradient for each step. The same weights work at every step, so their
        gradient is the sum over all of them.""",
        (
            RETURN,
            "return x.mT @ d_a, before.mT @ d_a, d_a.sum(dim=1)",
        ),
    ),
}

MORE = (
    """One loop over the steps. In each round the gradients of this one step are what step_backward
    returns for d_a[t], x[t] and the state *before* step t. Keep three sums, which begin at 0. The
    states before the steps are all states but the last, with h_0 put in front.""",
    """By hand, with numbers: a_t = h_{t-1} w, the states h_0 = 3, h_1 = 1, h_2 = 4, and the
    gradients d_a_1 = 2, d_a_2 = 5. Then d_w is 3 times 2 plus 1 times 5, which is 11. The last
    state, 4, has no part in it: no step came after it.""",
)
