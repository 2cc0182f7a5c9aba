"""Lab 1, a recurrent network from scratch: the exercises and their typical mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as F
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
from seqlab.check.shared import ask, draw_integers, draw_normal, gradient_of

# 1.1 perceptron(x (features,), w (features,), b ()) -> y () -------------------------------------


def _perceptron_case(generator: torch.Generator, size: int) -> Tensors:
    features = 2 + size
    return {
        "x": draw_normal(generator, features),
        "w": draw_normal(generator, features),
        "b": 0.5 + torch.rand((), generator=generator),
    }


def _perceptron_run(answer: Answer, case: Tensors) -> Tensors:
    return {"y": tensor(ask(answer, case), "y")}


def _perceptron_expected(case: Tensors) -> Tensors:
    return {"y": F.linear(case["x"], case["w"][None], case["b"][None]).sigmoid().squeeze(0)}


PERCEPTRON = Exercise(
    id="1.1",
    name="perceptron",
    case=_perceptron_case,
    run=_perceptron_run,
    expected=_perceptron_expected,
    mistakes=(
        Mistake(
            "no_bias",
            "The bias is missing. Without it the neuron answers one half to an input of zeros, "
            "whatever it has learned.",
            lambda x, w, b: torch.sigmoid(x @ w),
        ),
        Mistake(
            "no_activation",
            "This is z, before the activation. The neuron's answer is the sigmoid of it, a number "
            "between 0 and 1.",
            lambda x, w, b: x @ w + b,
        ),
        Mistake(
            "not_summed",
            "One number for each input. A neuron adds up its weighted inputs: a product of two "
            "vectors with @ (or a sum after *), one number in the end.",
            lambda x, w, b: torch.sigmoid(x * w + b),
        ),
        Mistake(
            "bias_for_each_input",
            "The bias is added once for each input. Add up the weighted inputs first, then add "
            "the bias once.",
            lambda x, w, b: torch.sigmoid((x * w + b).sum()),
        ),
        Mistake(
            "sign",
            "The curve is upside down: large z should give an answer near 1. Look at the sign in "
            "the exponent of the sigmoid.",
            lambda x, w, b: 1 / (1 + torch.exp(x @ w + b)),
        ),
        Mistake(
            "tanh",
            "This is tanh, from -1 to 1. Here the sigmoid is asked for, from 0 to 1.",
            lambda x, w, b: torch.tanh(x @ w + b),
        ),
        Mistake(
            "bias_after",
            "The bias is added after the sigmoid, so the answer can leave the range from 0 to 1. "
            "It belongs inside.",
            lambda x, w, b: torch.sigmoid(x @ w) + b,
        ),
    ),
)

# 1.2 activations(z (any shape)) -> sigmoid, tanh, relu ------------------------------------------


def _activations_case(generator: torch.Generator, size: int) -> Tensors:
    z = 1.5 * draw_normal(generator, 3 + size, *([2] if size % 2 else []))
    z.view(-1)[0] = -0.7  # both signs, always
    z.view(-1)[1] = 1.3
    return {"z": z}


def _activations_run(answer: Answer, case: Tensors) -> Tensors:
    names = ("sigmoid", "tanh", "relu")
    values = tuple_of(ask(answer, case), *names)
    return {name: tensor(value, name) for name, value in zip(names, values, strict=True)}


def _activations_expected(case: Tensors) -> Tensors:
    z = case["z"]
    return {"sigmoid": z.sigmoid(), "tanh": z.tanh(), "relu": z.relu()}


def _activations(**change: Callable[[Tensor], Tensor]) -> Answer:
    right = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
    return lambda z: tuple(function(z) for function in {**right, **change}.values())


ACTIVATIONS = Exercise(
    id="1.2",
    name="activations",
    case=_activations_case,
    run=_activations_run,
    expected=_activations_expected,
    mistakes=(
        Mistake(
            "sigmoid_sign",
            "The sigmoid is upside down: it is e to the power of *minus* z.",
            _activations(sigmoid=lambda z: 1 / (1 + z.exp())),
        ),
        Mistake(
            "tanh_brackets",
            "tanh: Python divides before it adds. Put the whole numerator and the whole "
            "denominator in brackets.",
            _activations(tanh=lambda z: z.exp() - (-z).exp() / z.exp() + (-z).exp()),
        ),
        Mistake(
            "tanh_denominator",
            "tanh: the denominator has no brackets, so only its first half divides.",
            _activations(tanh=lambda z: (z.exp() - (-z).exp()) / z.exp() + (-z).exp()),
        ),
        Mistake(
            "tanh_upside_down",
            "tanh: numerator and denominator have changed places. The difference stands above, "
            "so that tanh(0) is 0.",
            _activations(tanh=lambda z: (z.exp() + (-z).exp()) / (z.exp() - (-z).exp())),
        ),
        Mistake(
            "tanh_not_divided",
            "tanh: half the difference of the exponentials is the sinh, which grows without end. "
            "Divide by their sum.",
            _activations(tanh=torch.sinh),
        ),
        Mistake(
            "relu_one_number",
            "relu: this is one number, the largest of all. Each number is compared with 0 for "
            "itself: torch.clamp or torch.where.",
            _activations(relu=lambda z: z.max().clamp(min=0)),
        ),
        Mistake(
            "relu_python_max",
            "relu: max of Python asks if the whole tensor is larger than 0, and it cannot tell. "
            "Compare number by number: torch.clamp, torch.where or torch.maximum.",
            _activations(relu=lambda z: z if z > 0 else torch.zeros_like(z)),
        ),
        Mistake(
            "relu_absolute",
            "relu: negative numbers became positive. They should become 0.",
            _activations(relu=torch.abs),
        ),
        Mistake(
            "relu_step",
            "relu: this is 0 or 1, its *slope*. The relu itself lets positive numbers through "
            "as they are.",
            _activations(relu=lambda z: (z > 0).to(z.dtype)),
        ),
        Mistake(
            "relu_other_half",
            "relu: this keeps the negative numbers and drops the positive ones.",
            _activations(relu=lambda z: z.clamp(max=0)),
        ),
        Mistake(
            "order",
            "The values are right, their order is not: sigmoid, tanh, relu.",
            lambda z: (z.tanh(), z.sigmoid(), z.relu()),
        ),
        Mistake(
            "in_place",
            "z itself was overwritten on the way: z[z < 0] = 0 and clamp_ change the tensor that "
            "came in, and whoever called still needs it. Make a new tensor.",
            lambda z: (z.sigmoid(), z.tanh(), z.clamp_(min=0)),
        ),
    ),
)

# 1.3 dense(x (batch, m), W (m, n), b (n,)) -> (batch, n) -----------------------------------------


def _dense_case(generator: torch.Generator, size: int) -> Tensors:
    # sizes 0, 2, 4: m = n = batch, where wrong products have the right shape
    m = 2 + size
    n, batch = (m, m) if size % 2 == 0 else (m + 2, 3)
    return {
        "x": draw_normal(generator, batch, m),
        "W": draw_normal(generator, m, n),
        "b": 1 + torch.rand(n, generator=generator),
    }


def _dense_run(answer: Answer, case: Tensors) -> Tensors:
    return {"y": tensor(ask(answer, case), "y")}


def _dense_expected(case: Tensors) -> Tensors:
    return {"y": F.linear(case["x"], case["W"].T, case["b"])}


DENSE = Exercise(
    id="1.3",
    name="dense",
    case=_dense_case,
    run=_dense_run,
    expected=_dense_expected,
    mistakes=(
        Mistake(
            "transposed",
            "W is transposed. Here it has the shape (m, n), inputs times outputs, and x has its "
            "examples in rows, so no transposing is needed. (Inside nn.Linear it lies the other "
            "way round.)",
            lambda x, W, b: x @ W.T + b,
        ),
        Mistake(
            "order_of_the_product",
            "The factors have changed places. Check the shapes: (batch, m) times (m, n) gives "
            "(batch, n).",
            lambda x, W, b: W @ x + b,
        ),
        Mistake(
            "elementwise",
            "* multiplies number by number. The sum over the inputs is a matrix product: @.",
            lambda x, W, b: x * W + b,
        ),
        Mistake(
            "no_bias",
            "The bias is missing: without it every layer maps zeros to zeros.",
            lambda x, W, b: x @ W,
        ),
        Mistake(
            "bias_for_each_example",
            "The bias goes with the examples here. There is one number for each *output*: "
            "a vector of n is added to every row by itself, without unsqueeze.",
            lambda x, W, b: x @ W + b[:, None],
        ),
        Mistake(
            "activation",
            "An activation was applied. This layer gives the plain sums; who needs a tanh puts it "
            "around.",
            lambda x, W, b: torch.tanh(x @ W + b),
        ),
        Mistake(
            "summed_over_the_batch",
            "The examples were added up. Each row of x must give a row of its own.",
            lambda x, W, b: (x @ W).sum(dim=0) + b,
        ),
    ),
)

# 1.4 one_hot(ids (batch, time), size) -> (batch, time, size) ------------------------------------


def _one_hot_case(generator: torch.Generator, size: int) -> Tensors:
    count = 5 + size
    # the last id never comes, so that the size cannot be guessed; 0 and 2 always do
    ids = draw_integers(generator, 0, count - 1, 2 + size, 3)
    ids[0, 0], ids[1, 1] = 2, 0
    return {"ids": ids, "size": torch.tensor(count)}


def _one_hot_run(answer: Answer, case: Tensors) -> Tensors:
    result = ask(answer, {"ids": case["ids"]}, int(case["size"]))
    return {"one-hot": tensor(result, "one-hot")}


def _one_hot_expected(case: Tensors) -> Tensors:
    return {"one-hot": F.one_hot(case["ids"], int(case["size"])).float()}


ONE_HOT = Exercise(
    id="1.4",
    name="one_hot",
    case=_one_hot_case,
    run=_one_hot_run,
    expected=_one_hot_expected,
    mistakes=(
        Mistake(
            "integers",
            "The places are right, but these are whole numbers. A matrix product with weights "
            "wants floats: .float() at the end.",
            lambda ids, size: F.one_hot(ids, size),
        ),
        Mistake(
            "booleans",
            "The places are right, but these are True and False. A matrix product with weights "
            "wants floats: .float() at the end.",
            lambda ids, size: ids[..., None] == torch.arange(size),
        ),
        Mistake(
            "size_guessed",
            "Without its second argument F.one_hot guesses the size from the largest id that "
            "happens to be there, and another batch gets another shape. Give it the size.",
            lambda ids, size: F.one_hot(ids).float(),
        ),
        Mistake(
            "id_as_value",
            "At its place stands the id itself. There should be a 1: no letter is larger than "
            "another.",
            lambda ids, size: torch.zeros(*ids.shape, size).scatter(
                -1, ids[..., None], ids[..., None].float()
            ),
        ),
        Mistake(
            "counted_from_one",
            "Each 1 stands one place too far to the left. Ids begin at 0, and so do places.",
            lambda ids, size: F.one_hot((ids - 1) % size, size).float(),
        ),
        Mistake(
            "axes_swapped",
            "The axes are in another order. The new axis comes last: (batch, time, size).",
            lambda ids, size: F.one_hot(ids, size).float().transpose(1, 2),
        ),
        Mistake(
            "bag",
            "The letters of a name were added up, and their order is lost. Keep the time axis: "
            "one vector for each letter.",
            lambda ids, size: F.one_hot(ids, size).float().sum(dim=1),
        ),
    ),
)

# 1.5 embed(ids (batch, time), E (size, features)) -> (batch, time, features) ---------------------


def _embed_case(generator: torch.Generator, size: int) -> Tensors:
    count = 4 + size
    features = count if size % 2 == 0 else count + 1
    ids = draw_integers(generator, 0, count, 2 + size, 3)
    ids[:, :2] = torch.tensor([1, 2])
    return {"ids": ids, "E": draw_normal(generator, count, features)}


def _embed_run(answer: Answer, case: Tensors) -> Tensors:
    case["E"].requires_grad_()
    vectors = tensor(ask(answer, case), "vectors")
    return {"vectors": vectors, "gradient of E": gradient_of(vectors, case["E"], "E")}


def _embed_expected(case: Tensors) -> Tensors:
    weights = case["E"].requires_grad_()
    vectors = F.embedding(case["ids"], weights)
    return {"vectors": vectors.detach(), "gradient of E": gradient_of(vectors, weights, "E")}


EMBED = Exercise(
    id="1.5",
    name="embed",
    case=_embed_case,
    run=_embed_run,
    expected=_embed_expected,
    mistakes=(
        Mistake(
            "columns",
            "These are columns of E. The vector of a letter is a *row*: E has the shape "
            "(size, features).",
            lambda ids, E: E.T[ids],
        ),
        Mistake(
            "columns_first",
            "E[:, ids] takes columns, and puts the features in front. The vector of a letter is a "
            "*row* of E.",
            lambda ids, E: E[:, ids],
        ),
        Mistake(
            "counted_from_one",
            "Each letter got the row of the letter before it. Ids begin at 0, and so do rows.",
            lambda ids, E: E[ids - 1],
        ),
        Mistake(
            "as_quantity",
            "The ids were multiplied with the weights as if they were quantities. The number of a "
            "letter is only its place in the table: look up the row.",
            lambda ids, E: ids[..., None].float() * E[1],
        ),
        Mistake(
            "averaged",
            "The vectors of a name were averaged, and their order is lost. Keep the time axis: one "
            "vector for each letter.",
            lambda ids, E: E[ids].mean(dim=1),
        ),
        Mistake(
            "first_letter_only",
            "Only the first letter of each name was looked up.",
            lambda ids, E: E[ids[:, 0]],
        ),
    ),
)

# 1.6 rnn_step(x, h, W_xh, W_hh, b_h) -> new h (batch, hidden) -----------------------------------


def _weights_case(generator: torch.Generator, features: int, hidden: int) -> Tensors:
    return {
        "W_xh": draw_normal(generator, features, hidden) / 2,
        "W_hh": draw_normal(generator, hidden, hidden) / 2,
        "b_h": 0.3 + torch.rand(hidden, generator=generator),
    }


def _step_case(generator: torch.Generator, size: int) -> Tensors:
    # sizes 0, 2, 4: features = hidden = batch, where wrong products have the right shape
    hidden = 2 + size
    features, batch = (hidden, hidden) if size % 2 == 0 else (hidden + 2, 3)
    x, h = draw_normal(generator, batch, features), draw_normal(generator, batch, hidden)
    return {"x": x, "h": h, **_weights_case(generator, features, hidden)}


def _step_run(answer: Answer, case: Tensors) -> Tensors:
    case["W_hh"].requires_grad_()
    new = tensor(ask(answer, case), "new h")
    return {"new h": new, "gradient of W_hh": gradient_of(new, case["W_hh"], "W_hh")}


def _step_expected(case: Tensors) -> Tensors:
    weights = case["W_hh"].requires_grad_()
    zeros = torch.zeros_like(case["b_h"])
    new = torch.rnn_tanh_cell(
        case["x"], case["h"], case["W_xh"].T, weights.T, case["b_h"], zeros
    )  # what nn.RNNCell calls
    return {
        "new h": new.detach(),
        "gradient of W_hh": gradient_of(new, weights, "W_hh"),
    }


def _step(x: Tensor, h: Tensor, W_xh: Tensor, W_hh: Tensor, b_h: Tensor) -> Tensor:
    return torch.tanh(x @ W_xh + h @ W_hh + b_h)


RNN_STEP = Exercise(
    id="1.6",
    name="rnn_step",
    case=_step_case,
    run=_step_run,
    expected=_step_expected,
    mistakes=(
        Mistake(
            "no_tanh",
            "The tanh is missing. Without it the state can grow at each step, and many steps "
            "are no more than one matrix product.",
            lambda x, h, W_xh, W_hh, b_h: x @ W_xh + h @ W_hh + b_h,
        ),
        Mistake(
            "no_bias",
            "The bias b_h is missing.",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh + h @ W_hh),
        ),
        Mistake(
            "transposed",
            "Both weights are transposed, as the slide has them. There x and h are columns; here "
            "each name is a row, and its row stands before the matrix, which stays as it is.",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh.T + h @ W_hh.T + b_h),
        ),
        Mistake(
            "W_hh_transposed",
            "W_hh is transposed. It is square, so nothing complains; but every state is mixed "
            "with the wrong weights. Row times matrix: h @ ...",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh + h @ W_hh.T + b_h),
        ),
        Mistake(
            "W_xh_transposed",
            "W_xh is transposed. Its rows belong to the features and its columns to the state; it "
            "only fits that way because here both have the same number. Row times matrix: x @ ...",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh.T + h @ W_hh + b_h),
        ),
        Mistake(
            "elementwise",
            "h * W_hh multiplies number by number. Each number of the state depends on *all* "
            "numbers of the old state: a matrix product, @.",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh + h * W_hh + b_h),
        ),
        Mistake(
            "two_tanhs",
            "Two tanhs, one for the input and one for the memory. Add first, then take one tanh "
            "of the sum.",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh + b_h) + torch.tanh(h @ W_hh),
        ),
        Mistake(
            "bias_outside",
            "The bias is added after the tanh. It belongs inside.",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh + h @ W_hh) + b_h,
        ),
        Mistake(
            "sigmoid",
            "This is the sigmoid, from 0 to 1. The slide's recurrence has tanh, from -1 to 1, so "
            "that a state can also say no.",
            lambda x, h, W_xh, W_hh, b_h: torch.sigmoid(x @ W_xh + h @ W_hh + b_h),
        ),
        Mistake(
            "relu",
            "This is relu, which can grow without end when it is fed back. Take tanh.",
            lambda x, h, W_xh, W_hh, b_h: torch.relu(x @ W_xh + h @ W_hh + b_h),
        ),
        Mistake(
            "old_state_ignored",
            "The old state is not used: this network sees one letter at a time and remembers "
            "nothing.",
            lambda x, h, W_xh, W_hh, b_h: torch.tanh(x @ W_xh + b_h),
        ),
    ),
)

# 1.7 unroll(x (batch, time, features), h, W_xh, W_hh, b_h) -> states (batch, time, hidden) ------


def _unroll_case(generator: torch.Generator, size: int) -> Tensors:
    # sizes 0, 2, 4: time = batch, where a loop over the wrong axis has the right shape
    batch, features, hidden = 3 + size, 2 + size, 3 + size
    time = batch if size % 2 == 0 else batch + 2
    x, h = draw_normal(generator, batch, time, features), draw_normal(generator, batch, hidden)
    return {"x": x, "h": h, **_weights_case(generator, features, hidden)}


def _unroll_run(answer: Answer, case: Tensors) -> Tensors:
    case["W_hh"].requires_grad_()
    states = tensor(ask(answer, case), "states")
    return {"states": states, "gradient of W_hh": gradient_of(states, case["W_hh"], "W_hh")}


def _unroll_expected(case: Tensors) -> Tensors:
    rnn = nn.RNN(case["x"].shape[2], case["h"].shape[1], batch_first=True)
    rnn.load_state_dict(
        {
            "weight_ih_l0": case["W_xh"].T,
            "weight_hh_l0": case["W_hh"].T,
            "bias_ih_l0": case["b_h"],
            "bias_hh_l0": torch.zeros_like(case["b_h"]),
        }
    )
    states, _ = rnn(case["x"], case["h"][None])
    gradient = gradient_of(states, rnn.weight_hh_l0, "W_hh")  # type: ignore[arg-type]
    return {"states": states.detach(), "gradient of W_hh": gradient.T}


def _unrolled(
    x: Tensor,
    h: Tensor,
    weights: Sequence[Tensor],
    remember: Callable[[Tensor, Tensor], Tensor] = lambda new, first: new,
) -> list[Tensor]:
    """The states after each step; ``remember`` says what is handed to the next one."""
    first, states = h, []
    for t in range(x.shape[1]):
        states.append(_step(x[:, t], h, *weights))
        h = remember(states[-1], first)
    return states


def _unroll_over_names(x: Tensor, h: Tensor, *weights: Tensor) -> Tensor:
    states = []
    for name in x:
        h = _step(name, h, *weights)
        states.append(h)
    return torch.stack(states)


def _unroll_carried_to_the_next_name(x: Tensor, h: Tensor, *weights: Tensor) -> Tensor:
    state, states = h[0], []
    for letter in x.flatten(0, 1):
        state = _step(letter, state, *weights)
        states.append(state)
    return torch.stack(states).view(*x.shape[:2], -1)


UNROLL = Exercise(
    id="1.7",
    name="unroll",
    case=_unroll_case,
    run=_unroll_run,
    expected=_unroll_expected,
    mistakes=(
        Mistake(
            "state_not_carried",
            "Every step starts again from the first state: nothing is remembered. The state that "
            "comes out of one step goes into the next.",
            lambda x, h, *w: torch.stack(_unrolled(x, h, w, lambda new, first: first), dim=1),
        ),
        Mistake(
            "first_state_ignored",
            "It starts from zeros. The first state is given: h. (When the network writes, it is "
            "not zero.)",
            lambda x, h, *w: torch.stack(_unrolled(x, torch.zeros_like(h), w), dim=1),
        ),
        Mistake(
            "last_only",
            "This is only the last state. Keep the state after *every* step in a list.",
            lambda x, h, *w: _unrolled(x, h, w)[-1],
        ),
        Mistake(
            "axes_swapped",
            "The states are stacked with time in front. torch.stack puts the new axis first; "
            "with dim=1 it becomes (batch, time, hidden).",
            lambda x, h, *w: torch.stack(_unrolled(x, h, w)),
        ),
        Mistake(
            "as_many_steps_as_names",
            "The number of steps is the number of *names*. Time is the second axis of x: there is "
            "one step for each letter, x.shape[1].",
            lambda x, h, *w: torch.stack(_unrolled(x[:, : len(x)], h, w), dim=1),
        ),
        Mistake(
            "loop_over_names",
            "The loop goes over the names, so each name gets its memory from another name. Time "
            "is the second axis: x[:, t] is letter t of every name.",
            _unroll_over_names,
        ),
        Mistake(
            "carried_to_the_next_name",
            "The state of one name runs on into the next. Every name starts from its own row of h.",
            _unroll_carried_to_the_next_name,
        ),
        Mistake(
            "first_state_kept",
            "The first state is among the results: one step too many. Keep only what comes *after* "
            "a letter.",
            lambda x, h, *w: torch.stack([h, *_unrolled(x, h, w)], dim=1),
        ),
        Mistake(
            "backwards",
            "The letters were read from the last to the first.",
            lambda x, h, *w: torch.stack(_unrolled(x.flip(1), h, w), dim=1),
        ),
        Mistake(
            "detached",
            "The states are right, the gradient is not: the state is detached between the steps, "
            "so the network cannot learn to remember. Hand it on as it is.",
            lambda x, h, *w: torch.stack(_unrolled(x, h, w, lambda new, _: new.detach()), dim=1),
        ),
    ),
)

# 1.8 outputs(states, lengths, W_hy, b_y) -> every (batch, time, n), last (batch, n) -------------


def _outputs_case(generator: torch.Generator, size: int) -> Tensors:
    batch, time, hidden = 3 + size, 4 + size, 3 + size
    classes = hidden if size % 2 == 0 else hidden + 1
    lengths = draw_integers(generator, 2, time, batch)
    lengths[0], lengths[1] = time - 1, 2  # nobody fills the whole width: there is padding
    return {
        "states": draw_normal(generator, batch, time, hidden),
        "lengths": lengths,
        "W_hy": draw_normal(generator, hidden, classes),
        "b_y": 1 + torch.rand(classes, generator=generator),
    }


def _outputs_run(answer: Answer, case: Tensors) -> Tensors:
    every, last = tuple_of(ask(answer, case), "every", "last")
    return {"every": tensor(every, "every"), "last": tensor(last, "last")}


def _outputs_expected(case: Tensors) -> Tensors:
    every = F.linear(case["states"], case["W_hy"].T, case["b_y"])
    names = zip(every, case["lengths"].tolist(), strict=True)
    return {"every": every, "last": torch.stack([rows[:length][-1] for rows, length in names])}


def _outputs(pick: Callable[[Tensor, Tensor], Tensor], transposed: bool = False) -> Answer:
    """Make an answer that picks the last output its own way."""

    def outputs(
        states: Tensor,
        lengths: Tensor,
        W_hy: Tensor,
        b_y: Tensor,
    ) -> tuple[Tensor, Tensor]:
        every = states @ (W_hy.T if transposed else W_hy) + b_y
        return every, pick(every, lengths)

    return outputs


def _at_end(every: Tensor, lengths: Tensor) -> Tensor:
    return every[torch.arange(len(every)), lengths - 1]


OUTPUTS = Exercise(
    id="1.8",
    name="outputs",
    case=_outputs_case,
    run=_outputs_run,
    expected=_outputs_expected,
    mistakes=(
        Mistake(
            "after_the_padding",
            "last is read at the end of the row. Shorter names are filled up, and by then the "
            "network has read padding. Take the place of each name's own last letter.",
            _outputs(lambda every, lengths: every[:, -1]),
        ),
        Mistake(
            "one_too_far",
            "last is one place too far: a name of length 5 ends at place 4, since places begin "
            "at 0.",
            _outputs(lambda every, lengths: every[torch.arange(len(every)), lengths]),
        ),
        Mistake(
            "every_name_at_every_length",
            "every[:, lengths - 1] takes all those places of *each* name. One place for each name "
            "needs the rows as well: every[torch.arange(batch), ...].",
            _outputs(lambda every, lengths: every[:, lengths - 1]),
        ),
        Mistake(
            "state",
            "last is the state at the end, not yet the output. It goes through W_hy and b_y too.",
            lambda states, lengths, W, b: (states @ W + b, _at_end(states, lengths)),
        ),
        Mistake(
            "averaged",
            "last is the mean over all places, padding included. Take one place for each name.",
            _outputs(lambda every, lengths: every.mean(dim=1)),
        ),
        Mistake(
            "softmax",
            "The outputs went through the softmax. Return the logits: the loss takes the softmax "
            "itself, and twice flattens what the network says.",
            lambda states, lengths, W, b: (
                (states @ W + b).softmax(-1),
                _at_end((states @ W + b).softmax(-1), lengths),
            ),
        ),
        Mistake(
            "no_bias",
            "The bias b_y is missing. Your dense adds it.",
            lambda states, lengths, W, b: (states @ W, _at_end(states @ W, lengths)),
        ),
        Mistake(
            "transposed",
            "W_hy is transposed. It has the shape (hidden, outputs), and the states stand before "
            "it: your dense does it right.",
            _outputs(_at_end, transposed=True),
        ),
        Mistake(
            "order",
            "The two results have changed places: first every, then last.",
            lambda states, lengths, W, b: (_at_end(states @ W + b, lengths), states @ W + b),
        ),
    ),
)

# 1.9 masked_loss(logits (batch, time, n), targets (batch, time), mask (batch, time)) -> loss -----


def _loss_case(generator: torch.Generator, size: int) -> Tensors:
    batch, time, classes = 2 + size, 3 + size, 3 + size
    if size == 4:
        classes = time + 2
    lengths = draw_integers(generator, 1, time, batch)
    lengths[0], lengths[1] = time, 1
    # size 3 has logits so far apart that a probability of 0 comes out
    scale = 200.0 if size == 3 else 2.0
    return {
        "logits": scale * draw_normal(generator, batch, time, classes),
        "targets": draw_integers(generator, 0, classes, batch, time),
        "mask": torch.arange(time) < lengths[:, None],
    }


def _loss_run(answer: Answer, case: Tensors) -> Tensors:
    case["logits"].requires_grad_()
    loss = tensor(ask(answer, case), "loss")
    return {"loss": loss, "gradient of the logits": gradient_of(loss, case["logits"], "the logits")}


def _loss_expected(case: Tensors) -> Tensors:
    logits = case["logits"].requires_grad_()
    targets = case["targets"].masked_fill(~case["mask"], -100)
    loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=-100)
    return {
        "loss": loss.detach(),
        "gradient of the logits": gradient_of(loss, logits, "the logits"),
    }


def _surprise(logits: Tensor, targets: Tensor, dim: int = -1) -> Tensor:
    """-ln p of each target, (batch, time)."""
    return -logits.log_softmax(dim).gather(-1, targets[..., None]).squeeze(-1)


MASKED_LOSS = Exercise(
    id="1.9",
    name="masked_loss",
    case=_loss_case,
    run=_loss_run,
    expected=_loss_expected,
    mistakes=(
        Mistake(
            "padding_counted",
            "Padding counts as if it were letters: the mask is not used. Only places where the "
            "mask is True belong into the mean.",
            lambda logits, targets, mask: _surprise(logits, targets).mean(),
        ),
        Mistake(
            "class_0_left_out",
            "ignore_index=0 leaves out every target that is 0. Here class 0 is a class like the "
            "others; padding is where the mask is False.",
            lambda logits, targets, mask: F.cross_entropy(
                logits.transpose(1, 2), targets, ignore_index=0
            ),
        ),
        Mistake(
            "logits_masked",
            "The logits of the padding are set to 0. That is not silence: it is a guess with equal "
            "probabilities, and it costs. Take the losses first, then leave out those of padding.",
            lambda logits, targets, mask: _surprise(logits * mask[..., None], targets).mean(),
        ),
        Mistake(
            "classes_on_the_wrong_axis",
            "F.cross_entropy looks for the classes on the second axis, and there are the letters: "
            "transpose(1, 2), or flatten batch and time of everything. And the mask is not used.",
            lambda logits, targets, mask: F.cross_entropy(logits, targets),
        ),
        Mistake(
            "divided_by_all",
            "The padding is set to 0, but it is still counted when you divide: the loss looks "
            "smaller the more padding there is. Divide by the number of letters, mask.sum().",
            lambda logits, targets, mask: (_surprise(logits, targets) * mask).mean(),
        ),
        Mistake(
            "mean_of_names",
            "A mean for each name, then the mean of these: a letter of a short name weighs more. "
            "Add up all letters and divide once.",
            lambda logits, targets, mask: (
                (_surprise(logits, targets) * mask).sum(1) / mask.sum(1)
            ).mean(),
        ),
        Mistake(
            "sum",
            "This is the sum over all letters. Divide by their number, or long names and large "
            "batches make larger steps.",
            lambda logits, targets, mask: _surprise(logits, targets)[mask].sum(),
        ),
        Mistake(
            "softmax_twice",
            "The softmax is applied twice: F.cross_entropy and F.log_softmax want logits. Twice "
            "flattens the probabilities, and the network learns slowly.",
            lambda logits, targets, mask: _surprise(logits.softmax(-1), targets)[mask].mean(),
        ),
        Mistake(
            "sign",
            "The sign is missing. A logarithm of a probability is negative; the loss is minus "
            "that, and training makes it *small*.",
            lambda logits, targets, mask: -_surprise(logits, targets)[mask].mean(),
        ),
        Mistake(
            "no_logarithm",
            "This is the mean probability, without its logarithm. The loss is -ln p.",
            lambda logits, targets, mask: -(-_surprise(logits, targets)).exp()[mask].mean(),
        ),
        Mistake(
            "log_of_zero",
            "For large logits the softmax rounds to 0, and its logarithm is minus infinity. "
            "F.log_softmax (or F.cross_entropy) does both steps in one, and safely.",
            lambda logits, targets, mask: (
                -(logits.softmax(-1).gather(-1, targets[..., None]).squeeze(-1).log()[mask].mean())
            ),
        ),
        Mistake(
            "softmax_over_time",
            "The softmax runs over the letters of a name. For *each* letter the probabilities of "
            "the classes must add up to 1: dim=-1.",
            lambda logits, targets, mask: _surprise(logits, targets, dim=1)[mask].mean(),
        ),
        Mistake(
            "scrambled",
            "reshape or view moved the numbers to other letters. F.cross_entropy wants the classes "
            "on the second axis: transpose(1, 2), or flatten batch and time of everything.",
            lambda logits, targets, mask: F.cross_entropy(
                logits.reshape(len(logits), logits.shape[2], -1), targets, reduction="none"
            )[mask].mean(),
        ),
    ),
)

# 1.10 train(batches, loss_of, optimizer) -> list of losses --------------------------------------


RATE = 0.1


def _train_case(generator: torch.Generator, size: int) -> Tensors:
    steps, rows, features = 3 + size, 4 + size, 2 + size
    return {
        "x": draw_normal(generator, steps, rows, features),
        "y": 2 * draw_normal(generator, steps, rows),
        "w": draw_normal(generator, features),
    }


class _Watched:
    """Plain gradient descent that writes down what happens to its one weight vector, in order.

    Written by hand because the first optimizer of torch takes seconds to import what it needs.
    """

    def __init__(self, w: Tensor) -> None:
        self.w = w
        self.events: list[str] = []
        w.register_hook(lambda _: self.events.append("backward"))

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Clear the gradient."""
        self.events.append("zero")
        self.w.grad = None if set_to_none else torch.zeros_like(self.w)

    def step(self) -> None:
        """Go down the gradient."""
        self.events.append("step")
        if self.w.grad is not None:
            self.w.data -= RATE * self.w.grad

    def unused(self) -> int:
        """Count the gradients that were cleared before a step."""
        return sum(pair == ("backward", "zero") for pair in pairwise(self.events))


def _train_setting(
    case: Tensors,
) -> tuple[list[tuple[Tensor, Tensor]], Callable[[Tensor, Tensor], Tensor], Tensor]:
    """A straight line to fit; a gradient left over from before shows whether it was cleared."""
    w = case["w"].clone().requires_grad_()
    w.grad = torch.full_like(w, 0.7)

    def loss_of(x: Tensor, y: Tensor) -> Tensor:
        return (x @ w - y).pow(2).mean()

    return list(zip(case["x"], case["y"], strict=True)), loss_of, w


def _train_run(answer: Answer, case: Tensors) -> Tensors:
    batches, loss_of, w = _train_setting(case)
    optimizer = _Watched(w)
    losses = answer(batches, loss_of, optimizer)
    if not isinstance(losses, list | tuple):
        kind = "nothing" if losses is None else f"a value of type {type(losses).__name__}"
        raise WrongForm(f"Expected a list with the loss of every batch, got {kind}.")
    if any(isinstance(loss, Tensor) and loss.requires_grad for loss in losses):
        raise WrongForm(
            "The losses in the list are tensors with their whole history, and it fills the memory. "
            "Keep the number: loss.item()."
        )
    return {
        "losses": torch.tensor([float(number(loss, "loss")) for loss in losses]),
        "weights at the end": w,
        "backward passes": torch.tensor(optimizer.events.count("backward")),
        "optimizer steps": torch.tensor(optimizer.events.count("step")),
        "gradients cleared unused": torch.tensor(optimizer.unused()),
    }


def _train_expected(case: Tensors) -> Tensors:
    # torch makes the gradients; nothing can be left over from one batch to the next
    batches, loss_of, w = _train_setting(case)
    losses = []
    for x, y in batches:
        loss = loss_of(x, y)
        (gradient,) = torch.autograd.grad(loss, w)
        w.data -= RATE * gradient
        losses.append(loss.detach())
    return {
        "losses": torch.stack(losses),
        "weights at the end": w.detach(),
        "backward passes": torch.tensor(len(batches)),
        "optimizer steps": torch.tensor(len(batches)),
        "gradients cleared unused": torch.tensor(0),
    }


def _train(order: str, before: str = "") -> Answer:
    """Make a loop that does its parts in the given order."""

    def train(
        batches: Iterable[tuple[Tensor, Tensor]],
        loss_of: Callable[..., Tensor],
        optimizer: _Watched,
    ) -> list[float]:
        if before == "zero":
            optimizer.zero_grad()
        losses = []
        for batch in batches:
            loss = loss_of(*batch)
            parts: dict[str, Callable[[], object]] = {
                "zero": optimizer.zero_grad,
                "backward": loss.backward,
                "step": optimizer.step,
            }
            for part in order.split():
                parts[part]()
            losses.append(loss.item())
        return losses

    return train


def _train_once(batches: Any, loss_of: Any, optimizer: Any) -> list[float]:
    losses = [loss_of(*batch) for batch in batches]
    optimizer.zero_grad()
    torch.stack(losses).sum().backward()
    optimizer.step()
    return [loss.item() for loss in losses]


def _train_last_loss(batches: Any, loss_of: Any, optimizer: Any) -> list[float]:
    return _train("zero backward step")(batches, loss_of, optimizer)[-1:]


def _train_first_batch(batches: Any, loss_of: Any, optimizer: Any) -> list[float]:
    return _train("zero backward step")(batches[:1], loss_of, optimizer)


TRAIN = Exercise(
    id="1.10",
    name="train",
    case=_train_case,
    run=_train_run,
    expected=_train_expected,
    mistakes=(
        Mistake(
            "no_zero_grad",
            "The gradients are never cleared: backward *adds* to what is there, so each step "
            "also repeats all steps before. optimizer.zero_grad() for every batch.",
            _train("backward step"),
        ),
        Mistake(
            "zero_grad_once",
            "The gradients are cleared once, before the loop. backward *adds* to what is there: "
            "clear them for every batch.",
            _train("backward step", before="zero"),
        ),
        Mistake(
            "zero_grad_after_step",
            "The gradients are cleared after the step. That is right from the second batch on, but "
            "the first adds to whatever was left over from before. Clear before backward.",
            _train("backward step zero"),
        ),
        Mistake(
            "zero_grad_after_backward",
            "The gradients are cleared between backward and the step: the optimizer sees zeros, "
            "and nothing is learned.",
            _train("backward zero step"),
        ),
        Mistake(
            "step_before_backward",
            "The optimizer steps before backward has computed the gradients of this batch.",
            _train("zero step backward"),
        ),
        Mistake(
            "no_step",
            "The weights did not change: the gradients are computed, but the optimizer never "
            "steps.",
            _train("zero backward"),
        ),
        Mistake(
            "no_backward",
            "The weights did not change: without loss.backward() there are no gradients to step "
            "with.",
            _train("zero step"),
        ),
        Mistake(
            "one_step_for_all",
            "One step for all batches together. Step after *every* batch: that is why there are "
            "batches.",
            _train_once,
        ),
        Mistake(
            "return_inside_the_loop",
            "It stops after the first batch. Does the `return` stand inside the loop?",
            _train_first_batch,
        ),
        Mistake(
            "last_loss_only",
            "Only the last loss is kept. Make an empty list before the loop, and append in it.",
            _train_last_loss,
        ),
    ),
)

# 1.11 write_name(read, h, start, end, max_length) -> list of ids --------------------------------

IDS = 7
START, END = 1, 2


def _turned(h: Tensor, token: int) -> Tensor:
    """A state that depends on everything read so far."""
    return torch.remainder(5 * h + 3 * token + 1, 23)


def _write_case(generator: torch.Generator, size: int) -> Tensors:
    h, states = torch.tensor(1.0 + size), list[int]()
    while len(set(states)) < 3 + size:  # the state comes back too early: draw another table
        table = draw_integers(generator, 3, IDS, 23)  # the letters are 3 to 6
        states = [int(_turned(h, START))]
        for _ in range(2 + size):
            states.append(int(_turned(torch.tensor(states[-1]), int(table[states[-1]]))))
    if size % 2:
        table[states[-1]] = END  # otherwise max_length ends the name
    # Draws take long. The first case tells most mistakes apart, and needs but few of them.
    shares = torch.tensor([0.5, 0.3, 0.2] if size else [0.999, 0.0005, 0.0005])
    return {
        "h": h,
        "table": table,
        "max_length": torch.tensor(9 + size),
        "shares": shares[torch.randperm(3, generator=generator)],
        "draws": torch.tensor(300 if size else 20),
    }


def _write_run(answer: Answer, case: Tensors) -> Tensors:
    def clockwork(token: int, h: Tensor) -> tuple[Tensor, Tensor]:
        """Almost certain of the next id, which depends on the state."""
        new = _turned(h, int(token))
        logits = torch.full((IDS,), -200.0)
        logits[case["table"][int(new)]] = 200.0
        return logits, new

    by_shares = torch.full((IDS,), -50.0)
    by_shares[3:6] = case["shares"].log() - 2  # logits, not yet logarithms of probabilities

    def dice(token: int, h: Tensor) -> tuple[Tensor, Tensor]:
        """Three letters, by their shares, whatever came before."""
        return by_shares.clone(), h  # an answer may write into its logits

    limit, draws = int(case["max_length"]), int(case["draws"])
    result = {"ids": _ids(answer(clockwork, case["h"], START, END, limit))}
    drawn = torch.cat([_ids(answer(dice, case["h"], START, END, 20)) for _ in range(draws // 20)])
    result["share of each id"] = drawn.clamp(0, IDS).bincount(minlength=IDS + 1)[3:6] / draws
    return result


def _ids(value: Any) -> Tensor:
    if isinstance(value, Tensor):
        value = value.flatten().tolist()
    if not isinstance(value, list):
        kind = "nothing" if value is None else f"a value of type {type(value).__name__}"
        raise WrongForm(f"Expected a list of ids, got {kind}.")
    return torch.tensor([int(i) for i in value], dtype=torch.long)


def _write_expected(case: Tensors) -> Tensors:
    h, ids = _turned(case["h"], START), list[int]()
    while len(ids) < int(case["max_length"]) and case["table"][int(h)] != END:
        ids.append(int(case["table"][int(h)]))
        h = _turned(h, ids[-1])
    return {"ids": torch.tensor(ids, dtype=torch.long), "share of each id": case["shares"]}


def _drawn(logits: Tensor) -> int:
    return int(torch.multinomial(logits.softmax(-1), 1))


def _writer(choose: Callable[[Tensor], int] = _drawn, **change: bool) -> Answer:
    """Make a generation loop with one part done wrong."""

    def write_name(read: Any, h: Any, start: int, end: int, max_length: int) -> list[int]:
        token, ids, first = start, list[int](), h
        limit = max_length + (1 if change.get("one_too_many") else 0)
        while len(ids) < limit:
            logits, new = read(token, h)
            h = first if change.get("forgets") else new
            drawn = choose(logits)
            if drawn == end and change.get("end_kept"):
                return [*ids, drawn]
            if drawn == end and not change.get("never_stops"):
                break
            ids.append(drawn)
            token = start if change.get("always_start") else drawn
        return [start, *ids] if change.get("start_kept") else ids

    return write_name


WRITE_NAME = Exercise(
    id="1.11",
    name="write_name",
    case=_write_case,
    run=_write_run,
    expected=_write_expected,
    seconds=2.0,
    tolerance=0.1,  # and as much of the share: five standard errors of 300 draws
    mistakes=(
        Mistake(
            "state_not_carried",
            "The state is not carried: the network has forgotten all letters but the last one. "
            "Hand the h that `read` returns to the next call.",
            _writer(forgets=True),
        ),
        Mistake(
            "always_start",
            "The network reads the start again and again. It must read the letter that it has "
            "just written.",
            _writer(always_start=True),
        ),
        Mistake(
            "argmax",
            "This takes the likeliest letter each time, so every name of a language is the same. "
            "Draw with torch.multinomial.",
            _writer(lambda logits: int(logits.argmax())),
        ),
        Mistake(
            "no_softmax",
            "torch.multinomial wants probabilities, and these are logits (some are negative). "
            "Take the softmax first.",
            _writer(lambda logits: int(torch.multinomial(logits, 1))),
        ),
        Mistake(
            "uniform",
            "All ids come up equally often: the logits are not used.",
            _writer(lambda logits: int(torch.randint(len(logits), (1,)))),
        ),
        Mistake(
            "never_stops",
            "It goes on after the end of the name. Stop when the end is drawn.",
            _writer(never_stops=True),
        ),
        Mistake(
            "end_kept",
            "The end itself is among the ids. It is a signal, not a letter.",
            _writer(end_kept=True),
        ),
        Mistake(
            "start_kept",
            "The start is among the ids. Return only what was drawn.",
            _writer(start_kept=True),
        ),
        Mistake(
            "one_too_many",
            "One id too many: stop when there are max_length letters.",
            _writer(one_too_many=True),
        ),
    ),
)

EXERCISES = (
    PERCEPTRON,
    ACTIVATIONS,
    DENSE,
    ONE_HOT,
    EMBED,
    RNN_STEP,
    UNROLL,
    OUTPUTS,
    MASKED_LOSS,
    TRAIN,
    WRITE_NAME,
)
