"""4.1 attention_scores(query, key), both (..., rows, d) -> scores (..., queries, keys)."""

import math

import torch

from seqlab.check.shared import draw_normal

# The axes in front, queries, keys, d; in two of them all are equal, where wrong axes fit.
SIZES = [((1,), 2, 4, 3), ((2, 3), 5, 6, 4), ((3, 3), 3, 3, 3), ((), 6, 2, 5), ((5,), 5, 5, 5)]


def case(generator, size):
    """None, one or two axes in front; as the lab does it."""
    front, queries, keys, d = SIZES[size]
    query = draw_normal(generator, *front, queries, d)
    return {"query": query, "key": draw_normal(generator, *front, keys, d)}


def expected(query, key):
    return torch.einsum("...qd,...kd->...qk", query, key) / math.sqrt(query.shape[-1])


RESULTS = ("scores",)
GRADIENTS = ("query", "key")
KEY, ROOT = "key.transpose(-2, -1)", "math.sqrt(query.shape[-1])"

MISTAKES = {
    "not_scaled": (
        """The products are not scaled. They grow with the width d, and large
        scores make the softmax take one word and nothing else: divide by the root of
        d.""",
        (" / math.sqrt(query.shape[-1])", ""),
    ),
    "divided_by_d": (
        """Divided by d itself. A sum of d products of size 1 has a spread of the *root*
        of d; divided by d the scores are so small that every word gets the same
        attention.""",
        (ROOT, "query.shape[-1]"),
    ),
    "divided_by_keys": (
        """Divided by the root of the number of keys. The spread comes from the number of
        features that are added up: d, the last axis.""",
        (ROOT, "math.sqrt(key.shape[-2])"),
    ),
    "multiplied": (
        "Multiplied with the root of d. The scores are too large already: divide.",
        ("/ math", "* math"),
    ),
    "keys_first": (
        """The table is the other way round: one row for each *query*, one column for each
        key. Look at the order of the two in the product.""",
        ("query @ key.", "key @ query."),
    ),
    "not_transposed": (
        """The keys are not transposed: a query is to be multiplied feature by feature
        with each key, so the features of the key must come down: key.transpose(-2,
        -1).""",
        (KEY, "key"),
    ),
    "axes_counted_from_the_front": (
        """Without heads this is right. With heads there is one more axis in front, and
        axes 1 and 2 are others then. Count from the end: transpose(-2, -1).""",
        (KEY, "key.transpose(1, 2)"),
    ),
    "one_axis_in_front": (
        """With one axis in front, the batch, this is right. With heads there are two, and
        this operation takes exactly three axes in all (torch.bmm does, and an einsum that
        names each axis). The sign @ and torch.matmul take any number of axes in front; in
        an einsum, three dots stand for them.""",
        (f"query @ {KEY}", f"torch.bmm(query, {KEY})"),
    ),
    "all_axes_reversed": (
        """.T turns *all* axes round, also that of the batch. Only the last two change
        places: transpose(-2, -1), or .mT for short.""",
        (KEY, "key.permute(*range(key.dim())[::-1])"),
    ),
    "cosine": (
        """These are cosines: query and key were brought to length 1. Attention keeps the
        lengths, so that a word can also say how much it matters.""",
        ("query @ key.", "(query / query.norm(dim=-1, keepdim=True)) @ key."),
        ("math.sqrt(query.shape[-1])", "key.norm(dim=-1)[..., None, :]"),
    ),
    "softmax": (
        """The softmax has been taken already. Return the scores: first the mask has to be
        laid over them.""",
        ("return query", "return (query"),
        (ROOT, f"{ROOT}).softmax(dim=-1)"),
    ),
    "number_by_number": (
        """Query and key are multiplied number by number, each query with one key only.
        Each query is to meet *every* key: a product of matrices, with the sign @.""",
        ("query @ key.transpose(-2, -1)", "query * key"),
    ),
}

MORE = (
    """Write the shapes side by side: query (..., queries, d) and key (..., keys, d). A product
    of matrices needs d as the last axis of the left side and as the last but one of the right
    side. Then look at the divisor: which axis says how many products are added up?""",
    """A neighbour: a (2, 3) and b (4, 3) hold 2 and 4 rows of three numbers. The table of all dot
    products of their rows is a @ b.T, of shape (2, 4). For a = [[1, 2, 2]] and
    b = [[2, 0, 1], [0, 3, 0]] it is [[4, 6]]. Each of these adds up 3 products, so one divides by
    the root of 3: [[2.31, 3.46]]. In your task there may be more axes in front, so the last two
    must be named by counting from the end.""",
)
