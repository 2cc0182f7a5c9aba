"""read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y) -> every (batch, time, n), last (batch, n)."""

import torch
import torch.nn.functional as F

from seqlab.check.shared import draw_integers, draw_normal
from seqlab.checks.lab1.common import draw_weights

# batch, time, tokens, features, hidden, classes
SHAPES = [(2, 3, 4, 2, 3, 5), (3, 4, 5, 3, 2, 4), (1, 3, 5, 4, 3, 2), (4, 5, 6, 3, 4, 3)]
SHAPES += [(3, 3, 3, 3, 3, 3)]  # where all are equal, wrong products fit


def case(generator, size):
    """The first name is shorter than the batch is wide, wherever there are two."""
    batch, time, tokens, features, hidden, classes = SHAPES[size]
    ids = draw_integers(generator, 1, tokens, batch, time)
    lengths = draw_integers(generator, 1, time + 1, batch)
    lengths[0], lengths[-1] = time - 1, time
    ids[torch.arange(time) >= lengths[:, None]] = 0
    return {
        "ids": ids,
        "lengths": lengths,
        "E": draw_normal(generator, tokens, features),
        **draw_weights(generator, features, hidden),
        "W_hy": draw_normal(generator, hidden, classes),
        "b_y": 1 + torch.rand(classes, generator=generator),
    }


def expected(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    """An RNN of torch, called with the weights of the case."""
    x = F.embedding(ids, E)
    first = torch.zeros(1, len(ids), len(b_h))
    weights = [W_xh.T, W_hh.T, b_h, torch.zeros_like(b_h)]
    states, _ = torch.rnn_tanh(x, first, weights, True, 1, 0.0, False, False, True)
    every = F.linear(states, W_hy.T, b_y)
    places = (lengths - 1)[:, None, None].expand(-1, 1, every.shape[-1])
    return every, every.gather(1, places).squeeze(1)


RESULTS = ("every", "last")
GRADIENTS = ("E", "W_xh", "W_hh", "b_h", "W_hy", "b_y")

EMPTY = "torch.zeros(len(ids), len(b_h))"
STATES = "unroll(embed(ids, E), h, W_xh, W_hh, b_h)"
RESULT = "outputs(states, lengths, W_hy, b_y)"

MISTAKES = {
    "random_start": (
        """The same name gives another answer each time: the memory starts with random numbers.
        Nothing has been read yet: start from zeros.""",
        (EMPTY, EMPTY.replace("zeros", "randn")),
    ),
    "start_of_ones": (
        "The memory does not start empty: it holds ones. Nothing has been read yet: zeros.",
        (EMPTY, EMPTY.replace("zeros", "ones")),
    ),
    "start_as_wide_as_the_letters": (
        """The first state is as wide as the vector of a letter. It is as wide as the memory: b_h
        and W_hh tell how wide that is.""",
        (EMPTY, "torch.zeros(len(ids), E.shape[1])"),
    ),
    "start_for_each_step": (
        """The first state has a row for each letter. It has a row for each *name*: len(ids).""",
        (EMPTY, "torch.zeros(ids.shape[1], len(b_h))"),
    ),
    "ids_as_numbers": (
        """The ids went into the network as they are. A letter's number is only its place in the
        table: embed them first.""",
        ("embed(ids, E)", "ids.float()"),
    ),
    "ids_not_embedded": (
        """The ids went into the network as they are, one number for each letter. Embed them first:
        each becomes a vector.""",
        ("embed(ids, E)", "ids[..., None].float().expand(-1, -1, E.shape[1])"),
    ),
    "only_every": (
        """Only one of the two results came. `outputs` returns two: hand on both.""",
        (f"return {RESULT}", f"return {RESULT}[0]"),
    ),
    "only_last": (
        """Only the outputs at the end came. `outputs` returns two results: hand on both.""",
        (f"return {RESULT}", f"return {RESULT}[1]"),
    ),
    "results_exchanged": (
        "The two results have changed places: first those after every letter, then the last.",
        (f"return {RESULT}", f"return {RESULT}[::-1]"),
    ),
    "states_returned": (
        """These are states, before the output layer. Give them to your `outputs`, with the lengths,
        W_hy and b_y.""",
        (f"return {RESULT}", "return states, states[torch.arange(len(ids)), lengths - 1]"),
    ),
    "end_of_the_row": (
        """The last outputs were read at the end of the row, after all the padding. Hand the lengths
        on to `outputs`: it takes each name's own end.""",
        ("(states, lengths,", "(states, torch.full_like(lengths, ids.shape[1]),"),
    ),
    "length_shortened": (
        """The last outputs come one letter too early. `outputs` takes the 1 off by itself: give it
        the lengths as they are.""",
        ("(states, lengths,", "(states, lengths - 1,"),
    ),
    "probabilities": (
        """A softmax was applied. Hand on the logits as they are: the loss takes the softmax
        itself.""",
        (
            f"return {RESULT}",
            f"every, last = {RESULT}\n    return every.softmax(-1), last.softmax(-1)",
        ),
    ),
    "log_probabilities": (
        """A log-softmax was applied. Hand on the logits as they are: the loss takes it itself.""",
        (
            f"return {RESULT}",
            f"every, last = {RESULT}\n    return every.log_softmax(-1), last.log_softmax(-1)",
        ),
    ),
    "cut_off": (
        """The outputs are cut off from the weights, so they could never learn: .detach(),
        .data, no_grad and numpy cut. Hand on what your functions return.""",
        ("(states, lengths,", "(states.detach(), lengths,"),
    ),
    "table_cut_off": (
        """The vectors of the letters are cut off from E, so E could never learn. Use your `embed`
        with E itself.""",
        ("embed(ids, E)", "embed(ids, E.detach())"),
    ),
    "no_memory": (
        """Each letter was read with an empty memory: the state does not go from one letter to the
        next. Your `unroll` hands it on: call it once, for the whole names.""",
        (STATES, "torch.tanh(dense(embed(ids, E), W_xh, b_h))"),
    ),
    "own_random_weights": (
        """A new layer of torch has random weights of its own: those that came in are not used.
        Call your own functions with them.""",
        (
            STATES,
            "torch.nn.RNN(E.shape[1], len(b_h), batch_first=True)(embed(ids, E), h[None])[0]",
        ),
    ),
}

MORE = (
    """Three of your functions, one after the other: embed makes vectors of the ids, unroll makes
    states of the vectors, outputs makes logits of the states. Between the first two, make the empty
    memory: torch.zeros with a row for each name and a column for each number of the state.
    Print the shape of what each function returns.""",
    """By hand, the shapes for 2 names in rows of 5 ids, vectors of 3 numbers, a memory of 4, and 11
    languages: ids (2, 5), vectors (2, 5, 3), empty memory (2, 4), states (2, 5, 4), every
    (2, 5, 11), last (2, 11).""",
)
