"""state_gradient_norms(loss, states) -> norms (time,)."""

import torch

from seqlab.check.shared import draw_normal

SHAPES = [(3, 2, 2), (4, 3, 2), (5, 1, 4), (1, 3, 2), (6, 4, 4)]  # time, batch, hidden


def case(generator, size):
    """What a loss and its states are made from; ``read`` makes them."""
    time, batch, hidden = SHAPES[size]
    return {
        "x": draw_normal(generator, time, batch, hidden),
        "W_hh": 1.5 * draw_normal(generator, hidden, hidden) / hidden**0.5,
        "w": draw_normal(generator, hidden),
    }


def read(x, W_hh, w):
    """Return a loss at the last step, the states, and the matrix, on which they hang."""
    W_hh = W_hh.clone().requires_grad_()
    h, states = torch.zeros_like(x[0]), []
    for x_t in x:
        h = torch.tanh(x_t + h @ W_hh)
        states.append(h)
    return (h @ w).square().mean() * 10, states, W_hh


def call(answer, x, W_hh, w):
    loss, states, W_hh = read(x, W_hh, w)
    norms = answer(loss, states)
    try:
        torch.autograd.grad(loss, W_hh, allow_unused=True)
        undisturbed = W_hh.grad is None
    except RuntimeError:
        undisturbed = False
    return {"norms": norms, "graph and gradients left as they were": undisturbed}


def expected(x, W_hh, w):
    """Take one state after the other, and the length by its own function."""
    loss, states, _ = read(x, W_hh, w)
    gradients = [torch.autograd.grad(loss, h, retain_graph=True)[0] for h in states]
    norms = torch.stack([torch.linalg.vector_norm(g) for g in gradients])
    return {"norms": norms, "graph and gradients left as they were": True}


def shown(name, x, W_hh, w):
    return (
        f"from seqlab.checks.lab2.state_gradient_norms import read\n"
        f"loss, states, W_hh = read(\n    x={x},\n    W_hh={W_hh},\n    w={w},\n)\n"
        f"{name}(loss, states)"
    )


EACH = "gradient.norm() for gradient in gradients"
STACK = f"torch.stack([{EACH}])"

MISTAKES = {
    "graph_used_up": (
        """Measuring must not disturb the training. Either the graph is
        used up (torch.autograd.grad takes retain_graph=True), or loss.backward() has
        already filled the gradients of the weights.""",
        (", retain_graph=True", ""),
    ),
    "squared": (
        "These are squared norms. Take the root.",
        ("gradient.norm()", "gradient.square().sum()"),
    ),
    "sum": (
        """A plain sum lets positive and negative numbers cancel. Take the norm: the root of the
        sum of squares.""",
        ("gradient.norm()", "gradient.sum()"),
    ),
    "largest": (
        "This is the largest number of each gradient. Take the norm of all of them.",
        ("gradient.norm()", "gradient.abs().max()"),
    ),
    "norm_for_each_row": (
        """One norm for each sequence of the batch. Take one for each step: .norm() without dim.""",
        ("gradient.norm()", "gradient.norm(dim=1)"),
    ),
    "states_measured": (
        """These are the norms of the states. Asked are the gradients of the loss with respect
        to them: torch.autograd.grad(loss, states, ...).""",
        (EACH, "h.norm() for h in states"),
    ),
    "one_number": (
        """One number for the whole sequence. Keep one for each step: the point is to see how
        it changes on the way back.""",
        (STACK, f"{STACK}.norm()"),
    ),
    "last_step_first": (
        """The order is reversed. norms[t] belongs to states[t], so the earliest step comes
        first.""",
        (STACK, f"{STACK}.flip(0)"),
    ),
    "grad_of_a_state": (
        """PyTorch keeps .grad only for leaves, such as weights; for a state it is None. Ask
        torch.autograd.grad(loss, states, ...) instead.""",
        (EACH, "h.grad.norm() for h in states"),
    ),
    "list": (
        """This is a list, and the next cell needs one tensor: torch.stack(...) makes it of tensors,
        torch.tensor(...) of numbers.""",
        (STACK, f"[{EACH.replace('norm()', 'norm().item()')}]"),
    ),
    "mean_of_row_norms": (
        """This is the mean of the norms of the rows. Take one norm of all numbers of a step:
        .norm() without dim.""",
        ("gradient.norm()", "gradient.norm(dim=1).mean()"),
    ),
    "sum_of_row_norms": (
        """The norms of the rows are added up. Take one norm of all numbers of a step: .norm()
        without dim.""",
        ("gradient.norm()", "gradient.norm(dim=1).sum()"),
    ),
    "absolute_values": (
        "A sum of absolute values is another norm. Squares here, and a root at the end.",
        ("gradient.norm()", "gradient.abs().sum()"),
    ),
    "root_mean_square": (
        """Divided by how many numbers there are. The norm is a sum of squares under the root, not a
        mean.""",
        ("gradient.norm()", "gradient.square().mean().sqrt()"),
    ),
    "gradients_returned": (
        """These are the gradients themselves. Return one number for each step, the norm of its
        gradient.""",
        (STACK, "torch.stack(gradients)"),
    ),
    "last_state_only": (
        """Only the last state was measured. torch.autograd.grad takes the whole list of states and
        returns a gradient for each.""",
        (STACK, "gradients[-1].norm()[None]"),
    ),
}

MORE = (
    """torch.autograd.grad(loss, states, ...) returns a tuple with one gradient for each state, in
    their order; help(torch.autograd.grad) lists its options, and one of them keeps the graph.
    Then one norm for each gradient, of all its numbers together, and torch.stack.""",
    """By hand: a loss is 2 a + 3 b + 6 c, with the states (a, b) and (c,). Their gradients are
    (2, 3) and (6,), whatever the states are. The norms are the root of 4 plus 9, which is 3.61, and
    6. The earlier state comes first: [3.61, 6.00].""",
)
