"""The patients of Lab 2: small networks whose training is ill, each for a reason of its own.

All learn the same task: one of four symbols is called out, then comes noise, and at the end of the
window the symbol is asked for. What is wrong with a patient stands here and not in the notebook, so
that learners have to measure it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

SYMBOLS, HIDDEN, BATCH, WINDOW = 4, 32, 32, 25
STEPS = 200  # training steps of one stay
RATE, MOMENTUM, LIMIT = 0.05, 0.9, 1.0
BUDGET = 30_000  # operations of back-propagation in one stay; a healthy network needs 27,000
VOLUME = 4.0  # of the symbol; the noise has a standard deviation of a half

Gradients = Sequence[Tensor]


@dataclass(frozen=True)
class Visit:
    """One training step, as it can be seen from outside.

    Args:
        number: The training step, from 0.
        loss: Mean cross-entropy in nats, with its graph.
        states: States h_t of this window, each (batch, hidden), with their graph.
        weights: W_xh, W_hh, b_h, W_hy, b_y before the step.
        changes: What the step adds to each of them.
        operations: Number of operations that back-propagation goes through.
        right: Share of symbols that were recalled right.
    """

    number: int
    loss: Tensor
    states: list[Tensor]
    weights: list[Tensor]
    changes: list[Tensor]
    operations: int
    right: float


@dataclass(frozen=True)
class Patient:
    """A network and how it is trained.

    Args:
        name: Its name.
        complaint: What it says when it comes in.
        seed: Seed of its weights and of its data.
    """

    name: str
    complaint: str
    seed: int
    _start: Callable[[Tensor], Tensor]
    _clip: Callable[[Gradients], Gradients]
    _carry: Callable[[Tensor], Tensor]
    _stream: bool
    learning_rate: float

    def train(
        self,
        *,
        initialise: Callable[[Tensor], Tensor] | None = None,
        clip: Callable[[Gradients], Gradients] | None = None,
        carry: Callable[[Tensor], Tensor] | None = None,
        learning_rate: float | None = None,
    ) -> Iterator[Visit]:
        """Train from the beginning, and yield each step, after its update.

        A stay ends after 200 steps, or when the operations are used up, or when the loss is no
        number any more. What is not given stays as the patient has it.

        Args:
            initialise: Turns standard normal noise (hidden, hidden) into the first W_hh.
            clip: Takes the list of gradients and returns the list to use.
            carry: Takes the last state (batch, hidden) and returns the one for the next window.
            learning_rate: Step size of SGD with momentum.
        """
        generator = torch.Generator().manual_seed(self.seed)
        weights = _first_weights(generator, initialise or self._start)
        clip, carry = clip or self._clip, carry or self._carry
        rate = self.learning_rate if learning_rate is None else learning_rate
        velocity = [torch.zeros_like(w) for w in weights]
        h, spent = torch.zeros(BATCH, HIDDEN), 0
        for number in range(STEPS):
            x, symbols = _window(generator)
            states = _read(weights, x, h)
            logits = states[-1] @ weights[3] + weights[4]
            loss = F.cross_entropy(logits, symbols)
            operations = graph_size(loss)
            spent += operations
            if spent > BUDGET or not math.isfinite(loss.item()):
                return
            gradients = clip(torch.autograd.grad(loss, weights, retain_graph=True))
            pairs = zip(velocity, gradients, strict=True)
            velocity = [MOMENTUM * v + g for v, g in pairs]
            changes = [-rate * v for v in velocity]
            right = (logits.argmax(dim=1) == symbols).float().mean().item()
            shown = [w.detach() for w in weights]
            yield Visit(number, loss, states, shown, changes, operations, right)
            # New tensors, not new numbers in the old ones: an old graph keeps its old weights.
            pairs = zip(weights, changes, strict=True)
            weights = [(w + change).detach().requires_grad_() for w, change in pairs]
            if self._stream:
                h = carry(states[-1])


def graph_size(loss: Tensor) -> int:
    """Return the number of operations that back-propagation from ``loss`` goes through."""
    seen, todo = set(), [loss.grad_fn]
    while todo:
        node = todo.pop()
        if node is not None and node not in seen:
            seen.add(node)
            todo += [function for function, _ in node.next_functions]
    return len(seen)


def admit(seed: int) -> list[Patient]:
    """Return the four patients and a healthy volunteer, in the order of their names.

    Args:
        seed: Seed of their weights and data; another seed gives other patients of the same kind.
    """
    ward: list[tuple[str, str, dict[str, Any]]] = [
        ("Anna", "My loss jumps about, and I learn by halves.", {"learning_rate": 20 * RATE}),
        ("Borys", "I have been training all day, and nothing moves.", {"_start": _usual}),
        (
            "Clara",
            "I get slower and slower, until they send me home.",
            {"_stream": True, "_carry": _attached},
        ),
        (
            "Danylo",
            "Now and then comes one bad step, and all is lost.",
            {"_start": _loud, "_clip": list},
        ),
        ("Emma", "I am fine. I am here to be compared with.", {}),
    ]
    healthy: dict[str, Any] = {
        "_start": _even,
        "_clip": _clipped,
        "_carry": Tensor.detach,
        "_stream": False,
        "learning_rate": RATE,
    }
    return [
        Patient(name, complaint, 1000 * seed + number, **{**healthy, **fault})
        for number, (name, complaint, fault) in enumerate(ward)
    ]


def _first_weights(generator: torch.Generator, start: Callable[[Tensor], Tensor]) -> list[Tensor]:
    W_xh = 0.3 * torch.randn(SYMBOLS + 1, HIDDEN, generator=generator)
    W_hh = start(torch.randn(HIDDEN, HIDDEN, generator=generator))
    W_hy = torch.randn(HIDDEN, SYMBOLS, generator=generator) / math.sqrt(3 * HIDDEN)
    weights = [W_xh, W_hh, torch.zeros(HIDDEN), W_hy, torch.zeros(SYMBOLS)]
    return [w.detach().clone().requires_grad_() for w in weights]


def _window(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Draw a batch: x (time, batch, symbols + 1) and the symbols (batch,) to recall."""
    symbols = torch.randint(SYMBOLS, (BATCH,), generator=generator)
    x = torch.zeros(WINDOW, BATCH, SYMBOLS + 1)
    x[0] = VOLUME * F.one_hot(symbols, SYMBOLS + 1)
    x[1:, :, SYMBOLS] = 0.5 * torch.randn(WINDOW - 1, BATCH, generator=generator)
    return x, symbols


def _read(weights: list[Tensor], x: Tensor, h: Tensor) -> list[Tensor]:
    W_xh, W_hh, b_h = weights[:3]
    states = []
    for x_t in x:
        h = torch.tanh(x_t @ W_xh + h @ W_hh + b_h)
        states.append(h)
    return states


def _even(noise: Tensor) -> Tensor:
    """An orthogonal matrix: the product with it keeps every length."""
    u, _, v = torch.linalg.svd(noise)
    return u @ v


def _loud(noise: Tensor) -> Tensor:
    """Every length is multiplied by 2.5."""
    return 2.5 * _even(noise)


def _usual(noise: Tensor) -> Tensor:
    """As spread out as the usual start of a layer: uniform between -1/sqrt(n) and 1/sqrt(n)."""
    return noise / math.sqrt(3 * len(noise))


def _clipped(gradients: Gradients) -> Gradients:
    norm = torch.stack([g.norm() for g in gradients]).norm()
    factor = torch.clamp(LIMIT / norm, max=1.0)
    return [factor * g for g in gradients]


def _attached(state: Tensor) -> Tensor:
    return state
