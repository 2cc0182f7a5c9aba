"""descend(weights, rate): one step of gradient descent, in place; the gradients are cleared."""

import torch

from seqlab.check.shared import draw_normal

STEPS = 3


def case(generator, size):
    """Weights that are pulled towards targets, each the harder the farther away it is."""
    shapes = [(2,), (), (3, 2), (4,), (2, 3)][: 2 + size]
    return {
        "weights": [draw_normal(generator, *shape) for shape in shapes],
        "targets": [2 + draw_normal(generator, *shape) for shape in shapes],
        "rate": 0.05 + 0.05 * (1 + size),
    }


def pulled(weights, targets):
    """Return weights that can be learned, and the loss that pulls them."""
    leaves = [weight.clone().requires_grad_() for weight in weights]

    def loss():
        pairs = zip(leaves, targets, strict=True)
        return sum((weight - target).pow(2).sum() for weight, target in pairs)

    return leaves, loss


def flat(tensors):
    return torch.cat([tensor.detach().flatten() for tensor in tensors])


def call(answer, weights, targets, rate):
    leaves, loss = pulled(weights, targets)
    after = {}
    for k in range(1, STEPS + 1):
        loss().backward()
        answer(list(leaves), rate)
        after[f"weights after step {k}"] = flat(leaves)
    after["gradients at the end"] = flat(
        [torch.zeros_like(leaf) if leaf.grad is None else leaf.grad for leaf in leaves]
    )
    return after


def expected(weights, targets, rate):
    """The optimum pulls: the gradient of (w - t)² is 2 (w - t)."""
    after, flat_weights, flat_targets = {}, flat(weights), flat(targets)
    for k in range(1, STEPS + 1):
        flat_weights = flat_weights - rate * 2 * (flat_weights - flat_targets)
        after[f"weights after step {k}"] = flat_weights
    return {**after, "gradients at the end": torch.zeros_like(flat_weights)}


def shown(name, weights, targets, rate):
    return (
        f"from seqlab.checks.lab1.descend import pulled\n"
        f"weights, loss = pulled(\n    weights={weights},\n    targets={targets},\n)\n"
        f"for k in range({STEPS}):\n"
        f"    loss().backward()\n    {name}(weights, rate={rate})\nweights"
    )


NO_GRAD, LOOP = "with torch.no_grad():", "for weight in weights:"
STEP, CLEAR = "weight -= rate * weight.grad", "weight.grad = None"

MISTAKES = {
    "new_tensor": (
        """The weights did not change, and their gradients are still there. `weight = weight - ...`
        makes a new tensor, and gives it the name of the old one. Change the tensor itself:
        `weight -= ...`.""",
        (STEP, "weight = weight - rate * weight.grad"),
    ),
    "no_step": (
        """The weights did not change, though the gradients are gone. Either the gradient was set to
        zero before it was used, or `weight = weight - ...` made a new tensor and the old one was
        kept. Change the tensor itself, `weight -= ...`, and clear after that.""",
        (f"{STEP}\n            {CLEAR}", f"weight.grad.zero_()\n            {STEP}"),
    ),
    "uphill": (
        """The weights go the wrong way: the loss grows. The gradient points to where the loss
        grows, so a step goes *against* it: minus.""",
        (STEP, "weight += rate * weight.grad"),
    ),
    "not_cleared": (
        """The first step is right, the later ones are not: the gradient of the step before is still
        there, and backward *adds* to it. Clear it after the step.""",
        (f"\n            {CLEAR}", ""),
    ),
    "uphill_and_not_cleared": (
        """Two bugs are still there. The step goes along the gradient, to where the loss grows. And
        the gradient is not cleared, so that backward adds to it.""",
        (STEP, "weight += rate * weight.grad"),
        (f"\n            {CLEAR}", ""),
    ),
    "history": (
        """torch refuses to change in place a weight whose gradient it follows. Say that this is
        no part of the formula: put the loop under `with torch.no_grad():`.""",
        (f"{NO_GRAD}\n        {LOOP}", f"if True:\n        {LOOP}"),
    ),
    "cleared_before": (
        """The gradient is cleared before it is used: nothing is left for the step. First the step,
        then clear.""",
        (f"{STEP}\n            {CLEAR}", f"weight.grad = None\n            {STEP}"),
    ),
    "rate_left_out": (
        """The step is as long as the gradient itself: the rate is not used. It is the number that
        the gradient is multiplied by.""",
        ("rate * weight.grad", "weight.grad"),
    ),
    "divided_by_the_rate": (
        "The gradient is divided by the rate. It is multiplied by it: a small rate, a small step.",
        ("rate * weight.grad", "weight.grad / rate"),
    ),
    "sign_only": (
        """Every weight moves equally far: only the sign of the gradient is used. A steep slope
        gives a long step, a flat one a short step.""",
        ("rate * weight.grad", "rate * weight.grad.sign()"),
    ),
    "weight_shrinks": (
        """The weight itself is multiplied by the rate. The gradient is: how steep the loss is, not
        how large the weight.""",
        ("rate * weight.grad", "rate * weight"),
    ),
    "first_weight_only": (
        """Only the first weight moves. Does a `return` or a `break` stand inside the loop? All
        weights take the step.""",
        (LOOP, "for weight in weights[:1]:"),
    ),
    "gradient_becomes_the_weight": (
        """After the step the weight *is* minus rate times gradient: the old weight is lost. The
        step is added to where the weight was.""",
        (STEP, "weight.copy_(-rate * weight.grad)"),
    ),
}

MORE = (
    """Four things have to be right. The sign. That the tensor itself changes and no new one takes
    its name: `weight -= ...`. That torch does not follow this change: `with torch.no_grad():`
    around the loop. And that nothing is left in `weight.grad` afterwards: backward adds to what it
    finds there.""",
    """By hand: a weight is 3 and its loss is weight * weight, so its gradient is 6. With the rate
    0.1 the step is 0.6, and the weight becomes 2.4. The new gradient is 4.8, and the next step goes
    to 1.92. If the 6 was not cleared, backward makes 10.8 of it, and the step goes to 1.32. If a
    new tensor was made, the weight is 3 for ever.""",
)
