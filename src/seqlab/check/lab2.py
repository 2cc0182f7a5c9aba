"""Lab 2, the gradient clinic: the exercises and their typical mistakes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from seqlab.check.exercise import (
    Answer,
    Exercise,
    Mistake,
    Tensors,
    WrongForm,
    number,
    tensor,
    tuple_of,
)


def _normal(generator: torch.Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


# 2.1 tanh_backward(d_h, h) -> d_a, each (batch, hidden) -----------------------------------------


def _tanh_case(generator: torch.Generator, size: int) -> Tensors:
    shape = (1 + size, 2 + size)
    return {"d_h": _normal(generator, *shape), "h": _normal(generator, *shape).tanh()}


def _tanh_run(answer: Answer, case: Tensors) -> Tensors:
    return {"d_a": tensor(answer(case["d_h"], case["h"]), "d_a")}


def _tanh_expected(case: Tensors) -> Tensors:
    a = case["h"].atanh().requires_grad_()
    return {"d_a": torch.autograd.grad(a.tanh(), a, case["d_h"])[0]}


TANH_BACKWARD = Exercise(
    id="2.1",
    name="tanh_backward",
    case=_tanh_case,
    run=_tanh_run,
    expected=_tanh_expected,
    mistakes=(
        Mistake(
            "tanh_twice",
            "tanh was applied once more. h is already tanh(a): its derivative needs h alone.",
            lambda d_h, h: d_h * (1 - h.tanh() ** 2),
        ),
        Mistake(
            "no_square",
            "The square is missing. Try h = -0.5 by hand: the slope of tanh is never above 1.",
            lambda d_h, h: d_h * (1 - h),
        ),
        Mistake(
            "derivative_alone",
            "This is the derivative of tanh alone. By the chain rule it is multiplied by what "
            "comes from above, d_h.",
            lambda d_h, h: 1 - h**2,
        ),
        Mistake(
            "not_passed_through",
            "d_h came out as it went in. On its way down it passes through tanh, and is scaled by "
            "the slope there.",
            lambda d_h, h: d_h,
        ),
        Mistake(
            "sigmoid",
            "h (1 - h) is the derivative of the sigmoid. Here the state comes from tanh.",
            lambda d_h, h: d_h * h * (1 - h),
        ),
        Mistake(
            "wrong_sign",
            "The slope comes out above 1. Where tanh is saturated (h near 1 or -1) the slope must "
            "be near 0: look at the sign.",
            lambda d_h, h: d_h * (1 + h**2),
        ),
    ),
)

# 2.2 step_backward(d_a, x, h_prev, W_hh) -> d_h_prev, d_W_xh, d_W_hh, d_b ------------------------

STEP_NAMES = ("d_h_prev", "d_W_xh", "d_W_hh", "d_b")


def _step_case(generator: torch.Generator, size: int) -> Tensors:
    batch, inputs, hidden = 2 + size, 3 + size, 5 + size  # all different
    return {
        "d_a": _normal(generator, batch, hidden),
        "x": _normal(generator, batch, inputs),
        "h_prev": _normal(generator, batch, hidden).tanh(),
        "W_hh": _normal(generator, hidden, hidden),
    }


def _step_run(answer: Answer, case: Tensors) -> Tensors:
    given = answer(case["d_a"], case["x"], case["h_prev"], case["W_hh"])
    values = tuple_of(given, *STEP_NAMES)
    return {name: tensor(v, name) for name, v in zip(STEP_NAMES, values, strict=True)}


def _step_expected(case: Tensors) -> Tensors:
    hidden = case["W_hh"].shape[0]
    h_prev, W_hh = case["h_prev"].requires_grad_(), case["W_hh"].requires_grad_()
    W_xh = torch.zeros(case["x"].shape[1], hidden, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(hidden, dtype=torch.float64, requires_grad=True)
    a = case["x"] @ W_xh + h_prev @ W_hh + b
    gradients = torch.autograd.grad(a, (h_prev, W_xh, W_hh, b), case["d_a"])
    return dict(zip(STEP_NAMES, gradients, strict=True))


def _step(**change: Callable[..., Tensor]) -> Answer:
    """Make the backward pass of one step with some of its four results done wrong."""
    right: dict[str, Callable[..., Tensor]] = {
        "d_h_prev": lambda d_a, x, h_prev, W_hh: d_a @ W_hh.T,
        "d_W_xh": lambda d_a, x, h_prev, W_hh: x.T @ d_a,
        "d_W_hh": lambda d_a, x, h_prev, W_hh: h_prev.T @ d_a,
        "d_b": lambda d_a, x, h_prev, W_hh: d_a.sum(0),
    }
    parts = {**right, **change}
    return lambda *given: tuple(parts[name](*given) for name in STEP_NAMES)


STEP_BACKWARD = Exercise(
    id="2.2",
    name="step_backward",
    case=_step_case,
    run=_step_run,
    expected=_step_expected,
    mistakes=(
        Mistake(
            "not_transposed",
            "d_h_prev: forward, h_prev is multiplied by W_hh; backward, the gradient is multiplied "
            "by its transpose. W_hh is square, so the shapes do not give this away.",
            _step(d_h_prev=lambda d_a, x, h_prev, W_hh: d_a @ W_hh),
        ),
        Mistake(
            "weights_transposed",
            "The gradients of the weights are transposed. A gradient has the shape of what it "
            "belongs to: d_W_xh is (input, hidden).",
            _step(
                d_W_xh=lambda d_a, x, h_prev, W_hh: d_a.T @ x,
                d_W_hh=lambda d_a, x, h_prev, W_hh: d_a.T @ h_prev,
            ),
        ),
        Mistake(
            "W_hh_transposed",
            "d_W_hh is transposed. It is square, so the shape does not show it: the first axis "
            "belongs to h_prev, the second to a, as in d_W_xh.",
            _step(d_W_hh=lambda d_a, x, h_prev, W_hh: d_a.T @ h_prev),
        ),
        Mistake(
            "bias_not_summed",
            "d_b has one row for each sequence. All rows of the batch used the same b, so its "
            "gradient is the sum over them.",
            _step(d_b=lambda d_a, x, h_prev, W_hh: d_a),
        ),
        Mistake(
            "bias_mean",
            "d_b is a mean over the batch. Each row adds its part: sum. (If the loss is a mean, "
            "that is already in d_a.)",
            _step(d_b=lambda d_a, x, h_prev, W_hh: d_a.mean(0)),
        ),
        Mistake(
            "batch_mean",
            "The gradients are divided by the batch size. If the loss is a mean over the batch, "
            "that is already in d_a; here nothing is divided.",
            _step(
                d_W_xh=lambda d_a, x, h_prev, W_hh: x.T @ d_a / len(x),
                d_W_hh=lambda d_a, x, h_prev, W_hh: h_prev.T @ d_a / len(x),
                d_b=lambda d_a, x, h_prev, W_hh: d_a.mean(0),
            ),
        ),
        Mistake(
            "weights_swapped",
            "d_W_xh and d_W_hh have changed places: what was multiplied by W_xh in the forward "
            "pass is what stands in its gradient.",
            _step(
                d_W_xh=lambda d_a, x, h_prev, W_hh: h_prev.T @ d_a,
                d_W_hh=lambda d_a, x, h_prev, W_hh: x.T @ d_a,
            ),
        ),
    ),
)

# 2.3 states_backward(direct, states, W_hh) -> d_h, all (time, batch, hidden) ---------------------


def _states_case(generator: torch.Generator, size: int) -> Tensors:
    time, batch, hidden = 3 + size, 1 + size, 2 + size
    return {
        "direct": _normal(generator, time, batch, hidden),
        "states": _normal(generator, time, batch, hidden).tanh(),
        "W_hh": _normal(generator, hidden, hidden),
    }


def _states_run(answer: Answer, case: Tensors) -> Tensors:
    d_h = answer(case["direct"], case["states"], case["W_hh"])
    if isinstance(d_h, list | tuple):
        raise WrongForm("Expected one tensor (time, batch, hidden): torch.stack makes it.")
    return {"d_h": tensor(d_h, "d_h")}


def _states_expected(case: Tensors) -> Tensors:
    """Add a zero to each state, and let autograd say how the loss depends on it."""
    states, W_hh = case["states"], case["W_hh"]
    zeros = torch.zeros_like(states).requires_grad_()
    before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
    rest = states.atanh() - before @ W_hh  # what a_t holds besides the part of the state
    h, loss = before[0], torch.zeros((), dtype=torch.float64)
    for t, nothing in enumerate(zeros):
        h = torch.tanh(rest[t] + h @ W_hh) + nothing
        loss = loss + (case["direct"][t] * h).sum()
    return {"d_h": torch.autograd.grad(loss, zeros)[0]}


def _states(through: Callable[..., Tensor], keep: Callable[..., Tensor] | None = None) -> Answer:
    """Go back through the states: ``through`` brings d_h of step t + 1 back to step t."""

    def states_backward(direct: Tensor, states: Tensor, W_hh: Tensor) -> Tensor:
        d_h = [direct[-1]]
        for t in range(len(direct) - 2, -1, -1):
            part = through(d_h[0], states, t, W_hh, direct)
            d_h.insert(0, keep(direct[t], part) if keep else direct[t] + part)
        return torch.stack(d_h)

    return states_backward


def _through(d_h: Tensor, states: Tensor, t: int, W_hh: Tensor, direct: Tensor) -> Tensor:
    return d_h * (1 - states[t + 1] ** 2) @ W_hh.T


def _forwards(direct: Tensor, states: Tensor, W_hh: Tensor) -> Tensor:
    d_h = [direct[0]]
    for t in range(1, len(direct)):
        d_h.append(direct[t] + d_h[-1] * (1 - states[t] ** 2) @ W_hh.T)
    return torch.stack(d_h)


def _beyond_the_end(direct: Tensor, states: Tensor, W_hh: Tensor) -> Tensor:
    d_h = torch.zeros_like(direct)
    for t in range(len(direct) - 1, -1, -1):
        d_h[t] = direct[t] + _through(d_h[t + 1], states, t, W_hh, direct)
    return d_h


def _backwards_order(direct: Tensor, states: Tensor, W_hh: Tensor) -> Tensor:
    return _states(_through)(direct, states, W_hh).flip(0)


STATES_BACKWARD = Exercise(
    id="2.3",
    name="states_backward",
    case=_states_case,
    run=_states_run,
    expected=_states_expected,
    mistakes=(
        Mistake(
            "direct_only",
            "Only the direct part is there: each step learns from its own loss, and none from "
            "what came later. Add what comes back through h_{t+1}.",
            lambda direct, states, W_hh: direct.clone(),
        ),
        Mistake(
            "direct_forgotten",
            "The direct part is forgotten on the way: d_h_t comes only through h_{t+1}. Each state "
            "also feeds the loss of its own step, so add direct[t].",
            _states(_through, keep=lambda direct, part: part),
        ),
        Mistake(
            "tanh_one_step_early",
            "The slope of tanh is taken at the wrong step. The way from h_{t+1} back to h_t leads "
            "through the tanh that made h_{t+1}.",
            _states(lambda d_h, states, t, W_hh, direct: d_h * (1 - states[t] ** 2) @ W_hh.T),
        ),
        Mistake(
            "no_tanh",
            "tanh is left out: this is the gradient of a linear network. First through tanh "
            "(your tanh_backward), then through W_hh.",
            _states(lambda d_h, states, t, W_hh, direct: d_h @ W_hh.T),
        ),
        Mistake(
            "not_transposed",
            "W_hh is not transposed. Backward the gradient goes against the arrow: d_a @ W_hh.T.",
            _states(lambda d_h, states, t, W_hh, direct: d_h * (1 - states[t + 1] ** 2) @ W_hh),
        ),
        Mistake(
            "tanh_after_W_hh",
            "The slope of tanh and W_hh are in the wrong order. Backward means last one first: "
            "h_{t+1} was made by W_hh and then tanh.",
            _states(lambda d_h, states, t, W_hh, direct: (d_h @ W_hh.T) * (1 - states[t + 1] ** 2)),
        ),
        Mistake(
            "one_step_only",
            "Each step hears of the next one, but of none after it. Bring back the whole d_h_{t+1} "
            "that you have just computed, not direct[t + 1].",
            _states(
                lambda d_h, states, t, W_hh, direct: (
                    direct[t + 1] * (1 - states[t + 1] ** 2) @ W_hh.T
                )
            ),
        ),
        Mistake(
            "forwards",
            "The loop runs from the first step to the last. What a state did to later losses is "
            "known only at the end: begin there and go back.",
            _forwards,
        ),
        Mistake(
            "beyond_the_end",
            "The loop asks for a step after the last one, and there is none. The last state has "
            "its direct part only: begin with it, and let the loop start one step before.",
            _beyond_the_end,
        ),
        Mistake(
            "order_of_time",
            "Right numbers in the wrong order: the last step comes first. Fill d_h[t] for each t, "
            "or turn the list round before you stack it.",
            _backwards_order,
        ),
    ),
)

# 2.4 weight_gradients(d_a, x, states, h_0) -> d_W_xh, d_W_hh, d_b --------------------------------

WEIGHT_NAMES = ("d_W_xh", "d_W_hh", "d_b")


def _weights_case(generator: torch.Generator, size: int) -> Tensors:
    time, batch, inputs, hidden = 3 + size, 2 + size, 4 + size, 5 + size
    return {
        "d_a": _normal(generator, time, batch, hidden),
        "x": _normal(generator, time, batch, inputs),
        "states": _normal(generator, time, batch, hidden).tanh(),
        "h_0": _normal(generator, batch, hidden).tanh(),
    }


def _weights_run(answer: Answer, case: Tensors) -> Tensors:
    given = answer(case["d_a"], case["x"], case["states"], case["h_0"])
    values = tuple_of(given, *WEIGHT_NAMES)
    return {name: tensor(v, name) for name, v in zip(WEIGHT_NAMES, values, strict=True)}


def _weights_expected(case: Tensors) -> Tensors:
    hidden, inputs = case["d_a"].shape[2], case["x"].shape[2]
    shapes = (inputs, hidden), (hidden, hidden), (hidden,)
    W = [torch.zeros(shape, dtype=torch.float64, requires_grad=True) for shape in shapes]
    h, parts = case["h_0"], []
    for x, after in zip(case["x"], case["states"], strict=True):
        parts.append(x @ W[0] + h @ W[1] + W[2])
        h = after
    gradients = torch.autograd.grad(torch.stack(parts), W, case["d_a"])
    return dict(zip(WEIGHT_NAMES, gradients, strict=True))


def _summed(
    before: Callable[[Tensor, Tensor], Tensor] = lambda states, h_0: torch.cat(
        [h_0[None], states[:-1]]
    ),
    steps: slice = slice(None),
    scale: Callable[[Tensor], float] = lambda d_a: 1.0,
) -> Answer:
    """Sum over the given steps, with the given states before each step."""

    def weight_gradients(d_a: Tensor, x: Tensor, states: Tensor, h_0: Tensor) -> Any:
        factor, prev = scale(d_a), before(states, h_0)
        d_W_xh = torch.einsum("tbi,tbh->ih", x[steps], d_a[steps])
        d_W_hh = torch.einsum("tbi,tbh->ih", prev[steps], d_a[steps])
        return factor * d_W_xh, factor * d_W_hh, factor * d_a[steps].sum((0, 1))

    return weight_gradients


WEIGHT_GRADIENTS = Exercise(
    id="2.4",
    name="weight_gradients",
    case=_weights_case,
    run=_weights_run,
    expected=_weights_expected,
    mistakes=(
        Mistake(
            "last_step_only",
            "Only the last step is there: either it alone was used, or the sum was overwritten in "
            "each round of the loop. The same weights work at every step: add up with +=.",
            _summed(steps=slice(-1, None)),
        ),
        Mistake(
            "first_step_only",
            "Only the first step is there: the loop went back and overwrote the sum in each round. "
            "Add up with +=.",
            _summed(steps=slice(0, 1)),
        ),
        Mistake(
            "state_after",
            "d_W_hh pairs d_a_t with h_t. In the forward pass a_t was made from the state *before* "
            "it, h_{t-1}.",
            _summed(before=lambda states, h_0: states),
        ),
        Mistake(
            "h_0_forgotten",
            "d_W_hh lacks the first step: h_0 was taken as zero. When a state is carried over from "
            "the window before, it is not.",
            _summed(
                before=lambda states, h_0: torch.cat([torch.zeros_like(h_0)[None], states[:-1]])
            ),
        ),
        Mistake(
            "h_0_always",
            "d_W_hh uses h_0 at every step. The state before step t is states[t - 1], and h_0 only "
            "for the first.",
            _summed(before=lambda states, h_0: h_0.expand_as(states)),
        ),
        Mistake(
            "mean_over_time",
            "Divided by the number of steps. The loss is a sum over the steps, and so is its "
            "gradient.",
            _summed(scale=lambda d_a: 1 / len(d_a)),
        ),
        Mistake(
            "first_step_left_out",
            "The first step is left out everywhere. It has a state before it too: h_0.",
            _summed(steps=slice(1, None)),
        ),
    ),
)

# 2.5 backward_in_windows(model, x, targets, window) -> total loss; gradients in .grad ------------


class _Recurrent(nn.Module):
    """A small network: x (time, batch, 3) and state or None to outputs (time, batch, 2), state."""

    def __init__(self, weights: Sequence[Tensor]) -> None:
        super().__init__()
        W_xh, W_hh, W_hy = weights
        self.W_xh, self.W_hh = nn.Parameter(W_xh), nn.Parameter(W_hh)
        self.W_hy = nn.Parameter(W_hy)

    def forward(self, x: Tensor, h: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return the outputs and the last state."""
        if h is None:
            h = torch.zeros(x.shape[1], len(self.W_hh), dtype=x.dtype)
        states = []
        for x_t in x:
            h = torch.tanh(x_t @ self.W_xh + h @ self.W_hh)
            states.append(h)
        return torch.stack(states) @ self.W_hy, h


def _windows_case(generator: torch.Generator, size: int) -> Tensors:
    window, batch, hidden = 2 + size, 1 + size, 3 + size
    time = 3 * window + (0 if size == 1 else 1)  # also a length that is an exact multiple
    return {
        "x": _normal(generator, time, batch, 3),
        "targets": _normal(generator, time, batch, 2),
        "window": torch.tensor(window),
        "W_xh": _normal(generator, 3, hidden),
        "W_hh": _normal(generator, hidden, hidden) / math.sqrt(hidden),
        "W_hy": _normal(generator, hidden, 2),
    }


def _windows_run(answer: Answer, case: Tensors) -> Tensors:
    model = _Recurrent([case[name] for name in ("W_xh", "W_hh", "W_hy")])
    loss = answer(model, case["x"], case["targets"], int(case["window"]))
    result = {"total loss": number(loss, "total loss")}
    for name, parameter in model.named_parameters():
        grad = parameter.grad
        result[f"gradient of {name}"] = torch.zeros_like(parameter) if grad is None else grad
    return result


def _windows_expected(case: Tensors) -> Tensors:
    """Judge by autograd: the states at the borders are numbers, computed without a graph."""
    model = _Recurrent([case[name] for name in ("W_xh", "W_hh", "W_hy")])
    window = int(case["window"])
    starts = range(0, len(case["x"]), window)
    losses = []
    for start in starts:
        with torch.no_grad():
            h = model(case["x"][:start])[1] if start else None
        outputs, _ = model(case["x"][start : start + window], h)
        losses.append(((outputs - case["targets"][start : start + window]) ** 2).sum())
    loss = torch.stack(losses).sum()
    gradients = torch.autograd.grad(loss, list(model.parameters()))
    named = zip(model.named_parameters(), gradients, strict=True)
    return {
        "total loss": loss.detach(),
        **{f"gradient of {name}": gradient for (name, _), gradient in named},
    }


def _windows(**change: Any) -> Answer:
    """Make truncated back-propagation with one part done wrong."""

    def backward_in_windows(model: nn.Module, x: Tensor, targets: Tensor, window: int) -> float:
        state, total = None, 0.0
        last = len(x) - window + 1 if change.get("rest_dropped") else len(x)
        for start in range(0, last, window):
            outputs, state = model(x[start : start + window], state)
            if change.get("cut_in_outputs"):
                outputs = outputs.detach()
            squares = (outputs - targets[start : start + window]) ** 2
            loss = squares.mean() if change.get("mean") else squares.sum()
            if change.get("zero_grad"):
                model.zero_grad()
            loss.backward(retain_graph=change.get("retain_graph", False))
            total = loss.item() + (0.0 if change.get("last_loss") else total)
            state = change.get("carry", lambda state: state.detach())(state)
        return total

    return backward_in_windows


BACKWARD_IN_WINDOWS = Exercise(
    id="2.5",
    name="backward_in_windows",
    case=_windows_case,
    run=_windows_run,
    expected=_windows_expected,
    mistakes=(
        Mistake(
            "not_detached",
            "The state is still attached to the window before, whose graph is gone after "
            "backward(). That is what the long message of PyTorch means. Cut the state off between "
            "two windows (clone() copies the numbers, but keeps the history).",
            _windows(carry=lambda state: state),
        ),
        Mistake(
            "graph_retained",
            "retain_graph=True silences the message of PyTorch, but nothing is truncated: each "
            "window back-propagates to the very beginning, and the work grows with the square of "
            "the length. Cut the state off instead.",
            _windows(carry=lambda state: state, retain_graph=True),
        ),
        Mistake(
            "state_thrown_away",
            "Each window starts with an empty memory. The state goes on, only its gradient stops.",
            _windows(carry=lambda state: None),
        ),
        Mistake(
            "outputs_detached",
            "detach stands in the wrong place: the outputs are cut off, so the loss has nothing to "
            "learn from. Cut the state that goes to the next window.",
            _windows(cut_in_outputs=True),
        ),
        Mistake(
            "gradients_cleared",
            "The gradients are cleared in each window, and only the last one is left. Here they "
            "are to add up over all windows.",
            _windows(zero_grad=True),
        ),
        Mistake(
            "rest_dropped",
            "The last, shorter window is missing. Slices may reach beyond the end: "
            "x[start : start + window] takes what is left.",
            _windows(rest_dropped=True),
        ),
        Mistake(
            "mean",
            "The loss of a window is a mean. Here it is asked as a sum: a short last window would "
            "otherwise weigh as much as a full one.",
            _windows(mean=True),
        ),
        Mistake(
            "last_loss",
            "The gradients are right. The loss returned is that of the last window alone: add up.",
            _windows(last_loss=True),
        ),
    ),
)

# 2.6 state_gradient_norms(loss, states) -> norms (time,) -----------------------------------------


def _norms_case(generator: torch.Generator, size: int) -> Tensors:
    time, batch, hidden = 3 + size, 2 + size, 3 + size
    return {
        "x": _normal(generator, time, batch, hidden),
        "W_hh": 1.5 * _normal(generator, hidden, hidden) / math.sqrt(hidden),
        "w": _normal(generator, hidden),
    }


def _norms_graph(case: Tensors) -> tuple[Tensor, list[Tensor], Tensor]:
    W_hh = case["W_hh"].requires_grad_()
    h, states = torch.zeros_like(case["x"][0]), []
    for x_t in case["x"]:
        h = torch.tanh(x_t + h @ W_hh)
        states.append(h)
    return (h @ case["w"]).square().mean() * 10, states, W_hh


def _norms_run(answer: Answer, case: Tensors) -> Tensors:
    loss, states, W_hh = _norms_graph(case)
    given = answer(loss, states)
    if isinstance(given, list | tuple) and all(isinstance(v, float | Tensor) for v in given):
        given = torch.stack([torch.as_tensor(v, dtype=torch.float64) for v in given])
    norms = tensor(given, "norms")
    try:
        torch.autograd.grad(loss, W_hh)
        alive = W_hh.grad is None
    except RuntimeError:
        alive = False
    return {"norms": norms, "graph and gradients left as they were": torch.tensor(alive)}


def _norms_expected(case: Tensors) -> Tensors:
    loss, states, _ = _norms_graph(case)
    gradients = [torch.autograd.grad(loss, h, retain_graph=True)[0] for h in states]
    norms = torch.stack([torch.linalg.vector_norm(g) for g in gradients])
    return {"norms": norms, "graph and gradients left as they were": torch.tensor(True)}


def _norms(measure: Callable[[Tensor], Tensor], keep: bool = True) -> Answer:
    return lambda loss, states: torch.stack(
        [measure(g) for g in torch.autograd.grad(loss, states, retain_graph=keep)]
    )


def _norm(gradient: Tensor) -> Tensor:
    return gradient.norm()


STATE_GRADIENT_NORMS = Exercise(
    id="2.6",
    name="state_gradient_norms",
    case=_norms_case,
    run=_norms_run,
    expected=_norms_expected,
    mistakes=(
        Mistake(
            "graph_used_up",
            "The norms are right, but measuring must not disturb the training. Either the graph is "
            "used up (torch.autograd.grad takes retain_graph=True), or loss.backward() has "
            "already filled the gradients of the weights.",
            _norms(_norm, keep=False),
        ),
        Mistake(
            "squared",
            "These are squared norms. Take the root.",
            _norms(lambda g: g.square().sum()),
        ),
        Mistake(
            "sum",
            "A plain sum lets positive and negative numbers cancel. Take the norm: the root of the "
            "sum of squares.",
            _norms(lambda g: g.sum()),
        ),
        Mistake(
            "largest",
            "This is the largest number of each gradient. Take the norm of all of them.",
            _norms(lambda g: g.abs().max()),
        ),
        Mistake(
            "norm_for_each_row",
            "One norm for each sequence of the batch. Take one for each step: .norm() without dim.",
            _norms(lambda g: g.norm(dim=1)),
        ),
        Mistake(
            "states_measured",
            "These are the norms of the states. Asked are the gradients of the loss with respect "
            "to them: torch.autograd.grad(loss, states, ...).",
            lambda loss, states: torch.stack([h.norm() for h in states]),
        ),
        Mistake(
            "one_number",
            "One number for the whole sequence. Keep one for each step: the point is to see how "
            "it changes on the way back.",
            lambda loss, states: _norms(_norm)(loss, states).norm(),
        ),
        Mistake(
            "last_step_first",
            "The order is reversed. norms[t] belongs to states[t], so the earliest step comes "
            "first.",
            lambda loss, states: _norms(_norm)(loss, states).flip(0),
        ),
        Mistake(
            "grad_of_a_state",
            "PyTorch keeps .grad only for leaves, such as weights; for a state it is None. Ask "
            "torch.autograd.grad(loss, states, ...) instead.",
            lambda loss, states: torch.stack([h.grad.norm() for h in states]),
        ),
    ),
)

# 2.7 global_norm(gradients) -> number ------------------------------------------------------------


def _gradients_case(generator: torch.Generator, size: int) -> Tensors:
    return {
        "matrix": _normal(generator, 2 + size, 3 + size) / (1 + size),
        "square": (5 + size) * _normal(generator, 3, 3),
        "bias": _normal(generator, 3 + size),
    }


def _global_run(answer: Answer, case: Tensors) -> Tensors:
    return {"norm": number(answer(list(case.values())), "norm")}


def _global_expected(case: Tensors) -> Tensors:
    weights = [nn.Parameter(torch.zeros_like(g)) for g in case.values()]
    for weight, gradient in zip(weights, case.values(), strict=True):
        weight.grad = gradient
    return {"norm": nn.utils.clip_grad_norm_(weights, math.inf)}


GLOBAL_NORM = Exercise(
    id="2.7",
    name="global_norm",
    case=_gradients_case,
    run=_global_run,
    expected=_global_expected,
    mistakes=(
        Mistake(
            "sum_of_norms",
            "The norms are added up. Lay all numbers in one long vector: its norm is smaller. Add "
            "the squares, then take the root.",
            lambda gradients: sum(g.norm() for g in gradients),
        ),
        Mistake(
            "squared",
            "The root is missing: this is the square of the norm.",
            lambda gradients: sum(g.square().sum() for g in gradients),
        ),
        Mistake(
            "mean_of_norms",
            "A mean of norms: a tensor with many numbers weighs as much as one with few. Treat all "
            "numbers alike.",
            lambda gradients: sum(g.norm() for g in gradients) / len(gradients),
        ),
        Mistake(
            "largest_norm",
            "This is the norm of the largest tensor alone. All of them count.",
            lambda gradients: max(g.norm() for g in gradients),
        ),
        Mistake(
            "root_mean_square",
            "Divided by how many numbers there are. The norm is a sum of squares under the root, "
            "not a mean.",
            lambda gradients: torch.cat([g.flatten() for g in gradients]).square().mean().sqrt(),
        ),
        Mistake(
            "first_tensor",
            "Only the first tensor is measured. Is the return inside the loop?",
            lambda gradients: gradients[0].norm(),
        ),
        Mistake(
            "absolute_values",
            "A sum of absolute values is another norm. Squares here, and a root at the end.",
            lambda gradients: sum(g.abs().sum() for g in gradients),
        ),
    ),
)

# 2.8 clip_by_global_norm(gradients, max_norm) -> list --------------------------------------------


def _clip_case(generator: torch.Generator, size: int) -> Tensors:
    large = _gradients_case(generator, size)
    norm = torch.cat([g.flatten() for g in large.values()]).norm()
    limit = 0.4 + 0.2 * torch.rand((), generator=generator, dtype=torch.float64)
    small = {f"small {name}": g * 0.5 * limit / norm for name, g in large.items()}
    return {**{f"large {name}": g for name, g in large.items()}, **small, "max_norm": limit}


def _clip_run(answer: Answer, case: Tensors) -> Tensors:
    result: Tensors = {}
    touched = False
    for kind in ("large", "small"):
        names = [name for name in case if name.startswith(kind)]
        given = [case[name] for name in names]
        before = [g.clone() for g in given]
        clipped = tuple_of(answer(given, float(case["max_norm"])), *names)
        touched |= any(not g.equal(b) for g, b in zip(given, before, strict=True))
        for name, value, old in zip(names, clipped, before, strict=True):
            if kind == "large":
                result[name] = tensor(value, name)
            else:  # right where nothing changes
                result[f"change of the {name}"] = 100 * (tensor(value, name) - old)
    return {**result, "the given list is left as it was": torch.tensor(not touched)}


def _clip_expected(case: Tensors) -> Tensors:
    result: Tensors = {}
    for kind in ("large", "small"):
        names = [name for name in case if name.startswith(kind)]
        weights = [nn.Parameter(torch.zeros_like(case[name])) for name in names]
        for weight, name in zip(weights, names, strict=True):
            weight.grad = case[name]
        nn.utils.clip_grad_norm_(weights, float(case["max_norm"]))
        for name, weight in zip(names, weights, strict=True):
            if kind == "large":
                result[name] = tensor(weight.grad, name)
            else:
                result[f"change of the {name}"] = 100 * (tensor(weight.grad, name) - case[name])
    return {**result, "the given list is left as it was": torch.tensor(True)}


def _clip(factor: Callable[[Tensor, float], Any], each: bool = False) -> Answer:
    """Scale by a factor of norm and limit; ``each`` tensor for itself or all together."""

    def clip_by_global_norm(gradients: Sequence[Tensor], max_norm: float) -> list[Tensor]:
        norm = torch.cat([g.flatten() for g in gradients]).norm()
        return [g * factor(g.norm() if each else norm, max_norm) for g in gradients]

    return clip_by_global_norm


def _at_most_one(factor: Tensor) -> Tensor:
    return factor.clamp(max=1.0)


def _clip_in_place(gradients: Sequence[Tensor], max_norm: float) -> Sequence[Tensor]:
    norm = torch.cat([g.flatten() for g in gradients]).norm()
    for g in gradients:
        g.mul_(_at_most_one(max_norm / norm))
    return gradients


def _clip_by_sum(gradients: Sequence[Tensor], max_norm: float) -> list[Tensor]:
    factor = _at_most_one(max_norm / torch.stack([g.norm() for g in gradients]).sum())
    return [g * factor for g in gradients]


CLIP_BY_GLOBAL_NORM = Exercise(
    id="2.8",
    name="clip_by_global_norm",
    case=_clip_case,
    run=_clip_run,
    expected=_clip_expected,
    mistakes=(
        Mistake(
            "each_tensor",
            "Each tensor is clipped for itself. That bends the direction of the step. One factor "
            "for all, from the norm of all together.",
            _clip(lambda norm, limit: _at_most_one(limit / norm), each=True),
        ),
        Mistake(
            "always",
            "Small gradients are scaled too, here up to max_norm. Clipping only ever makes "
            "smaller: the factor is never above 1.",
            _clip(lambda norm, limit: limit / norm),
        ),
        Mistake(
            "squared_norm",
            "Divided by the square of the norm. What comes out should have a norm of exactly "
            "max_norm when it was larger.",
            _clip(lambda norm, limit: _at_most_one(limit / norm**2)),
        ),
        Mistake(
            "by_value",
            "Each number is cut for itself (clamp). That is clipping by value, and it bends the "
            "direction. Scale all numbers by one factor.",
            lambda gradients, max_norm: [g.clamp(-max_norm, max_norm) for g in gradients],
        ),
        Mistake(
            "sum_of_norms",
            "The norms of the tensors were added up, so too much is clipped. Use your global_norm.",
            _clip_by_sum,
        ),
        Mistake(
            "unit_norm",
            "Large gradients come out with norm 1, whatever max_norm says.",
            _clip(lambda norm, limit: 1 / norm if norm > limit else 1.0),
        ),
        Mistake(
            "factor_upside_down",
            "The factor is upside down: norm / max_norm makes large gradients larger.",
            _clip(lambda norm, limit: norm / limit if norm > limit else 1.0),
        ),
        Mistake(
            "never",
            "Nothing was clipped. Is the list with the scaled gradients the one you return?",
            lambda gradients, max_norm: [g.clone() for g in gradients],
        ),
        Mistake(
            "thrown_away",
            "Large gradients become zero. The step is to be shorter, not left out.",
            _clip(lambda norm, limit: 0.0 if norm > limit else 1.0),
        ),
        Mistake(
            "in_place",
            "Right numbers, but the tensors that were handed in were changed on the way (mul_, "
            "*=). Return new ones.",
            _clip_in_place,
        ),
    ),
)

# 2.9 identity_start(rnn) -> None; changes an nn.RNN ----------------------------------------------

RNN_NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def _start_case(generator: torch.Generator, size: int) -> Tensors:
    hidden = 2 + size
    shapes = (hidden, hidden), (hidden, hidden), (hidden,), (hidden,)
    values = (torch.randn(shape, generator=generator) for shape in shapes)
    return dict(zip(RNN_NAMES, values, strict=True))


def _start_run(answer: Answer, case: Tensors) -> Tensors:
    hidden = len(case["bias_hh_l0"])
    rnn = nn.RNN(hidden, hidden)
    rnn.load_state_dict(case)
    answer(rnn)
    result = {name: value.clone() for name, value in rnn.state_dict().items()}
    learns = all(p.requires_grad for p in rnn.parameters())
    return {**result, "weights can still learn": torch.tensor(learns)}


def _start_expected(case: Tensors) -> Tensors:
    return {
        "weight_ih_l0": case["weight_ih_l0"],
        "weight_hh_l0": nn.init.eye_(torch.empty_like(case["weight_hh_l0"])),
        "bias_ih_l0": torch.zeros_like(case["bias_ih_l0"]),
        "bias_hh_l0": torch.zeros_like(case["bias_hh_l0"]),
        "weights can still learn": torch.tensor(True),
    }


def _start(**change: Callable[[Tensor], Any]) -> Answer:
    """Start an nn.RNN, with some of its tensors treated wrongly."""
    right: dict[str, Callable[[Tensor], Any]] = {
        "weight_ih_l0": lambda w: w,
        "weight_hh_l0": nn.init.eye_,
        "bias_ih_l0": nn.init.zeros_,
        "bias_hh_l0": nn.init.zeros_,
    }

    def identity_start(rnn: nn.RNN) -> None:
        for name, fill in {**right, **change}.items():
            fill(getattr(rnn, name))

    return identity_start


def _without_no_grad(rnn: nn.RNN) -> None:
    weights = dict(rnn.named_parameters())
    weights["weight_hh_l0"].copy_(torch.eye(rnn.hidden_size))


def _plain_tensor(rnn: nn.RNN) -> None:
    rnn.weight_hh_l0 = torch.eye(rnn.hidden_size)


def _only_data_frozen(rnn: nn.RNN) -> None:
    _start()(rnn)
    rnn.requires_grad_(False)


IDENTITY_START = Exercise(
    id="2.9",
    name="identity_start",
    case=_start_case,
    run=_start_run,
    expected=_start_expected,
    mistakes=(
        Mistake(
            "zeros",
            "weight_hh_l0 is zero: the state is forgotten at once, and no gradient comes back. The "
            "identity has ones on its diagonal.",
            _start(weight_hh_l0=nn.init.zeros_),
        ),
        Mistake(
            "ones",
            "weight_hh_l0 is full of ones: every unit gets the sum of all, and lengths grow with "
            "each step. The identity has ones on its diagonal only.",
            _start(weight_hh_l0=nn.init.ones_),
        ),
        Mistake(
            "biases_left",
            "The biases still have random numbers. Set both to zero, as on the slide.",
            _start(bias_ih_l0=lambda b: b, bias_hh_l0=lambda b: b),
        ),
        Mistake(
            "second_bias_left",
            "bias_ih_l0 is zero, bias_hh_l0 is not. nn.RNN has two biases, and adds both.",
            _start(bias_hh_l0=lambda b: b),
        ),
        Mistake(
            "first_bias_left",
            "bias_hh_l0 is zero, bias_ih_l0 is not. nn.RNN has two biases, and adds both.",
            _start(bias_ih_l0=lambda b: b),
        ),
        Mistake(
            "wrong_matrix",
            "The identity went to weight_ih_l0, which reads the input. The matrix between state "
            "and state is weight_hh_l0.",
            _start(weight_ih_l0=nn.init.eye_, weight_hh_l0=lambda w: w),
        ),
        Mistake(
            "both_matrices",
            "weight_ih_l0 was changed too. Only the matrix between state and state becomes the "
            "identity.",
            _start(weight_ih_l0=nn.init.eye_),
        ),
        Mistake(
            "without_no_grad",
            "PyTorch does not let you change a weight in place while it records a graph. Do it "
            "inside `with torch.no_grad():`, or use torch.nn.init.",
            _without_no_grad,
        ),
        Mistake(
            "plain_tensor",
            "A parameter cannot be replaced by a plain tensor. Write into the one that is there: "
            "torch.nn.init does it, or copy_ inside `with torch.no_grad():`.",
            _plain_tensor,
        ),
        Mistake(
            "frozen",
            "The numbers are right, but the weights can no longer learn: requires_grad is off.",
            _only_data_frozen,
        ),
    ),
)

# 2.10 orthogonal(noise) -> matrix, both (n, n) ---------------------------------------------------


def _orthogonal_case(generator: torch.Generator, size: int) -> Tensors:
    n = 3 + size
    return {
        "noise": _normal(generator, n, n),
        "other noise": _normal(generator, n, n),
        "v": _normal(generator, n),
    }


def _orthogonal_run(answer: Answer, case: Tensors) -> Tensors:
    Q, other = (tensor(answer(case[name]), "matrix") for name in ("noise", "other noise"))
    if Q.shape != case["noise"].shape:
        raise WrongForm(f"Expected a matrix {tuple(case['noise'].shape)}, got {tuple(Q.shape)}.")
    Q = Q.to(case["v"].dtype)
    lengths = [(case["v"] @ torch.linalg.matrix_power(Q, k)).norm() for k in (1, 2, 4)]
    return {
        "length of v after 1, 2, 4 steps": torch.stack(lengths),
        "other noise gives another matrix": torch.tensor(not torch.allclose(Q, other.to(Q.dtype))),
    }


def _orthogonal_expected(case: Tensors) -> Tensors:
    return {
        "length of v after 1, 2, 4 steps": case["v"].norm().expand(3),
        "other noise gives another matrix": torch.tensor(True),
    }


def _eigen_scaled(noise: Tensor) -> Tensor:
    return noise / torch.linalg.eigvals(noise).abs().max()


ORTHOGONAL = Exercise(
    id="2.10",
    name="orthogonal",
    case=_orthogonal_case,
    run=_orthogonal_run,
    expected=_orthogonal_expected,
    mistakes=(
        Mistake(
            "noise",
            "This is the noise itself. It stretches some directions and shrinks others.",
            lambda noise: noise,
        ),
        Mistake(
            "scaled_noise",
            "Noise divided by the root of n keeps lengths on average only: some directions still "
            "grow and others die out, step after step. Take the orthogonal factor of a QR or a "
            "singular value decomposition.",
            lambda noise: noise / math.sqrt(len(noise)),
        ),
        Mistake(
            "uniform_scaled_noise",
            "This is noise as spread out as the usual start of a layer, and far too small: lengths "
            "shrink at each step. Take the orthogonal factor of a QR or a singular value "
            "decomposition.",
            lambda noise: noise / math.sqrt(3 * len(noise)),
        ),
        Mistake(
            "spectral_radius",
            "The largest eigenvalue is scaled to 1. All others are smaller, and these directions "
            "die out. Take the orthogonal factor of a QR or a singular value decomposition.",
            _eigen_scaled,
        ),
        Mistake(
            "the_other_factor",
            "QR gives two factors, and this is R, the triangular one. Which of them is orthogonal?",
            lambda noise: torch.linalg.qr(noise)[1],
        ),
        Mistake(
            "unit_columns",
            "Each column has length 1, but the columns are not at right angles to each other. Both "
            "is needed.",
            lambda noise: noise / noise.norm(dim=0),
        ),
        Mistake(
            "unit_rows",
            "Each row has length 1, but the rows are not at right angles to each other. Both is "
            "needed.",
            lambda noise: noise / noise.norm(dim=1, keepdim=True),
        ),
        Mistake(
            "identity",
            "The identity is orthogonal, but it is the same for every noise. Here a random one is "
            "asked for.",
            lambda noise: torch.eye(len(noise), dtype=noise.dtype),
        ),
        Mistake(
            "zeros",
            "A matrix of zeros forgets everything in one step.",
            lambda noise: torch.zeros_like(noise),
        ),
    ),
)

# 2.11 diagnose(flow (time,), updates (steps,), operations (steps,)) -> a finding -----------------

FINDINGS = ("healthy", "exploding", "vanishing", "not detached", "learning rate")
CODES = ", ".join(f"{code} = {finding}" for code, finding in enumerate(FINDINGS))


def _between(generator: torch.Generator, low: float, high: float) -> float:
    """Draw a number between two positive ones, evenly on a logarithmic scale."""
    share = torch.rand((), generator=generator, dtype=torch.float64).item()
    return low * (high / low) ** share


def _charts_case(generator: torch.Generator, size: int) -> Tensors:
    order = torch.randperm(len(FINDINGS), generator=generator)
    time, steps, flows, updates, operations = 15 + 5 * size, 20, [], [], []
    for code in order.tolist():
        finding = FINDINGS[code]
        ratio = {"exploding": (30.0, 1e4), "vanishing": (1e-9, 1e-5)}.get(finding, (0.05, 1.0))
        largest = {"exploding": (0.05, 0.5), "learning rate": (0.15, 3.0)}
        change = _between(generator, *largest.get(finding, (0.004, 0.03)))
        growth = steps - 1 if finding == "not detached" else 0.0
        back = torch.linspace(1, 0, time, dtype=torch.float64)  # 1 at the earliest step
        # the size of the flow depends on the loss and says nothing: only its change counts
        flows.append(_between(generator, 1e-3, 10) * _between(generator, *ratio) ** back)
        rise = torch.linspace(0.3, 1, steps, dtype=torch.float64)
        updates.append(change * rise[torch.randperm(steps, generator=generator)])
        first = _between(generator, 80, 300)
        operations.append(first * torch.linspace(1, 1 + growth, steps, dtype=torch.float64))
    case = {"flow": torch.stack(flows), "updates": torch.stack(updates)}
    case["operations"] = torch.stack(operations).round()
    return {
        **case,
        "log10 of first flow / last flow": (case["flow"][:, 0] / case["flow"][:, -1]).log10(),
        "largest update": case["updates"].max(dim=1).values,
        "last operations / first": case["operations"][:, -1] / case["operations"][:, 0],
    }


def _charts_run(answer: Answer, case: Tensors) -> Tensors:
    codes = []
    for chart in zip(case["flow"], case["updates"], case["operations"], strict=True):
        finding = answer(*(values.clone() for values in chart))
        if finding is None:
            raise WrongForm("No finding for one of the patients: is there a return for each case?")
        if not isinstance(finding, str) or finding not in FINDINGS:
            raise WrongForm(f"Expected one of {', '.join(FINDINGS)}; got {finding!r}.")
        codes.append(FINDINGS.index(finding))
    return {f"findings ({CODES})": torch.tensor(codes)}


def _charts_expected(case: Tensors) -> Tensors:
    """Only one of the three curves leaves what is healthy, except where gradients explode."""
    ratio = case["flow"][:, 0] / case["flow"][:, -1]
    codes = torch.zeros(len(ratio), dtype=torch.long)
    codes[case["updates"].max(dim=1).values > 0.1] = FINDINGS.index("learning rate")
    codes[case["operations"][:, -1] > 2 * case["operations"][:, 0]] = FINDINGS.index("not detached")
    codes[ratio > 10] = FINDINGS.index("exploding")
    codes[ratio < 1e-3] = FINDINGS.index("vanishing")
    return {f"findings ({CODES})": codes}


def _confused(**instead: str) -> Answer:
    """Diagnose right, but take some illnesses for others."""

    def diagnose(flow: Tensor, updates: Tensor, operations: Tensor) -> str:
        case = {"flow": flow[None], "updates": updates[None], "operations": operations[None]}
        (codes,) = _charts_expected(case).values()
        finding = FINDINGS[int(codes)]
        return instead.get(finding.replace(" ", "_"), finding)

    return diagnose


DIAGNOSE = Exercise(
    id="2.11",
    name="diagnose",
    case=_charts_case,
    run=_charts_run,
    expected=_charts_expected,
    mistakes=(
        Mistake(
            "flow_read_backwards",
            "Exploding and vanishing have changed places. flow[0] is the *earliest* step, where "
            "the gradient arrives last on its way back: does it grow or shrink on that way?",
            _confused(exploding="vanishing", vanishing="exploding"),
        ),
        Mistake(
            "updates_first",
            "An exploding gradient is taken for a wrong learning rate. Its updates are large too, "
            "but because the gradient is. Look at the flow first.",
            _confused(exploding="learning rate"),
        ),
        Mistake(
            "every_large_update_explodes",
            "A wrong learning rate is taken for an exploding gradient. Large updates with a "
            "healthy flow come from the step size.",
            _confused(learning_rate="exploding"),
        ),
        Mistake(
            "vanishing_missed",
            "A vanishing gradient was not found. Divide flow[0] by flow[-1]; the size of flow[0] "
            "alone depends on the loss.",
            _confused(vanishing="healthy"),
        ),
        Mistake(
            "healthy_called_vanishing",
            "A healthy patient is told that the gradient vanishes. Some of it is always lost: a "
            "factor of twenty over the whole way is nothing to worry about.",
            _confused(healthy="vanishing"),
        ),
        Mistake(
            "all_calm_flows_called_vanishing",
            "Whoever loses a little gradient is told that it vanishes. A factor of twenty over the "
            "whole way is nothing to worry about; vanished is a ten-thousandth and less.",
            _confused(healthy="vanishing", not_detached="vanishing", learning_rate="vanishing"),
        ),
        Mistake(
            "operations_not_read",
            "One patient was sent home as healthy although the work grows with every step. "
            "Compare the last number of operations with the first.",
            _confused(not_detached="healthy"),
        ),
        Mistake(
            "updates_not_read",
            "One patient was sent home as healthy although the weights change by a large part of "
            "themselves in one step. Look at the largest update.",
            _confused(learning_rate="healthy"),
        ),
        Mistake(
            "exploding_missed",
            "An exploding gradient was not found: it arrives at the first step many times as large "
            "as at the last. Divide flow[0] by flow[-1].",
            _confused(exploding="healthy"),
        ),
    ),
)

# 2.12 prescribe(finding, learning_rate) -> treatment ---------------------------------------------

TREATMENTS = {
    "exploding": "clip",
    "vanishing": "initialise",
    "not detached": "carry",
    "learning rate": "learning_rate",
}


def _prescribe_case(generator: torch.Generator, size: int) -> Tensors:
    n = 3 + size
    return {
        "noise": _normal(generator, n, n),
        "v": _normal(generator, n),
        "gradient": 3 * _normal(generator, n, n),
        "small gradient": 0.01 * _normal(generator, n),
        "state": _normal(generator, 2, n),
        "learning_rate": torch.tensor(_between(generator, 0.5, 20.0), dtype=torch.float64),
    }


def _treatment(answer: Answer, finding: str, rate: float) -> Any:
    """Return the one thing that was prescribed."""
    given = answer(finding, rate)
    wanted = TREATMENTS[finding]
    if not isinstance(given, dict):
        raise WrongForm(
            f"For {finding!r}: expected a dictionary such as {{{wanted!r}: ...}}, "
            f"got {type(given).__name__}."
        )
    if list(given) != [wanted]:
        reason = {
            "clip": "A gradient that grows on its way back has to be made shorter: clip.",
            "initialise": "What has vanished cannot be made longer afterwards. The gradient must "
            "not be lost on its way: another W_hh to begin with.",
            "carry": "Back-propagation must stop at the border of the window. That is a matter of "
            "the state which is carried over.",
            "learning_rate": "Gradient and flow are in order; only the steps are too long.",
        }[wanted]
        raise WrongForm(f"For {finding!r} you prescribe {', '.join(given) or 'nothing'}. {reason}")
    if wanted != "learning_rate" and not callable(given[wanted]):
        raise WrongForm(f"{wanted}: hand over the function itself; it will be called later.")
    return given[wanted]


def _prescribe_run(answer: Answer, case: Tensors) -> Tensors:
    rate = float(case["learning_rate"])
    treatment = {finding: _treatment(answer, finding, rate) for finding in TREATMENTS}
    gradients = [case["gradient"], case["small gradient"]]
    clipped = tuple_of(treatment["exploding"](gradients), "gradient", "small gradient")
    W_hh = tensor(treatment["vanishing"](case["noise"]), "W_hh")
    state = case["state"].requires_grad_() * 1.0
    carried = tensor(treatment["not detached"](state), "state")
    new = number(treatment["learning rate"], "learning rate")
    return {
        "length of v after W_hh": (case["v"] @ W_hh.to(case["v"].dtype)).norm(),
        "clipped gradient": tensor(clipped[0], "gradient"),
        "clipped small gradient": tensor(clipped[1], "small gradient"),
        "state": carried,
        "state still attached": torch.tensor(carried.requires_grad),
        "learning rate is lower": new < rate,
        "a twentieth of it, within a factor of two": (rate / 40.1 <= new) & (new <= rate / 9.9),
    }


def _prescribe_expected(case: Tensors) -> Tensors:
    weights = [nn.Parameter(torch.zeros_like(case[n])) for n in ("gradient", "small gradient")]
    weights[0].grad, weights[1].grad = case["gradient"], case["small gradient"]
    nn.utils.clip_grad_norm_(weights, 1.0)
    return {
        "length of v after W_hh": case["v"].norm(),
        "clipped gradient": weights[0].grad,
        "clipped small gradient": weights[1].grad,
        "state": case["state"],
        "state still attached": torch.tensor(False),
        "learning rate is lower": torch.tensor(True),
        "a twentieth of it, within a factor of two": torch.tensor(True),
    }


def _prescribe(**change: Any) -> Answer:
    """Prescribe, with some findings (named with an underscore) treated in another way."""

    def clip(gradients: Sequence[Tensor]) -> list[Tensor]:
        return _clip(lambda norm, limit: _at_most_one(limit / norm))(gradients, 1.0)

    def prescribe(finding: str, learning_rate: float) -> dict[str, Any]:
        right: dict[str, dict[str, Any]] = {
            "exploding": {"clip": clip},
            "vanishing": {"initialise": lambda noise: torch.linalg.qr(noise)[0]},
            "not detached": {"carry": lambda state: state.detach()},
            "learning rate": {"learning_rate": learning_rate / 20},
        }
        for name, treatment in change.items():
            right[name.replace("_", " ")] = treatment(learning_rate, right)
        return right[finding]

    return prescribe


PRESCRIBE = Exercise(
    id="2.12",
    name="prescribe",
    case=_prescribe_case,
    run=_prescribe_run,
    expected=_prescribe_expected,
    mistakes=(
        Mistake(
            "clip_what_has_vanished",
            "Clipping is no cure for a vanishing gradient: it only ever makes gradients smaller.",
            _prescribe(vanishing=lambda rate, right: right["exploding"]),
        ),
        Mistake(
            "more_rate_for_vanishing",
            "A larger learning rate is no cure for a vanishing gradient: the late steps would get "
            "it as well, and they have enough. The early ones need another W_hh.",
            _prescribe(vanishing=lambda rate, right: {"learning_rate": 10 * rate}),
        ),
        Mistake(
            "orthogonal_for_exploding",
            "An orthogonal start makes the flow even at the beginning, but training changes W_hh, "
            "and nothing holds the next large gradient. Clip it, every time.",
            _prescribe(exploding=lambda rate, right: right["vanishing"]),
        ),
        Mistake(
            "slower_for_exploding",
            "A lower learning rate shortens every step, the ordinary ones too. Only the huge ones "
            "have to be shortened: clip.",
            _prescribe(exploding=lambda rate, right: right["learning rate"]),
        ),
        Mistake(
            "amnesia",
            "The state is zero: that stops the gradient, and the memory with it. Keep the numbers "
            "and cut off their history.",
            _prescribe(not_detached=lambda rate, right: {"carry": torch.zeros_like}),
        ),
        Mistake(
            "cloned",
            "clone() copies the numbers and keeps the history: back-propagation still goes to the "
            "very beginning. Cut it off.",
            _prescribe(not_detached=lambda rate, right: {"carry": torch.clone}),
        ),
        Mistake(
            "rate_raised",
            "The learning rate was raised. The weights already change too much in each step.",
            _prescribe(learning_rate=lambda rate, right: {"learning_rate": 20 * rate}),
        ),
        Mistake(
            "rate_halved",
            "Half the learning rate is still far too high. Look at the chart: by what factor are "
            "the updates larger than those of a healthy patient?",
            _prescribe(learning_rate=lambda rate, right: {"learning_rate": rate / 2}),
        ),
    ),
)

EXERCISES = (
    TANH_BACKWARD,
    STEP_BACKWARD,
    STATES_BACKWARD,
    WEIGHT_GRADIENTS,
    BACKWARD_IN_WINDOWS,
    STATE_GRADIENT_NORMS,
    GLOBAL_NORM,
    CLIP_BY_GLOBAL_NORM,
    IDENTITY_START,
    ORTHOGONAL,
    DIAGNOSE,
    PRESCRIBE,
)
