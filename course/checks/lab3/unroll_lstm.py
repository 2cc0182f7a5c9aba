"""3.6 unroll_lstm(x, W_xh, W_hh, b) -> states (batch, time, hidden)."""

import torch
from torch import nn
from torch.func import functional_call

from seqlab.check.shared import draw_normal
from seqlab.checks.lab3.lstm_step import draw_weights

# (batch, time, features, hidden); square ones, where a loop over the wrong axis has a fitting shape
SHAPES = ((2, 3, 2, 1), (3, 3, 2, 3), (1, 3, 3, 2), (4, 4, 3, 2), (3, 5, 2, 4))


def case(generator, size):
    batch, time, features, hidden = SHAPES[size]
    x = draw_normal(generator, batch, time, features)
    return {"x": x, **draw_weights(generator, features, hidden)}


def expected(x, W_xh, W_hh, b):
    lstm = nn.LSTM(x.shape[2], len(W_hh), batch_first=True)
    weights = {
        "weight_ih_l0": W_xh.T,
        "weight_hh_l0": W_hh.T,
        "bias_ih_l0": b,
        "bias_hh_l0": torch.zeros_like(b),
    }
    return functional_call(lstm, weights, x)[0]


RESULTS = ("states",)
GRADIENTS = ("x", "W_xh", "W_hh", "b")
STEP, KEEP, STACK = "h, c = lstm_step(x[:, t], h, c,", "states.append(h)", "(states, dim=1)"
STEPS = "range(x.shape[1])"

MISTAKES = {
    "cell_not_carried": (
        """The cell c starts from zeros at every step; only h is handed on. The cell is the long
        memory: what comes out of one step goes into the next.""",
        (STEP, "h, c = lstm_step(x[:, t], h, 0 * c,"),
    ),
    "state_not_carried": (
        """The state h starts from zeros at every step; only c is handed on. Both go into the
        next step.""",
        (STEP, "h, c = lstm_step(x[:, t], 0 * h, c,"),
    ),
    "nothing_carried": (
        """Every step starts with an empty memory. Set h and c to zeros once, before the loop,
        and hand them on.""",
        (STEP, "h, c = lstm_step(x[:, t], 0 * h, 0 * c,"),
    ),
    "handed_on_swapped": (
        """h and c change places from one step to the next. The step returns h, c, and takes
        them in the same order.""",
        (STEP, "h, c = lstm_step(x[:, t], c, h,"),
    ),
    "cells_collected": (
        "These are the cells c. What the rest of a network sees of an LSTM is h.",
        (KEEP, "states.append(c)"),
    ),
    "last_only": (
        "This is only the last state. Keep the state after *every* step in a list.",
        (f"torch.stack{STACK}", "h"),
    ),
    "axes_swapped": (
        """The states are stacked with time in front. torch.stack puts the new axis first; with
        dim=1 it becomes (batch, time, hidden).""",
        (STACK, "(states)"),
    ),
    "loop_over_sentences": (
        """The loop goes over the sentences, so each gets its memory from another one. Time is
        the second axis: x[:, t] is word t of every sentence.""",
        ("len(x), ", "x.shape[1], "),
        (STEPS, "range(len(x))"),
        ("x[:, t]", "x[t]"),
        (STACK, "(states)"),
    ),
    "backwards": (
        "The sentence is read from its end. Begin with t = 0.",
        (STEPS, "reversed(range(x.shape[1]))"),
        (STACK, "(states[::-1], dim=1)"),
    ),
    "detached": (
        """The states are cut from the steps before: .detach() or
        .data on the way. Then nothing can be learned over more than one step.""",
        (KEEP, f"{KEEP}\n        h, c = h.detach(), c.detach()"),
    ),
    "cell_detached": (
        """The cell c is cut from the step before: .detach() or .data
        on the way, and h is not. The cell is the long memory: the gradient has to pass there.""",
        (KEEP, f"{KEEP}\n        c = c.detach()"),
    ),
    "state_detached": (
        """The state h is cut from the step before: .detach() or .data
        on the way, and c is not. Hand both on as they are.""",
        (KEEP, f"{KEEP}\n        h = h.detach()"),
    ),
    "results_swapped": (
        """The results of the step are taken as c, h, so the cells are kept and both are handed on
        in the wrong order. The step returns h first, then c.""",
        (STEP, "c, h = lstm_step(x[:, t], h, c,"),
    ),
    "sentences_for_words": (
        """x[t] is sentence t, with all its words. Time is the second axis of x: x[:, t] is word t
        of every sentence, and there are x.shape[1] of them.""",
        (STEPS, "range(len(x))"),
        ("x[:, t]", "x[t]"),
    ),
    "steps_by_sentences": (
        """The loop makes as many steps as there are sentences. It should make one for each word:
        x is (batch, time, features), so the number of words is x.shape[1].""",
        (STEPS, "range(len(x))"),
    ),
    "memory_too_wide": (
        """The memory is four times too wide. W_hh is (hidden, 4 * hidden): the size of the memory
        is the number of its *rows*.""",
        ("len(W_hh)", "W_hh.shape[1]"),
    ),
    "memory_of_one_sentence": (
        """The memory of the first step is that of another number of sentences: h and c are (batch,
        hidden), and batch is len(x).""",
        ("len(x)", "x.shape[1]"),
    ),
    "list_returned": (
        """This is a list of states. Make one tensor of it, with time as the second axis:
        torch.stack(..., dim=...).""",
        (f"torch.stack{STACK}", "states"),
    ),
    "side_by_side": (
        """The states of one sentence stand in one long row: torch.cat lengthens an axis that is
        there. A new axis for time is needed: torch.stack.""",
        (f"stack{STACK}", f"cat{STACK}"),
    ),
    "zeros_kept": (
        """The zeros of the beginning are among the states. Keep a state *after* each word only,
        so that there are as many as words.""",
        ("states = []", "states = [h]"),
    ),
    "before_each_word": (
        """These are the states *before* each word: zeros first, and the last one is missing. Take
        the step, then keep h.""",
        ("states = []", "states = [h]"),
        (STACK, "(states[:-1], dim=1)"),
    ),
    "random_start": (
        "The memory begins with random numbers. It should be empty: zeros for h and for c.",
        ("torch.zeros(", "torch.randn("),
    ),
    "full_start": (
        "The memory begins with ones. It should be empty: zeros for h and for c.",
        ("torch.zeros(", "torch.ones("),
    ),
    "sentences_for_words_stacked": (
        """A loop over x goes over its first axis, and these are the sentences. Time is the second
        axis: x[:, t] is word t of every sentence.""",
        (STEPS, "range(len(x))"),
        ("x[:, t]", "x[t]"),
        (STACK, "(states)"),
    ),
    "pair_returned": (
        """More than the states came back. nn.LSTM returns the last h and c as well; this function
        returns the states only.""",
        (STACK, f"{STACK}, (h, c)"),
    ),
    "memory_of_features": (
        """The memory is as wide as the word vectors. Its size is another one: the number of rows
        of W_hh, which is (hidden, 4 * hidden).""",
        ("len(W_hh)", "x.shape[2]"),
    ),
}

MORE = (
    """Before the loop: h and c, zeros of the shape (batch, hidden), and an empty list. In the loop
    over the words: one call of your lstm_step with the words x[:, t], the old h and the old c; its
    two results are the new h and c; append h. After the loop: one tensor of the list, with the new
    axis in the second place.""",
    """The same on another task: a purse and a debt, over the days. `def day(income, purse, debt)`
    returns the new purse and the new debt. purse = debt = 0, purses = []. Day 1: purse, debt =
    day(5, purse, debt), append the purse. Day 2: the same call with the next income; purse and debt
    are now those of day 1. For the end: torch.stack([a, b, c], dim=1), of three tensors (2, 4), has
    the shape (2, 3, 4).""",
)
