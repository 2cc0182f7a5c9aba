"""train(batches, loss_of, optimizer) -> losses, one for each batch."""

from itertools import pairwise

import torch
from torch import Tensor

from seqlab.check import WrongForm
from seqlab.check.shared import draw_normal

RATE = 0.1


def case(generator, size):
    """A straight line to fit, y = x @ w, with a weight for each row."""
    steps, rows, features = 3 + size // 2, 2 + size, 1 + size
    return {
        "batches": [
            (
                draw_normal(generator, rows, features),
                2 * draw_normal(generator, rows),
                0.5 + torch.rand(rows, generator=generator),
            )
            for _ in range(steps)
        ],
        "w": draw_normal(generator, features),
    }


class Watched(torch.optim.Optimizer):
    """Plain gradient descent that writes down what happens to its one weight vector, in order.

    What ``torch.optim`` has of its own takes seconds to import what it needs.
    """

    def __init__(self, w):
        super().__init__([w], {"lr": RATE})
        self.w, self.events = w, []
        w.register_hook(lambda _: self.events.append("backward"))

    def add_param_group(self, param_group):
        self.param_groups.append({**self.defaults, **param_group})

    def zero_grad(self, set_to_none=True):
        self.events.append("zero")
        self.w.grad = None if set_to_none else torch.zeros_like(self.w)

    def step(self, closure=None):
        with torch.enable_grad():
            loss = closure() if closure else None
        self.events.append("step")
        if self.w.grad is not None:
            self.w.data -= self.param_groups[0]["lr"] * self.w.grad
        return loss

    def unused(self):
        """Count the gradients that were cleared before a step."""
        return sum(pair == ("backward", "zero") for pair in pairwise(self.events))


def line(batches, w):
    """Return batches that come once, their loss, and an optimizer that holds an old gradient."""
    w = w.clone().requires_grad_()
    w.grad = torch.full_like(w, 0.7)  # left over from before: it shows whether it is cleared

    def loss_of(x, y, weight):
        return (weight * (x @ w - y).pow(2)).mean()

    loss_of.__qualname__ = "loss_of"  # as an error names it
    return (batch for batch in batches), loss_of, Watched(w)


def call(answer, batches, w):
    rows, loss_of, optimizer = line(batches, w)
    losses = answer(rows, loss_of, optimizer)
    if not isinstance(losses, list | tuple):
        kind = "nothing" if losses is None else f"a value of type {type(losses).__name__}"
        raise WrongForm(f"Expected a list with the loss of every batch, got {kind}.")
    if any(isinstance(loss, Tensor) and loss.requires_grad for loss in losses):
        raise WrongForm(
            "The losses in the list are tensors with their whole history, and it fills the memory. "
            "Keep the number: loss.item()."
        )
    return {
        "losses": list(losses),
        "weights at the end": optimizer.w,
        "backward passes": optimizer.events.count("backward"),
        "optimizer steps": optimizer.events.count("step"),
        "gradients cleared unused": optimizer.unused(),
    }


def expected(batches, w):
    """Torch makes the gradients; nothing can be left over from one batch to the next."""
    rows, loss_of, optimizer = line(batches, w)
    losses = []
    for batch in rows:
        loss = loss_of(*batch)
        (gradient,) = torch.autograd.grad(loss, optimizer.w)
        optimizer.w.data -= RATE * gradient
        losses.append(loss.item())
    return {
        "losses": losses,
        "weights at the end": optimizer.w,
        "backward passes": len(batches),
        "optimizer steps": len(batches),
        "gradients cleared unused": 0,
    }


def shown(name, batches, w):
    return (
        f"from seqlab.checks.lab1.train import line\n"
        f"some, loss_of, optimizer = line(\n    batches={batches},\n    w={w},\n)\n"
        f"{name}(some, loss_of, optimizer)"
    )


ZERO, BACKWARD = "        optimizer.zero_grad()\n", "        loss.backward()\n"
STEP, KEEP = "        optimizer.step()\n", "        losses.append(loss.item())\n"
START = "    losses = []\n"

MISTAKES = {
    "no_zero_grad": (
        """The gradients are never cleared: backward *adds* to what is there, so each step also
        repeats all steps before. optimizer.zero_grad() for every batch.""",
        (ZERO, ""),
    ),
    "zero_grad_once": (
        """The gradients are cleared once, before the loop. backward *adds* to what is there:
        clear them for every batch.""",
        (ZERO, ""),
        (START, "    losses = []\n    optimizer.zero_grad()\n"),
    ),
    "zero_grad_after_step": (
        """The gradients are cleared after the step. That is right from the second batch on, but
        the first adds to whatever was left over from before. Clear before backward.""",
        (ZERO, ""),
        (STEP, STEP + ZERO),
    ),
    "zero_grad_after_backward": (
        """The gradients are cleared between backward and the step: the optimizer sees zeros,
        and nothing is learned.""",
        (ZERO, ""),
        (STEP, ZERO + STEP),
    ),
    "step_before_backward": (
        "The optimizer steps before backward has computed the gradients of this batch.",
        (STEP, ""),
        (BACKWARD, STEP + BACKWARD),
    ),
    "no_step": (
        """The weights did not change: the gradients are computed, but the optimizer never
        steps. Either there is no step(), or it lacks its brackets.""",
        (STEP, ""),
    ),
    "no_backward": (
        """The weights did not change: no gradient has reached them. Either there is no
        loss.backward() (with its brackets), or it is called on a copy of the loss, which is cut
        off from the weights: .item(), .detach() and torch.tensor(...) cut.""",
        (BACKWARD, ""),
    ),
    "one_step_for_all": (
        """One step for all batches together. Step after *every* batch: that is why there are
        batches.""",
        (ZERO, ""),
        (BACKWARD, ""),
        (STEP, ""),
        (KEEP, "        losses.append(loss)\n"),
        (
            "    return losses",
            """    optimizer.zero_grad()
    sum(losses).backward()
    optimizer.step()
    return [loss.item() for loss in losses]""",
        ),
    ),
    "return_inside_the_loop": (
        "It stops after the first batch. Does the `return` stand inside the loop?",
        ("    return losses", "        return losses"),
    ),
    "last_loss_only": (
        "Only the last loss is kept. Make an empty list before the loop, and append in it.",
        ("return losses", "return losses[-1:]"),
    ),
    "length_of_batches": (
        """batches has no length and no places: it hands out one batch after the other, each of them
        once (it is a generator). Loop over it itself: for batch in batches.""",
        ("for batch in batches:", "for k in range(len(batches)):\n        batch = batches[k]"),
    ),
    "batches_by_place": (
        """batches has no places, so batches[k] is nothing: it hands out one batch after the other,
        each of them once (it is a generator). Loop over it itself: for batch in batches.""",
        ("for batch in batches:", "for k in range(1000):\n        batch = batches[k]"),
    ),
    "batch_not_unpacked": (
        """A batch is a tuple of several tensors, and loss_of wants them one by one: the star does
        that, loss_of(*batch).""",
        ("loss_of(*batch)", "loss_of(batch)"),
    ),
    "last_batch_only": (
        """Only the last batch made an update: those lines stand behind the loop, not in it. Mind
        how far they are indented.""",
        (ZERO, ""),
        (BACKWARD, ""),
        (STEP, ""),
        (
            "    return losses",
            (ZERO + BACKWARD + STEP).replace("        ", "    ") + "    return losses",
        ),
    ),
    "mean_loss": (
        """This is one number: the mean, the sum or the last of the losses. Return a list, with the
        loss of every batch.""",
        ("return losses", "return sum(losses) / len(losses)"),
    ),
    "sum_of_losses": (
        """The losses are added up from batch to batch. Write down the loss of each batch alone.""",
        ("append(loss.item())", "append(loss.item() + (losses[-1] if losses else 0.0))"),
    ),
    "loss_after_the_step": (
        """The losses are those after the step. Write down the loss that was computed before it, the
        one that backward was called on.""",
        ("append(loss.item())", "append(loss_of(*batch).item())"),
    ),
    "history_kept": (
        """Each loss in the list is a tensor that hangs on everything it was made of. Keep the
        number.""",
        ("loss.item()", "loss"),
    ),
    "losses_not_kept": (
        """The list is empty. Append the loss of every batch, as a
        number, inside the loop.""",
        (KEEP, ""),
    ),
    "nothing_returned": (
        """The function ends without a `return`. print shows a value, but does not hand it on.""",
        ("    return losses", ""),
    ),
    "parts_named": (
        """A batch has another number of parts than you named. Take it as it is: for batch in
        batches, then loss_of(*batch).""",
        ("for batch in batches:", "for x, y in batches:\n        batch = x, y"),
    ),
    "item_too_early": (
        """The loss became a plain number too early: a number has no history, and no backward. Take
        .item() only for the list.""",
        ("loss_of(*batch)", "loss_of(*batch).item()"),
    ),
}

MORE = (
    """Inside `for batch in batches` there are five lines, in the order of the text: the loss; clear
    the gradients of the optimizer; backward, called on the loss; a step of the optimizer; the loss
    as a number into a list. The list is made before the loop and returned after it. Each call needs
    its brackets.""",
    """By hand, what clearing does: a weight w = 1 with the loss w * w has the gradient 2. With a
    step of 0.1 it becomes 0.8, where the gradient is 1.6. Cleared: w = 0.8 - 0.16 = 0.64. Not
    cleared, 2 is still there, backward makes 3.6 of it, and w = 0.44.""",
)
