"""4.4 attention(query, key, value, mask) -> output (..., queries, d), weights."""

import torch
import torch.nn.functional as F

from seqlab.check.shared import draw_normal
from seqlab.checks.lab4.common import draw_mask, weights_only_shown

# The axes in front, queries, keys, d, and the shape of the mask, as the lab has them: one for
# each sentence; for all of its heads; for all sentences; padding, for all queries.
SIZES = [
    ((1,), 2, 3, 4, (1, 2, 3)),
    ((2, 3), 4, 5, 6, (2, 1, 4, 5)),
    ((4, 4), 4, 4, 4, (4, 4)),
    ((3, 2), 5, 6, 4, (3, 1, 1, 6)),
    ((5,), 5, 5, 5, (5, 5, 5)),
]


def case(generator, size):
    """The larger ones have large scores: hiding by -10 is not enough there."""
    front, queries, keys, d, mask = SIZES[size]
    rows = {"query": queries, "key": keys, "value": keys}
    numbers = {name: draw_normal(generator, *front, count, d) for name, count in rows.items()}
    numbers["query"] *= 2 + 2 * size
    return {**numbers, "mask": draw_mask(generator, *mask)}


def call(answer, query, key, value, mask):
    return weights_only_shown(answer(query, key, value, mask))


def expected(query, key, value, mask):
    """Torch's attention; with the identity for values it gives the weights."""
    output = F.scaled_dot_product_attention(query, key, value, mask)
    identity = torch.eye(key.shape[-2]).expand(*key.shape[:-1], -1)
    weights = F.scaled_dot_product_attention(query, key, identity, mask)
    return output, weights.detach()


RESULTS = ("output", "weights")
GRADIENTS = ("query", "key", "value")
MASKED = "attention_scores(query, key).masked_fill(~mask, -torch.inf)"
SOFTMAX, BOTH = "scores.softmax(dim=-1)", "return weights @ value, weights"

MISTAKES = {
    "mask_ignored": (
        "The mask is not used: words look where they must not.",
        (".masked_fill(~mask, -torch.inf)", ""),
    ),
    "mask_inverted": (
        """The mask is used upside down: words look exactly where they must not.
        masked_fill fills where its mask is True, and ours is True where one *may* look:
        use ~mask.""",
        ("~mask", "mask"),
    ),
    "mask_after_softmax": (
        """The mask comes after the softmax, so the weights do not add up to 1 any more.
        Lay it over the scores, before the softmax.""",
        (".masked_fill(~mask, -torch.inf)", ""),
        (SOFTMAX, f"{SOFTMAX} * mask"),
    ),
    "filled_with_zero": (
        """Hidden scores became 0, or something near to it. A score of 0 is an ordinary
        score, and exp(0) is 1: they still get attention. Only minus infinity gives
        exactly none.""",
        ("-torch.inf", "0.0"),
    ),
    "filled_with_little": (
        """Hidden scores became a number that is not small enough, such as -10: where the
        other scores are small, too, the hidden words still get attention. Only minus
        infinity gives exactly none, whatever the scores.""",
        ("-torch.inf", "-10.0"),
    ),
    "wrong_axis": (
        """The softmax runs over the queries: here the weights of each *key* add up to 1.
        It is each query that shares out its attention, over the keys: dim=-1.""",
        ("dim=-1", "dim=-2"),
    ),
    "axis_1": (
        """The softmax runs over axis 1. Without heads these are the queries, with heads
        the heads. It runs over the keys, and they are always the last axis: dim=-1.""",
        ("dim=-1", "dim=1"),
    ),
    "axis_2": (
        """Without heads this is right. With heads there is one more axis in front, and
        axis 2 holds the queries then. Count from the end: dim=-1.""",
        ("dim=-1", "dim=2"),
    ),
    "axis_0": (
        """The softmax runs over axis 0, the batch: here the weights of different
        *sentences* add up to 1. It runs over the keys, and they are always the last axis:
        dim=-1.""",
        ("dim=-1", "dim=0"),
    ),
    "mask_added": (
        """The mask was added to the scores. True counts as 1 and False as 0, so hidden
        words are only a little behind. Fill their scores with minus infinity.""",
        (MASKED, "attention_scores(query, key) + mask"),
    ),
    "zero_times_infinity": (
        """Everything is NaN, not a number, where a word *may* look: 0 times infinity is
        not 0. masked_fill puts minus infinity where it belongs, and leaves the other
        scores alone.""",
        (MASKED, "attention_scores(query, key) + (1 - mask.float()) * -torch.inf"),
    ),
    "softmax_over_all": (
        """The softmax runs over the whole table. Each query has one whole attention to
        share out: dim=-1.""",
        (SOFTMAX, "scores.flatten(-2).softmax(dim=-1).view(scores.shape)"),
    ),
    "no_softmax": (
        "There is no softmax: the weights of a query must be positive and add up to 1.",
        ("-torch.inf", "0.0"),
        (SOFTMAX, "scores"),
    ),
    "no_softmax_but_infinity": (
        """No softmax was taken of the scores. It turns minus infinity into a weight of 0;
        the weights of a query are positive and add up to 1.""",
        (SOFTMAX, "scores"),
    ),
    "not_scaled": (
        "The scores are not scaled. Use your attention_scores.",
        ("attention_scores(query, key)", "(query @ key.transpose(-2, -1))"),
    ),
    "scaled_twice": (
        """The scores are divided by the root of d twice: your attention_scores has done
        it already.""",
        (
            "attention_scores(query, key)",
            "(attention_scores(query, key) / math.sqrt(query.shape[-1]))",
        ),
    ),
    "infinity_after_softmax": (
        """The mask comes after the softmax, so minus infinity stands among the weights.
        Fill the *scores* with it, before the softmax: then the softmax makes weights of
        0.""",
        (".masked_fill(~mask, -torch.inf)", ""),
        (SOFTMAX, f"{SOFTMAX}.masked_fill(~mask, -torch.inf)"),
    ),
    "not_divided_by_the_sum": (
        """The weights do not add up to 1: a softmax divides them
        by their sum, over the keys.""",
        (SOFTMAX, "scores.exp()"),
    ),
    "log_softmax": (
        "These are logarithms of weights. Take softmax, not log_softmax.",
        (SOFTMAX, "scores.log_softmax(dim=-1)"),
    ),
    "keys_mixed": (
        "The *keys* were mixed. Keys are for finding; what is handed over are the values.",
        ("weights @ value", "weights @ key"),
    ),
    "output_only": (
        "The weights are missing: return both, output and weights. We want to look at them.",
        ("value, weights", "value"),
    ),
    "weights_only": (
        "The output is missing: return both, output and weights.",
        (BOTH, "return weights"),
    ),
    "swapped": (
        "The two have changed places: the output first, then the weights.",
        (BOTH, "return weights, weights @ value"),
    ),
    "scores_returned": (
        """In place of the weights the scores came back: the weights
        are what the softmax makes of them.""",
        ("value, weights", "value, scores"),
    ),
    "dropout": (
        """Some of the weights were dropped at random (dropout), and the others made
        larger. That is not asked for here: the weights of a query add up to 1.""",
        (SOFTMAX, f"torch.dropout({SOFTMAX}, 0.1, True)"),
    ),
}

MORE = (
    """Four lines, in this order: scores, hide, softmax, product. Look at the hiding: in what
    places does masked_fill put its number, where its mask is True or where it is False? Then at
    the softmax: which axis is that of the keys, if there may be one or two axes in front?""",
    """A neighbour: one query, three keys, scores [1, 2, 3], mask [True, False, True]. Hidden:
    [1, -inf, 3]. The softmax: exp(1) = 2.72, exp(-inf) = 0, exp(3) = 20.09, together 22.80, so the
    weights are [0.12, 0, 0.88]. With the values [10, 20, 30] the output is
    0.12 * 10 + 0.88 * 30 = 27.6.""",
)
