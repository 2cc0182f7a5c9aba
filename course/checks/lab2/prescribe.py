"""prescribe(finding, learning_rate) -> a treatment: a dictionary with one key."""

import torch
from torch import Tensor, nn

from seqlab.check import WrongForm

TREATMENTS = {
    "exploding": "clip",
    "vanishing": "initialise",
    "not detached": "carry",
    "learning rate": "learning_rate",
}
FITS = "the treatment fits the finding"
# What a treatment is tried on, as it can be pasted; it is the same in every case.
LONG = "[torch.tensor([[3.0, -4.0]]), torch.tensor([0.6])]"
SHORT = "[torch.tensor([[0.3, -0.4]]), torch.tensor([0.1])]"
NOISE = "torch.tensor([[2.4, -0.8, 0.6], [1.0, 1.8, -2.2], [-1.4, 0.4, 1.6]])"
STATE = "2 * torch.tensor([[0.3, -0.4]], requires_grad=True)"


def of(text):
    """Return the value of one of the texts above."""
    return eval(text, {"torch": torch})


def case(generator, size):
    """Each finding in turn, from the one that the seed says, and a rate between 0.5 and 20."""
    rate = 0.5 * 40 ** torch.rand((), generator=generator).item()
    return {
        "finding": list(TREATMENTS)[(size + generator.initial_seed()) % 4],
        "learning_rate": rate,
    }


def call(answer, finding, learning_rate):
    given = answer(finding, learning_rate)
    key, treatment = opened(given)
    if key != TREATMENTS[finding]:
        return {FITS: False, "prescribed": key}
    if key == "learning_rate":
        if callable(treatment):
            raise WrongForm("learning_rate: a number is asked here, not a function.")
        if opened(answer(finding, 2 * learning_rate))[1] == treatment:
            raise WrongForm(
                f"The new learning rate is {treatment} whatever the old one is. Make it from the "
                "old one, the argument learning_rate: a twentieth of it."
            )
        return {FITS: True, key: treatment}
    if not callable(treatment):
        raise WrongForm(f"{key}: hand over the function itself; it will be called later.")
    return {FITS: True, **tried(key, treatment)}


def opened(given):
    """Return the key and the value of a dictionary that holds one treatment."""
    if not isinstance(given, dict):
        kind = "nothing (is there a `return`?)" if given is None else type(given).__name__
        raise WrongForm(f"Expected a dictionary with one key of the table, got {kind}.")
    keys = tuple(TREATMENTS.values())
    if len(given) != 1:
        raise WrongForm(f"Prescribe one treatment; here are {len(given)}.")
    (key,) = given
    if key not in keys:
        raise WrongForm(f"No treatment is called {key!r}. The table has {', '.join(keys)}.")
    return key, given[key]


def tried(key, treatment):
    """Return what a treatment does."""
    if key == "clip":
        clipped = treatment(of(LONG)), treatment(of(SHORT))
        return {
            "clipped": [*map(list, clipped)]
            if all(isinstance(c, list | tuple) for c in clipped)
            else clipped[0]
        }
    if key == "initialise":
        W_hh = treatment(of(NOISE))
        return {"W_hh.T @ W_hh": W_hh.T @ W_hh if isinstance(W_hh, Tensor) else W_hh}
    state = treatment(of(STATE))
    attached = isinstance(state, Tensor) and state.requires_grad
    return {"state": state, "state has a history": attached}


def expected(finding, learning_rate):
    key = TREATMENTS[finding]
    if key == "clip":
        return {FITS: True, "clipped": [clipped(of(LONG)), clipped(of(SHORT))]}
    if key == "initialise":
        return {FITS: True, "W_hh.T @ W_hh": torch.eye(3)}
    if key == "carry":
        return {FITS: True, "state": of(STATE), "state has a history": False}
    return {FITS: True, "learning_rate": learning_rate / 20}


def clipped(gradients):
    weights = [nn.Parameter(torch.zeros_like(g)) for g in gradients]
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient
    nn.utils.clip_grad_norm_(weights, 1.0)
    return [weight.grad for weight in weights]


def shown(name, finding, learning_rate):
    first = f"treatment = {name}(finding={finding}, learning_rate={learning_rate})"
    use = {
        "exploding": f'treatment["clip"]({LONG}), treatment["clip"]({SHORT})',
        "vanishing": f'W_hh = treatment["initialise"]({NOISE})\nW_hh.T @ W_hh',
        "not detached": f'treatment["carry"]({STATE})',
        "learning rate": "treatment",
    }
    return f"{first}\n{use[finding.strip(chr(39))]}"


CLIP = '{"clip": lambda gradients: clip_by_global_norm(gradients, 1.0)}'
START, CARRY = '{"initialise": orthogonal}', '{"carry": lambda state: state.detach()}'
RATE = '{"learning_rate": learning_rate / 20}'
CLIPPED, TWENTIETH = "clip_by_global_norm(gradients, 1.0)", "learning_rate / 20"


def instead(old, new):
    """Return the edit of one line of the table."""
    finding = {CLIP: "exploding", START: "vanishing", CARRY: "not detached", RATE: "learning rate"}
    return f'"{finding[old]}": {old}', f'"{finding[old]}": {new}'


MISTAKES = {
    "clip_what_has_vanished": (
        """Clipping is no cure for a vanishing gradient: it only ever makes gradients smaller.""",
        instead(START, CLIP),
    ),
    "more_rate_for_vanishing": (
        """A larger learning rate is no cure for a vanishing gradient: the late steps would get
        it as well, and they have enough. The early ones need another W_hh.""",
        instead(START, '{"learning_rate": 10 * learning_rate}'),
    ),
    "orthogonal_for_exploding": (
        """An orthogonal start makes the flow even at the beginning, but training changes W_hh,
        and nothing holds the next large gradient. Clip it, every time.""",
        instead(CLIP, START),
    ),
    "slower_for_exploding": (
        """A lower learning rate shortens every step, the ordinary ones too. Only the huge ones
        have to be shortened: clip.""",
        instead(CLIP, RATE),
    ),
    "amnesia": (
        """The state is zero: that stops the gradient, and the memory with it. Keep the numbers
        and cut off their history.""",
        ("state.detach()", "torch.zeros_like(state)"),
    ),
    "cloned": (
        """The state still hangs on its history: either it is handed on as it is, or clone() has
        copied the numbers and kept the history. Back-propagation still goes to the very beginning.
        Cut it off.""",
        ("state.detach()", "state.clone()"),
    ),
    "rate_raised": (
        """The learning rate was raised. The weights already change too much in each step.""",
        (TWENTIETH, "learning_rate * 20"),
    ),
    "rate_halved": (
        """Half the learning rate is still far too high. Look at the chart: by what factor are
        the updates larger than those of a healthy patient?""",
        (TWENTIETH, "learning_rate / 2"),
    ),
    "carry_for_exploding": (
        """A gradient that grows on its way back grows inside of a window, too: cutting the state
        between windows does not help. It has to be made shorter: clip.""",
        instead(CLIP, CARRY),
    ),
    "carry_for_vanishing": (
        """Cutting the state off stops gradients, and here there are too few. The gradient must not
        be lost on its way: another W_hh to begin with.""",
        instead(START, CARRY),
    ),
    "clip_for_not_detached": (
        """Clipping changes the length of a gradient, not the way that back-propagation has to go.
        It must stop at the border of the window: that is a matter of the state which is carried
        over.""",
        instead(CARRY, CLIP),
    ),
    "orthogonal_for_not_detached": (
        """Another W_hh changes nothing in the way that back-propagation has to go. It must stop at
        the border of the window: that is a matter of the state which is carried over.""",
        instead(CARRY, START),
    ),
    "slower_for_not_detached": (
        """A lower learning rate changes nothing in the way that back-propagation has to go. It must
        stop at the border of the window: that is a matter of the state which is carried over.""",
        instead(CARRY, RATE),
    ),
    "clip_for_learning_rate": (
        """Gradient and flow are in order; only the steps are too long. Change the learning rate
        itself.""",
        instead(RATE, CLIP),
    ),
    "orthogonal_for_learning_rate": (
        """Gradient and flow are in order, so W_hh may stay; only the steps are too long.""",
        instead(RATE, START),
    ),
    "carry_for_learning_rate": (
        """The number of operations is in order, so the state is cut off where it should be; only
        the steps are too long.""",
        instead(RATE, CARRY),
    ),
    "rate_a_tenth": (
        """The learning rate is divided by 10. The text asks for steps that are twenty times
        shorter.""",
        (TWENTIETH, "learning_rate / 10"),
    ),
    "rate_minus_twenty": (
        """20 is subtracted from the learning rate. Twenty times shorter means: divide by 20.""",
        (TWENTIETH, "learning_rate - 20"),
    ),
    "rate_kept": (
        """The learning rate is the old one. The steps are too long: make them twenty times
        shorter.""",
        (TWENTIETH, "learning_rate"),
    ),
    "max_norm_missing": (
        """clip_by_global_norm wants max_norm too, but the function under "clip" is called with the
        gradients alone. Hand over a small function of your own (def or lambda) that takes the
        gradients and calls it with both.""",
        ("lambda gradients: clip_by_global_norm(gradients, 1.0)", "clip_by_global_norm"),
    ),
    "clipped_by_value": (
        """Each number is cut for itself (clamp), and that bends the direction. Clip by the global
        norm, with the function that you have written.""",
        (CLIPPED, "[gradient.clamp(-1, 1) for gradient in gradients]"),
    ),
    "clipped_each": (
        """Each tensor is clipped for itself, and that bends the direction. Clip by the norm of all
        together, with the function that you have written.""",
        (CLIPPED, "[clip_by_global_norm([gradient], 1.0)[0] for gradient in gradients]"),
    ),
    "clipped_to_the_rate": (
        """The gradients are clipped to the learning rate. The text asks for a norm of 1.""",
        (CLIPPED, "clip_by_global_norm(gradients, learning_rate)"),
    ),
    "scaled_noise": (
        """This start is the noise, only scaled: some directions grow, others die out. An orthogonal
        matrix keeps every length, and you have written a function that makes one.""",
        ("orthogonal}", "lambda noise: noise / len(noise) ** 0.5}"),
    ),
}

MORE = (
    """A dictionary can hold functions: under "clip", "initialise" and "carry" stands the function
    itself, without brackets behind it, for it is called later. Where one of your functions takes
    just what the table says, its name is enough; else write a lambda. Only the learning rate is a
    number.""",
    """A neighbour: {"greet": lambda name: "Hello " + name} holds a function of one argument that is
    called later, as greet("Anna"). {"greet": print} holds one that exists already. {"greet":
    print("Anna")} would call it at once, and hold what it returns, nothing.""",
)
