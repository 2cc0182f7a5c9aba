"""5.8 training_step(model, optimizer, batch, state) -> loss, state."""

import torch

# The first optimizer of a process loads this, which can take longer than a check may. A load that
# is cut off leaves torch broken.
import torch._dynamo
import torch.nn.functional as F

from seqlab.check import WrongForm, made
from seqlab.check.shared import draw_integers, draw_number
from seqlab.checks.lab5.common import pair, small_model
from seqlab.text import Batch

# Rows of each window, and how loud the model is: whether its gradients are clipped.
SIZES = [([2, 2], 20.0), ([2, 2, 3], 0.1), ([3, 3, 1], 20.0), ([1, 1, 1], 1.0), ([4, 4, 4], 5.0)]
RATE = 0.2


def case(generator, size):
    """Windows of some tunes, then of other ones; all but the first tune of a batch end early."""
    rows, loud = SIZES[size]
    fresh = [k == 0 or (k == 2 and size != 3) for k in range(len(rows))]
    windows = []
    for batch, begins in zip(rows, fresh, strict=True):
        tokens = draw_integers(generator, 1, 6, batch, 4 + size % 3)
        tokens[1:, -2:] = 0
        windows.append((tokens[:, :-1], tokens[:, 1:], begins))
    model = made(small_model, seed=draw_number(generator, 0, 1000), loud=loud)
    return {"model": model, "windows": windows}


class Watch:
    """Counts what a training step does."""

    def __init__(self, model, optimizer):
        self.steps = self.passes = 0
        self.early = False
        model.linear.bias.register_hook(self.on_gradient)
        optimizer.register_step_post_hook(self.on_step)

    def on_gradient(self, gradient):
        self.passes += 1

    def on_step(self, *_):
        self.steps += 1
        self.early = self.early or self.steps > self.passes


def call(answer, model, windows):
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    watch, state, result = Watch(model, optimizer), None, {}
    for number, window in enumerate(windows, start=1):
        batch = Batch(*window)
        loss, state = pair(answer(model, optimizer, batch, state), "loss", "state")
        if state is None:
            raise WrongForm("The new state is None. The next window starts from the new state.")
        result[f"loss of window {number}"] = loss
        result[f"weights after window {number}"] = weights(model)
    gradients = [p.grad.norm() for p in model.parameters() if p.grad is not None]
    left = float(torch.stack(gradients).norm()) if gradients else 0.0
    return result | {
        "optimizer steps": watch.steps,
        "backward passes": watch.passes,
        "backward comes before the step": not watch.early,
        "gradients at the end are clipped, or cleared": left < 1.001,
    }


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def shown(name, model, windows):
    return f"""small = {model}
descent, carried = torch.optim.SGD(small.parameters(), lr={RATE}), None
for inputs, targets, fresh in {windows}:
    loss, carried = {name}(small, descent, Batch(inputs, targets, fresh), carried)
    weights = torch.cat([p.detach().flatten() for p in small.parameters()])
    print(loss, weights)
weights"""


def expected(model, windows):
    """Gradients of autograd, scaled and subtracted by hand."""
    result, state = {}, None
    for number, (inputs, targets, fresh) in enumerate(windows, start=1):
        before = None if fresh else tuple(part.detach() for part in state)
        logits, state = model(inputs, before)
        loss = F.cross_entropy(logits[targets > 0], targets[targets > 0])
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        norm = torch.cat([g.flatten() for g in gradients]).norm()
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= RATE * gradient / (norm + 1e-6).clamp(min=1)
        result[f"loss of window {number}"] = loss.item()
        result[f"weights after window {number}"] = weights(model)
    return result | {
        "optimizer steps": len(windows),
        "backward passes": len(windows),
        "backward comes before the step": True,
        "gradients at the end are clipped, or cleared": True,
    }


ANYWHERE = True
DRAWS = 3
CARRY = "    state = carry(state, batch.fresh)\n"
ZERO, BACKWARD = "    optimizer.zero_grad()\n", "    loss.backward()\n"
CLIP = "    nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n"
STEP, LOSS = "    optimizer.step()\n", "next_char_loss(logits, batch.targets)"

MISTAKES = {
    "no_zero_grad": (
        "Old gradients are added to the new ones. Clear them: zero_grad().",
        (ZERO, ""),
    ),
    "no_clip": (
        """The gradients are not clipped: torch.nn.utils.clip_grad_norm_(..., 1.0), after
        backward and before the optimizer's step.""",
        (CLIP, ""),
    ),
    "clip_after_step": (
        "Clipped after the optimizer's step: by then the weights have already jumped.",
        (CLIP + STEP, STEP + CLIP),
    ),
    "step_before_backward": (
        "The optimizer steps before backward has computed the gradients.",
        (BACKWARD + CLIP + STEP, STEP + BACKWARD + CLIP),
    ),
    "zero_after_backward": (
        "The gradients are cleared between backward and the step: nothing is learned.",
        (ZERO + BACKWARD + CLIP, BACKWARD + ZERO + CLIP),
    ),
    "clip_value": (
        """clip_grad_value_ cuts each number for itself and bends the direction. Clip the norm
        of all gradients together: clip_grad_norm_.""",
        ("clip_grad_norm_", "clip_grad_value_"),
    ),
    "clip_each_tensor": (
        """Each weight matrix is clipped for itself. Give clip_grad_norm_ all parameters at
        once, so that the direction of the step stays.""",
        (CLIP, "    [nn.utils.clip_grad_norm_(p, 1.0) for p in model.parameters()]\n"),
    ),
    "state_not_used": (
        "Each window starts with an empty memory: hand carry(state, batch.fresh) to the model.",
        ("model(batch.inputs, state)", "model(batch.inputs)"),
    ),
    "fresh_not_read": (
        """The memory of the batch before goes on into new tunes, and the next batch may even have
        another number of them. Where batch.fresh is True the memory must be empty:
        carry(state, batch.fresh).""",
        (CARRY, "    state = None if state is None else carry(state, False)\n"),
    ),
    "no_carry": (
        """The state still hangs on the window before, and the graph of that window is gone after
        its backward. Begin with carry(state, batch.fresh), and hand the result to the model.""",
        (CARRY, "    state = None if batch.fresh else state\n"),
    ),
    "no_step": (
        "The weights stay as they were: the optimizer does not make its step().",
        (STEP, ""),
    ),
    "no_backward": (
        """The weights stay as they were, because there are no gradients: backward() is missing.""",
        (BACKWARD, ""),
    ),
    "padding_counted": (
        """Padding counts as if it were music. Use your own loss, next_char_loss, which leaves out
        the targets that are 0.""",
        (LOSS, "nn.functional.cross_entropy(logits.transpose(1, 2), batch.targets)"),
    ),
    "scaled_up": (
        """Small gradients are scaled *up* to norm 1. Only where the norm is above 1 the gradients
        are scaled; smaller ones stay as they are.""",
        (
            CLIP,
            "    norm = nn.utils.clip_grad_norm_(model.parameters(), 1e9)\n"
            "    [p.grad.div_(norm) for p in model.parameters()]\n",
        ),
    ),
    "loss_as_tensor": (
        """The loss is returned as a tensor, which may keep the whole graph in memory. Return the
        number: loss.item().""",
        ("loss.item(), state", "loss, state"),
    ),
    "old_state": (
        """The state that the model gives back is not returned: either the one that came in is, or
        None. Keep the new one, and return it: the next window starts from it.""",
        ("logits, state = model", "logits, _ = model"),
    ),
    "loss_only": (
        "The state is missing: return both, the loss as a number and the new state.",
        ("loss.item(), state", "loss.item()"),
    ),
    "swapped": (
        "The two have changed places: the loss first, then the state.",
        ("loss.item(), state", "state, loss.item()"),
    ),
    "targets_read": (
        "The model was given the targets to read. It reads batch.inputs.",
        ("model(batch.inputs, state)", "model(batch.targets, state)"),
    ),
    "fresh_turned_round": (
        """carry is told that tunes go on where they begin, and finds no state: either batch.fresh
        is turned round, or it is not handed on. At the very beginning state is None, and
        batch.fresh is True.""",
        ("batch.fresh", "not batch.fresh"),
    ),
    "retain_graph": (
        """retain_graph=True keeps the graph of the window before, but the weights in it have
        changed since, and the gradient must not go back so far. Cut the state off: carry(state,
        batch.fresh).""",
        (CARRY, "    state = None if batch.fresh else state\n"),
        ("loss.backward()", "loss.backward(retain_graph=True)"),
    ),
    "whole_batch": (
        """The model was given the whole batch. A batch has three parts: batch.inputs for the model,
        batch.targets for the loss, and batch.fresh.""",
        ("model(batch.inputs, state)", "model(batch, state)"),
    ),
}

MORE = (
    """One line for each word of the list in the text, in its order; the batch has the parts
    batch.inputs, batch.targets and batch.fresh. Gradients exist only after backward, and the step
    uses them as they are at that moment. So whatever changes gradients stands between the two, and
    whatever clears them stands before.""",
    """A neighbour, one weight w = 2, loss = (w - 5)^2, no clipping, rate 0.1. Cleared gradient: 0.
    Backward: 0 + 2 (2 - 5) = -6. Step: w = 2 + 0.6 = 2.6. Again, cleared: 0 + 2 (2.6 - 5) = -4.8,
    w = 3.08. Not cleared: -6 - 4.8 = -10.8, and w = 3.68. With the norm clipped to 1 the first
    gradient would be -1, and w = 2.1.""",
)
