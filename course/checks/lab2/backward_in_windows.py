"""backward_in_windows(model, x, targets, window) -> total loss; the gradients are in .grad."""

import torch
from torch import nn

from seqlab.check import made
from seqlab.checks.lab2.common import draw_exact

INPUTS, OUTPUTS = 2, 2
# window, time, batch, hidden: with a rest, without, with a batch of more than a window, with
# windows of one step, and with one window for all
SHAPES = [(2, 5, 1, 2), (2, 4, 4, 3), (3, 10, 2, 3), (1, 4, 3, 5), (6, 6, 5, 4)]


class Recurrent(nn.Module):
    """Reads x (time, batch, input) and a state or None; returns the outputs and the state."""

    def __init__(self, W_xh, W_hh, W_hy):
        super().__init__()
        self.W_xh, self.W_hh, self.W_hy = map(nn.Parameter, (W_xh, W_hh, W_hy))

    def forward(self, x, h=None):
        """Return the outputs (time, batch, output) and the last state."""
        h = x.new_zeros(x.shape[1], len(self.W_hh)) if h is None else h
        states = []
        for x_t in x:
            h = torch.tanh(x_t @ self.W_xh + h @ self.W_hh)
            states.append(h)
        return torch.stack(states) @ self.W_hy, h


def case(generator, size):
    window, time, batch, hidden = SHAPES[size]
    model = made(
        Recurrent,
        W_xh=draw_exact(generator, INPUTS, hidden),
        W_hh=draw_exact(generator, hidden, hidden) / hidden**0.5,
        W_hy=draw_exact(generator, hidden, OUTPUTS),
    )
    return {
        "model": model,
        "x": draw_exact(generator, time, batch, INPUTS),
        "targets": draw_exact(generator, time, batch, OUTPUTS),
        "window": window,
    }


def call(answer, model, x, targets, window):
    total = answer(model, x, targets, window)
    gradients = {
        f"gradient of {name}": torch.zeros_like(weight) if weight.grad is None else weight.grad
        for name, weight in model.named_parameters()
    }
    return {"total loss": total, **gradients}


def expected(model, x, targets, window):
    """Judge by autograd: the states at the borders are numbers, computed without a graph."""
    losses = []
    for start in range(0, len(x), window):
        with torch.no_grad():
            h = model(x[:start])[1] if start else None
        outputs, _ = model(x[start : start + window], h)
        losses.append(((outputs - targets[start : start + window]) ** 2).sum())
    total = torch.stack(losses).sum()
    found = torch.autograd.grad(total, list(model.parameters()))
    names = [f"gradient of {name}" for name, _ in model.named_parameters()]
    return {"total loss": total.item(), **dict(zip(names, found, strict=True))}


def shown(name, model, **others):
    given = "".join(f"    {key}={text},\n" for key, text in others.items())
    return f"model = {model}\n{name}(\n    model,\n{given}), [w.grad for w in model.parameters()]"


STARTS = "range(0, len(x), window)"
BACKWARD, CUT = "        loss.backward()\n", "        state = state.detach()\n"
TOTAL = "total += loss.item()"

MISTAKES = {
    "not_detached": (
        """The state is still attached to the window before, whose graph is gone after
        backward(). That is what the long message of PyTorch means. Cut the state off between
        two windows (clone() copies the numbers, but keeps the history).""",
        (CUT, ""),
    ),
    "graph_retained": (
        """Nothing is truncated: each window back-propagates to the very beginning, and the work
        grows with the square of the length. Either retain_graph=True has silenced the message of
        PyTorch; or there is one backward for all windows together, whose states still hang on each
        other; or the windows are cut along another axis than time. Cut the state off between two
        windows.""",
        (CUT, ""),
        (BACKWARD, "        loss.backward(retain_graph=True)\n"),
    ),
    "state_thrown_away": (
        "Each window starts with an empty memory. The state goes on, only its gradient stops.",
        (CUT, "        state = None\n"),
    ),
    "outputs_detached": (
        """detach stands in the wrong place: the outputs are cut off, so the loss has nothing to
        learn from. Cut the state that goes to the next window.""",
        ("((outputs - targets", "((outputs.detach() - targets"),
    ),
    "gradients_cleared": (
        """Only the gradients of the last window are there: either they are cleared in each window,
        or backward stands behind the loop. Here they are to add up over all windows.""",
        (BACKWARD, "        model.zero_grad()\n" + BACKWARD),
    ),
    "rest_dropped": (
        """The last, shorter window is missing. Slices may reach beyond the end:
        x[start : start + window] takes what is left.""",
        (STARTS, "range(0, len(x) - window + 1, window)"),
    ),
    "mean": (
        """The loss of a window is a mean. Here it is asked as a sum: a short last window would
        otherwise weigh as much as a full one.""",
        ("** 2).sum()", "** 2).mean()"),
    ),
    "last_loss": (
        "The loss returned is that of the last window alone: add up.",
        (TOTAL, "total = loss.item()"),
    ),
    "mean_of_losses": (
        """The loss returned is a mean over the windows: the sum is
        asked.""",
        ("return total", f"return total / len({STARTS})"),
    ),
    "no_gradients": (
        """The weights have no gradients. Either backward() is not called
        (with its brackets); or it is called on a copy that is cut off (.item(), .detach() and
        torch.tensor(...) cut); or the gradients are cleared after it.""",
        (BACKWARD, ""),
    ),
    "along_the_batch": (
        """The windows are cut along the batch. The first axis is time, the second the batch: count
        up to len(x), and cut the first axis.""",
        (STARTS, "range(0, x.shape[1], window)"),
        ("x[start", "x[:, start"),
        ("targets[start", "targets[:, start"),
    ),
    "return_inside_the_loop": (
        "It stops after the first window. Does the `return` stand inside the loop?",
        ("    return total", "        return total"),
    ),
    "windows_overlap": (
        """The windows overlap: each begins one step after the one before. The next one begins where
        the last has ended: the third number of range is the step.""",
        (STARTS, "range(len(x))"),
    ),
    "number_for_backward": (
        """The loss was turned into a number before backward. Backward needs the tensor with its
        history: call it first, then .item().""",
        ("** 2).sum()", "** 2).sum().item()"),
    ),
}

MORE = (
    """Five things happen in each round, in the order of the text: forward from the state that you
    have; the loss of this window; backward on it; its number goes to the total; and the state is
    replaced by one with the same numbers and no history. A tensor has a method for the last.
    range(0, length, step) gives the starts of the windows.""",
    """A neighbour, without a network: s = 1, and in each of two rounds s = w * s, with w = 3. The
    values are 3 and 9. The loss of a round is s. In full the gradients of w are 1 and 2 w, which is
    6: 7 together. If s is cut off between the rounds, the second one sees w times a plain number 3,
    and its gradient is 3: 4 together. The values are the same both ways.""",
)
