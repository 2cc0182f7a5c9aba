"""identity_start(rnn) -> None; changes an nn.RNN."""

import torch
from torch import nn

from seqlab.check import made
from seqlab.check.shared import draw_normal

SHAPES = [(2, 2), (3, 2), (2, 4), (4, 4), (1, 3)]  # input, hidden


def some_rnn(weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0):
    """Return a network of PyTorch with these weights."""
    hidden, inputs = weight_ih_l0.shape
    rnn = nn.RNN(inputs, hidden)
    rnn.load_state_dict(
        {
            "weight_ih_l0": weight_ih_l0,
            "weight_hh_l0": weight_hh_l0,
            "bias_ih_l0": bias_ih_l0,
            "bias_hh_l0": bias_hh_l0,
        }
    )
    return rnn


def case(generator, size):
    inputs, hidden = SHAPES[size]
    rnn = made(
        some_rnn,
        weight_ih_l0=draw_normal(generator, hidden, inputs),
        weight_hh_l0=draw_normal(generator, hidden, hidden),
        bias_ih_l0=draw_normal(generator, hidden),
        bias_hh_l0=draw_normal(generator, hidden),
    )
    return {"rnn": rnn}


def call(answer, rnn):
    answer(rnn)
    learns = all(weight.requires_grad for weight in rnn.parameters())
    return {**rnn.state_dict(), "weights can still learn": learns}


def expected(rnn):
    hidden = rnn.hidden_size
    return {
        "weight_ih_l0": rnn.weight_ih_l0,
        "weight_hh_l0": torch.eye(hidden),
        "bias_ih_l0": torch.zeros(hidden),
        "bias_hh_l0": torch.zeros(hidden),
        "weights can still learn": True,
    }


def shown(name, rnn):
    return f"rnn = {rnn}\n{name}(rnn)\nrnn.state_dict()"


EYE = "nn.init.eye_(rnn.weight_hh_l0)"
ZEROS_IH, ZEROS_HH = "nn.init.zeros_(rnn.bias_ih_l0)", "nn.init.zeros_(rnn.bias_hh_l0)"

MISTAKES = {
    "zeros": (
        """weight_hh_l0 is zero: the state is forgotten at once, and no gradient comes back. The
        identity has ones on its diagonal.""",
        (EYE, "nn.init.zeros_(rnn.weight_hh_l0)"),
    ),
    "ones": (
        """weight_hh_l0 is full of ones: every unit gets the sum of all, and lengths grow with
        each step. The identity has ones on its diagonal only.""",
        (EYE, "nn.init.ones_(rnn.weight_hh_l0)"),
    ),
    "biases_left": (
        "The biases still have random numbers. Set both to zero, as on the slide.",
        (ZEROS_IH, "pass"),
        (ZEROS_HH, "pass"),
    ),
    "second_bias_left": (
        "bias_ih_l0 is zero, bias_hh_l0 is not. nn.RNN has two biases, and adds both.",
        (ZEROS_HH, "pass"),
    ),
    "first_bias_left": (
        "bias_hh_l0 is zero, bias_ih_l0 is not. nn.RNN has two biases, and adds both.",
        (ZEROS_IH, "pass"),
    ),
    "wrong_matrix": (
        """The identity went to weight_ih_l0, which reads the input. The matrix between state
        and state is weight_hh_l0.""",
        (EYE, "nn.init.eye_(rnn.weight_ih_l0)"),
    ),
    "both_matrices": (
        """weight_ih_l0 was changed too. Only the matrix between state and state becomes the
        identity.""",
        (EYE, f"{EYE}\n    nn.init.eye_(rnn.weight_ih_l0)"),
    ),
    "without_no_grad": (
        """PyTorch does not let you change a weight in place while it records a graph. Do it
        inside `with torch.no_grad():`, or use torch.nn.init.""",
        (EYE, "rnn.weight_hh_l0.copy_(rnn.weight_hh_l0.data)"),
    ),
    "plain_tensor": (
        """A parameter cannot be replaced by a plain tensor. Write into the one that is there:
        torch.nn.init does it, or copy_ inside `with torch.no_grad():`.""",
        (EYE, "rnn.weight_hh_l0 = nn.init.eye_(rnn.weight_hh_l0.data)"),
    ),
    "plain_tensor_for_a_bias": (
        """A bias is a parameter, too, and cannot be replaced by a plain tensor. Write into the one
        that is there: torch.nn.init does it, or zero_ inside `with torch.no_grad():`.""",
        (ZEROS_IH, "rnn.bias_ih_l0 = nn.init.zeros_(rnn.bias_ih_l0.data)"),
    ),
    "frozen": (
        "The weights can no longer learn: requires_grad is off.",
        (ZEROS_HH, f"{ZEROS_HH}\n    rnn.requires_grad_(False)"),
    ),
    "identity_left": (
        """The biases are zero, but weight_hh_l0 is as it was. Fill it, too; a new matrix under a
        name of your own changes nothing in rnn.""",
        (EYE, "pass"),
    ),
    "nothing_changed": (
        """The network is as it was. A new tensor under a name of your own, or a new network, is not
        the one that was handed in: write into rnn.weight_hh_l0 and the others.""",
        (EYE, "pass"),
        (ZEROS_IH, "pass"),
        (ZEROS_HH, "pass"),
    ),
    "biases_one": (
        "Both biases are one. The advice is zero: then the state is what the identity keeps.",
        (ZEROS_IH, "nn.init.ones_(rnn.bias_ih_l0)"),
        (ZEROS_HH, "nn.init.ones_(rnn.bias_hh_l0)"),
    ),
    "diagonal_only": (
        """The diagonal is 1, but the other numbers are still there. In the identity all others are
        zero.""",
        (EYE, "rnn.weight_hh_l0.data.fill_diagonal_(1)"),
    ),
    "orthogonal": (
        """weight_hh_l0 is a random orthogonal matrix. That comes in the next exercise; here it is
        the identity: ones on the diagonal, zeros elsewhere.""",
        (EYE, "nn.init.orthogonal_(rnn.weight_hh_l0)"),
    ),
    "everything_zero": (
        """weight_ih_l0 is zero, so nothing is read any more. Leave it as it is: only the matrix
        between state and state and the two biases are filled.""",
        (ZEROS_HH, f"{ZEROS_HH}\n    nn.init.zeros_(rnn.weight_ih_l0)"),
    ),
    "name_misspelt": (
        """A name was misspelt: the network has weight_hh_l0, bias_ih_l0 and bias_hh_l0. The last
        characters are the letter l and the digit 0.""",
        (EYE, "nn.init.eye_(rnn.weight_hh)"),
    ),
}

MORE = (
    """Three tensors of the network are filled, each by one function of nn.init that ends in _. Such
    a function writes into the tensor that it gets, so nothing has to be returned. To look at what a
    network holds: rnn.state_dict().""",
    """A neighbour: to start a linear layer with all weights 0.5 and the bias 1, write
    nn.init.constant_(layer.weight, 0.5) and nn.init.ones_(layer.bias). With an identity of size 2
    and biases of zero, the state (0.3, -0.2) is handed on as (0.3, -0.2), before the input is added
    and tanh taken.""",
)
