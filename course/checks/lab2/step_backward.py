"""step_backward(d_a, x, h_prev, W_hh) -> d_h_prev, d_W_xh, d_W_hh, d_b."""

import torch

from seqlab.checks.lab2.common import draw_exact, draw_states

# batch, input, hidden; where all are equal, wrong products have the right shape
SHAPES = [(2, 3, 4), (3, 2, 5), (3, 3, 3), (1, 4, 2), (5, 3, 6)]


def case(generator, size):
    batch, inputs, hidden = SHAPES[size]
    return {
        "d_a": draw_exact(generator, batch, hidden),
        "x": draw_exact(generator, batch, inputs),
        "h_prev": draw_states(generator, batch, hidden),
        "W_hh": draw_exact(generator, hidden, hidden),
    }


def expected(d_a, x, h_prev, W_hh):
    hidden = len(W_hh)
    W_xh, b = torch.zeros(x.shape[1], hidden).to(x), torch.zeros(hidden).to(x)
    wanted = [value.requires_grad_() for value in (h_prev, W_xh, W_hh, b)]
    return torch.autograd.grad(x @ W_xh + h_prev @ W_hh + b, wanted, d_a)


RESULTS = ("d_h_prev", "d_W_xh", "d_W_hh", "d_b")

H_PREV, W_XH, W_HH, B = "d_a @ W_hh.T", "x.T @ d_a", "h_prev.T @ d_a", "d_a.sum(dim=0)"

MISTAKES = {
    "not_transposed": (
        """d_h_prev: forward, h_prev is multiplied by W_hh; backward, the gradient is multiplied
        by its transpose. W_hh is square, so the shapes do not give this away.""",
        (H_PREV, "d_a @ W_hh"),
    ),
    "weights_transposed": (
        """The gradients of the weights are transposed. A gradient has the shape of what it
        belongs to: d_W_xh is (input, hidden).""",
        (W_XH, "d_a.T @ x"),
        (W_HH, "d_a.T @ h_prev"),
    ),
    "W_hh_transposed": (
        """d_W_hh is transposed. It is square, so the shape does not show it: the first axis
        belongs to h_prev, the second to a, as in d_W_xh.""",
        (W_HH, "d_a.T @ h_prev"),
    ),
    "W_xh_transposed": (
        """d_W_xh is transposed. A gradient has the shape of what it belongs to: d_W_xh is
        (input, hidden).""",
        (W_XH, "d_a.T @ x"),
    ),
    "bias_not_summed": (
        """d_b has one row for each sequence. All rows of the batch used the same b, so its
        gradient is the sum over them.""",
        (B, "d_a"),
    ),
    "bias_mean": (
        """d_b is a mean over the batch. Each row adds its part: sum. (If the loss is a mean,
        that is already in d_a.)""",
        (B, "d_a.mean(dim=0)"),
    ),
    "batch_mean": (
        """The gradients are divided by the batch size. If the loss is a mean over the batch,
        that is already in d_a; here nothing is divided.""",
        (W_XH, "x.T @ d_a / len(x)"),
        (W_HH, "h_prev.T @ d_a / len(x)"),
        (B, "d_a.mean(dim=0)"),
    ),
    "weights_swapped": (
        """d_W_xh and d_W_hh have changed places: what was multiplied by W_xh in the forward
        pass is what stands in its gradient.""",
        (f"{W_XH}, {W_HH}", f"{W_HH}, {W_XH}"),
    ),
    "bias_along_the_state": (
        """d_b is summed over the state, so there is one number for each sequence. Sum over the
        batch, which is the first axis: there must be one number for each unit of the state.""",
        (B, "d_a.sum(dim=1)"),
    ),
    "bias_one_number": (
        """d_b is a single number. Sum over the batch only: b has one number for each unit of the
        state, and so has its gradient.""",
        (B, "d_a.sum()"),
    ),
    "bias_kept_axis": (
        """d_b has an axis too many. A gradient has the shape of what it belongs to: (hidden,).
        Leave keepdim out.""",
        (B, "d_a.sum(dim=0, keepdim=True)"),
    ),
    "through_tanh_again": (
        """d_h_prev was multiplied by the slope of tanh. That slope belongs to the step before,
        when its own turn comes. This exercise ends at h_prev.""",
        (H_PREV, "(d_a @ W_hh.T) * (1 - h_prev**2)"),
    ),
    "state_for_gradient": (
        """d_h_prev holds the state itself. Backward it is the gradient d_a that goes through W_hh;
        the state was there only in the forward pass.""",
        (H_PREV, "h_prev @ W_hh.T"),
    ),
    "order": (
        """The right gradients in another order. Return them as the text lists them: d_h_prev,
        d_W_xh, d_W_hh, d_b.""",
        (f"{H_PREV}, {W_XH}, {W_HH}, {B}", f"{W_XH}, {W_HH}, {B}, {H_PREV}"),
    ),
}

MORE = (
    """Write the shape of each result beside it, and those of d_a, x and h_prev. For d_W_xh
    (input, hidden) only one product of x (batch, input) and d_a (batch, hidden) fits: the batch
    must be in the middle, so that it is summed over. d_W_hh is made in the same way
    from the state.""",
    """By hand, with two rows and one unit: a = w x. The rows have x = 2 and x = 5, and their
    gradients d_a are 1 and 3. Then d_w is 2 times 1 plus 5 times 3, which is 17: both rows used the
    same w, so their parts add up. A bias, which is added to both rows, gets 1 plus 3, which is
    4.""",
)
