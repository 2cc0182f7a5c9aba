"""Lab 4, attention and translation: the exercises and their typical mistakes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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
from seqlab.check.shared import (
    ask,
    cross_entropy,
    draw_integers,
    draw_normal,
    gradient_of,
    scrambled_cross_entropy,
)

PAD, START, END = 0, 1, 2


# 4.1 attention_scores(query, key), both (..., rows, d) -> (..., queries, keys) -------------------


def _sizes(size: int) -> tuple[tuple[int, ...], int, int, int]:
    """The leading axes, the number of queries and of keys, and d.

    In sizes 0, 2, 4 all are equal, where wrong axes fit; the others bring an axis of heads.
    """
    n = 2 + size
    return ((n,), n, n, n) if size % 2 == 0 else ((2, 3), n, n + 3, n + 1)


def _scores_case(generator: torch.Generator, size: int) -> Tensors:
    lead, queries, keys, d = _sizes(size)
    return {
        "query": draw_normal(generator, *lead, queries, d),
        "key": draw_normal(generator, *lead, keys, d),
    }


def _scores_run(answer: Answer, case: Tensors) -> Tensors:
    case["query"].requires_grad_()
    scores = tensor(ask(answer, case), "scores")
    return {"scores": scores, "gradient": gradient_of(scores, case["query"], "the query")}


def _scores_expected(case: Tensors) -> Tensors:
    query = case["query"].requires_grad_()
    scores = torch.einsum("...qd,...kd->...qk", query, case["key"]) / query.shape[-1] ** 0.5
    return {"scores": scores.detach(), "gradient": gradient_of(scores, query, "the query")}


def _products(query: Tensor, key: Tensor) -> Tensor:
    return query @ key.transpose(-2, -1)


def _scores(query: Tensor, key: Tensor) -> Tensor:
    return _products(query, key) / math.sqrt(query.shape[-1])


ATTENTION_SCORES = Exercise(
    id="4.1",
    name="attention_scores",
    case=_scores_case,
    run=_scores_run,
    expected=_scores_expected,
    mistakes=(
        Mistake(
            "not_scaled",
            "The products are right, but not scaled. They grow with the width d, and large scores "
            "make the softmax take one word and nothing else: divide by the root of d.",
            _products,
        ),
        Mistake(
            "divided_by_d",
            "Divided by d itself. A sum of d products of size 1 has a spread of the *root* of d; "
            "divided by d the scores are so small that every word gets the same attention.",
            lambda query, key: _products(query, key) / query.shape[-1],
        ),
        Mistake(
            "divided_by_keys",
            "Divided by the root of the number of keys. The spread comes from the number of "
            "features that are added up: d, the last axis.",
            lambda query, key: _products(query, key) / math.sqrt(key.shape[-2]),
        ),
        Mistake(
            "multiplied",
            "Multiplied with the root of d. The scores are too large already: divide.",
            lambda query, key: _products(query, key) * math.sqrt(query.shape[-1]),
        ),
        Mistake(
            "keys_first",
            "The table is the other way round: one row for each *query*, one column for each key. "
            "Look at the order of the two in the product.",
            lambda query, key: _scores(key, query),
        ),
        Mistake(
            "not_transposed",
            "The keys are not transposed: a query is to be multiplied feature by feature with each "
            "key, so the features of the key must come down: key.transpose(-2, -1).",
            lambda query, key: query @ key / math.sqrt(query.shape[-1]),
        ),
        Mistake(
            "axes_counted_from_the_front",
            "Without heads this is right. With heads there is one more axis in front, and axes 1 "
            "and 2 are others then. Count from the end: transpose(-2, -1).",
            lambda query, key: query @ key.transpose(1, 2) / math.sqrt(query.shape[-1]),
        ),
        Mistake(
            "all_axes_reversed",
            ".T turns *all* axes round, also that of the batch. Only the last two change places: "
            "transpose(-2, -1), or .mT for short.",
            lambda query, key: (
                query @ key.permute(*range(key.dim())[::-1]) / query.shape[-1] ** 0.5
            ),
        ),
        Mistake(
            "cosine",
            "These are cosines: query and key were brought to length 1. Attention keeps the "
            "lengths, so that a word can also say how much it matters.",
            lambda query, key: _products(F.normalize(query, dim=-1), F.normalize(key, dim=-1)),
        ),
        Mistake(
            "softmax",
            "The softmax has been taken already. Return the scores: first the mask has to be laid "
            "over them.",
            lambda query, key: _scores(query, key).softmax(dim=-1),
        ),
    ),
)

# 4.2 causal_mask(time) -> (time, time) ------------------------------------------------------------


def _causal_case(generator: torch.Generator, size: int) -> Tensors:
    return {"time": draw_integers(generator, 3 + 4 * size, 7 + 4 * size, 1).squeeze(0)}


def _causal_run(answer: Answer, case: Tensors) -> Tensors:
    return {"mask": tensor(answer(int(case["time"])), "mask")}


def _causal_expected(case: Tensors) -> Tensors:
    """Torch marks what may be seen with 0 and the rest with minus infinity."""
    return {"mask": nn.Transformer.generate_square_subsequent_mask(int(case["time"])) == 0}


def _ones(time: int) -> Tensor:
    return torch.ones(time, time, dtype=torch.bool)


CAUSAL_MASK = Exercise(
    id="4.2",
    name="causal_mask",
    case=_causal_case,
    run=_causal_run,
    expected=_causal_expected,
    mistakes=(
        Mistake(
            "itself_hidden",
            "Off by one: no word sees itself, and the first one sees nothing at all. Its softmax "
            "would be 0 divided by 0. The diagonal is True.",
            lambda time: _ones(time).tril(-1),
        ),
        Mistake(
            "one_ahead",
            "Off by one: each word sees the next one. That is the very word that is to be "
            "predicted: the training would look perfect, and the translation would be rubbish.",
            lambda time: _ones(time).tril(1),
        ),
        Mistake(
            "future_seen",
            "The wrong half: each word sees itself and what comes *after* it. Row 0 belongs to the "
            "first word, which has nothing before it.",
            lambda time: _ones(time).triu(),
        ),
        Mistake(
            "inverted",
            "Upside down: here True stands where a word must *not* look. In this lab True means "
            "that it may look.",
            lambda time: _ones(time).triu(1),
        ),
        Mistake(
            "all_seen",
            "Everything is True, so nothing is hidden: each word could look up the answer.",
            _ones,
        ),
        Mistake(
            "only_itself",
            "Each word sees only itself. It may also look at everything before it.",
            lambda time: torch.eye(time, dtype=torch.bool),
        ),
        Mistake(
            "numbers",
            "The pattern is right, but it consists of numbers. A mask answers yes or no: make it "
            "of True and False, with dtype=torch.bool or a comparison.",
            lambda time: torch.ones(time, time).tril(),
        ),
        Mistake(
            "whole_numbers",
            "The pattern is right, but it consists of 0 and 1. With whole numbers ~ does not mean "
            "'not': make it of True and False.",
            lambda time: torch.ones(time, time, dtype=torch.long).tril(),
        ),
        Mistake(
            "minus_infinity",
            "This one is to be added to the scores, with minus infinity where nobody may look. "
            "That works in other programs; here the mask consists of True and False.",
            lambda time: nn.Transformer.generate_square_subsequent_mask(time),
        ),
    ),
)

# 4.3 padding_mask(ids (batch, time)) -> (batch, 1, time) ------------------------------------------


def _padding_case(generator: torch.Generator, size: int) -> Tensors:
    """Sentences from START to END, all of different lengths where there is room; the first full."""
    batch, time = 3 + size, 6 + size
    ids = draw_integers(generator, 3, 30, batch, time)
    lengths = draw_integers(generator, 3, time, batch)
    lengths[0], lengths[1] = time, 3
    rows = torch.arange(batch)
    ids[:, 0] = START
    ids[rows, lengths - 1] = END
    return {"ids": ids.masked_fill(torch.arange(time) >= lengths[:, None], PAD)}


def _padding_run(answer: Answer, case: Tensors) -> Tensors:
    return {"mask": tensor(ask(answer, case), "mask")}


def _padding_expected(case: Tensors) -> Tensors:
    return {"mask": case["ids"].ne(PAD).unsqueeze(1)}


def _square(ids: Tensor) -> Tensor:
    return (ids[:, :, None] != PAD) & (ids[:, None] != PAD)


PADDING_MASK = Exercise(
    id="4.3",
    name="padding_mask",
    case=_padding_case,
    run=_padding_run,
    expected=_padding_expected,
    mistakes=(
        Mistake(
            "inverted",
            "Upside down: True must stand where there is a word, False where there is padding.",
            lambda ids: (ids == PAD)[:, None],
        ),
        Mistake(
            "axis_missing",
            "The values are right, one axis is missing. All queries of a sentence share the mask, "
            "so put an axis of length 1 in the middle, (batch, 1, time): ids[:, None].",
            lambda ids: ids != PAD,
        ),
        Mistake(
            "axis_at_the_end",
            "The axis of length 1 stands at the end, so this would hide *queries*. Padding must be "
            "hidden as a *key*: (batch, 1, time).",
            lambda ids: (ids != PAD)[:, :, None],
        ),
        Mistake(
            "two_axes",
            "One axis too many: the axis of the heads is inserted later, where heads are. Here: "
            "(batch, 1, time).",
            lambda ids: (ids != PAD)[:, None, None],
        ),
        Mistake(
            "batch_behind",
            "The axis of length 1 stands in front of the batch. Then the mask of one sentence is "
            "laid over another. It belongs between batch and time: (batch, 1, time).",
            lambda ids: (ids != PAD)[None],
        ),
        Mistake(
            "queries_hidden_too",
            "The rows of the padding are all False: such a query sees nothing, and its softmax is "
            "0 divided by 0. Hide padding as a key only; what is read at padding is never used.",
            _square,
        ),
        Mistake(
            "start_and_end_hidden",
            "<start> and <end> are hidden, too. They are words for the network, with something to "
            "say: only 0 is padding.",
            lambda ids: (ids > END)[:, None],
        ),
        Mistake(
            "numbers",
            "The mask consists of numbers. A comparison such as ids != 0 gives True and False.",
            lambda ids: (ids != PAD)[:, None].float(),
        ),
        Mistake(
            "all_seen",
            "Everything is True: the padding of the short sentences is looked at, too.",
            lambda ids: torch.ones_like(ids, dtype=torch.bool)[:, None],
        ),
    ),
)

# 4.4 attention(query, key, value, mask) -> output (..., queries, d), weights ---------------------


def _some_mask(generator: torch.Generator, *shape: int) -> Tensor:
    """A mask in which each query sees at least one key, and does not see at least one."""
    mask = draw_integers(generator, 0, 2, *shape).bool()
    places = torch.rand(shape, generator=generator).argsort(dim=-1)
    return (mask | (places == 0)) & (places != 1)


def _attention_case(generator: torch.Generator, size: int) -> Tensors:
    lead, queries, keys, d = _sizes(size + 2)  # a mask over two keys would decide everything
    case = {
        name: 1.5 * draw_normal(generator, *lead, rows, d)
        for name, rows in (("query", queries), ("key", keys), ("value", keys))
    }
    heads = (1,) * (len(lead) - 1)  # all heads of a sentence share its mask
    return {**case, "mask": _some_mask(generator, lead[0], *heads, queries, keys)}


def _attention_run(answer: Answer, case: Tensors) -> Tensors:
    case["query"].requires_grad_()
    output, weights = tuple_of(ask(answer, case), "output", "weights")
    output = tensor(output, "output")
    return {
        "weights": tensor(weights, "weights"),
        "output": output,
        "gradient": gradient_of(output, case["query"], "the query"),
    }


def _attention_expected(case: Tensors) -> Tensors:
    """Torch's attention; with the identity for values it gives the weights."""
    query, key, value, mask = case.values()
    query.requires_grad_()
    output = F.scaled_dot_product_attention(query, key, value, mask)
    identity = torch.eye(key.shape[-2]).expand(*key.shape[:-1], -1)
    weights = F.scaled_dot_product_attention(query, key, identity, mask)
    return {
        "weights": weights.detach(),
        "output": output.detach(),
        "gradient": gradient_of(output, query, "the query"),
    }


def _masked(scores: Tensor, mask: Tensor) -> Tensor:
    return scores.masked_fill(~mask, -torch.inf)


def _attention(
    weigh: Callable[[Tensor, Tensor], Tensor] = lambda s, mask: _masked(s, mask).softmax(-1),
    score: Callable[[Tensor, Tensor], Tensor] = _scores,
    end: Callable[..., Any] = lambda weights, key, value: (weights @ value, weights),
) -> Answer:
    """Make the answer; each argument is a place where one can go wrong."""

    def attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Any:
        return end(weigh(score(query, key), mask), key, value)

    return attention


RIGHT_ATTENTION = _attention()


def _softmax_of_all(scores: Tensor, mask: Tensor) -> Tensor:
    return _masked(scores, mask).flatten(-2).softmax(-1).view(scores.shape)


ATTENTION = Exercise(
    id="4.4",
    name="attention",
    case=_attention_case,
    run=_attention_run,
    expected=_attention_expected,
    mistakes=(
        Mistake(
            "mask_ignored",
            "The mask is not used: words look where they must not.",
            _attention(lambda scores, mask: scores.softmax(-1)),
        ),
        Mistake(
            "mask_inverted",
            "The mask is used upside down: words look exactly where they must not. masked_fill "
            "fills where its mask is True, and ours is True where one *may* look: use ~mask.",
            _attention(lambda scores, mask: scores.masked_fill(mask, -torch.inf).softmax(-1)),
        ),
        Mistake(
            "mask_after_softmax",
            "The mask comes after the softmax, so the weights do not add up to 1 any more. Lay it "
            "over the scores, before the softmax.",
            _attention(lambda scores, mask: scores.softmax(-1) * mask),
        ),
        Mistake(
            "filled_with_zero",
            "Hidden scores became 0, or something near to it. A score of 0 is an ordinary score, "
            "and exp(0) is 1: they still get attention. Only minus infinity gives exactly none.",
            _attention(lambda scores, mask: (scores * mask).softmax(-1)),
        ),
        Mistake(
            "wrong_axis",
            "The softmax runs over the queries: here the weights of each *key* add up to 1. It is "
            "each query that shares out its attention, over the keys: dim=-1.",
            _attention(lambda scores, mask: _masked(scores, mask).softmax(-2)),
        ),
        Mistake(
            "axis_1",
            "The softmax runs over axis 1. Without heads these are the queries, with heads the "
            "heads. It runs over the keys, and they are always the last axis: dim=-1.",
            _attention(lambda scores, mask: _masked(scores, mask).softmax(1)),
        ),
        Mistake(
            "axis_2",
            "Without heads this is right. With heads there is one more axis in front, and axis 2 "
            "holds the queries then. Count from the end: dim=-1.",
            _attention(lambda scores, mask: _masked(scores, mask).softmax(2)),
        ),
        Mistake(
            "mask_added",
            "The mask was added to the scores. True counts as 1 and False as 0, so hidden words "
            "are only a little behind. Fill their scores with minus infinity.",
            _attention(lambda scores, mask: (scores + mask).softmax(-1)),
        ),
        Mistake(
            "softmax_over_all",
            "The softmax runs over the whole table. Each query has one whole attention to share "
            "out: dim=-1.",
            _attention(_softmax_of_all),
        ),
        Mistake(
            "no_softmax",
            "There is no softmax: the weights of a query must be positive and add up to 1.",
            _attention(lambda scores, mask: scores.masked_fill(~mask, 0.0)),
        ),
        Mistake(
            "not_scaled",
            "The scores are not scaled. Use your attention_scores.",
            _attention(score=_products),
        ),
        Mistake(
            "log_softmax",
            "These are logarithms of weights. Take softmax, not log_softmax.",
            _attention(lambda scores, mask: _masked(scores, mask).log_softmax(-1)),
        ),
        Mistake(
            "keys_mixed",
            "The *keys* were mixed. Keys are for finding; what is handed over are the values.",
            _attention(end=lambda weights, key, value: (weights @ key, weights)),
        ),
        Mistake(
            "output_only",
            "The weights are missing: return both, output and weights. We want to look at them.",
            _attention(end=lambda weights, key, value: weights @ value),
        ),
        Mistake(
            "swapped",
            "Both are right, in the wrong order: the output first, then the weights.",
            _attention(end=lambda weights, key, value: (weights, weights @ value)),
        ),
    ),
)

# 4.5 positional_encoding(time, d) -> (time, d) ----------------------------------------------------


def _position_case(generator: torch.Generator, size: int) -> Tensors:
    time = draw_integers(generator, 4 + 3 * size, 9 + 3 * size, 1).squeeze(0)
    return {"time": time, "d": 4 + 2 * draw_integers(generator, size, size + 3, 1).squeeze(0)}


def _position_run(answer: Answer, case: Tensors) -> Tensors:
    return {"encoding": tensor(answer(int(case["time"]), int(case["d"])), "encoding")}


def _position_expected(case: Tensors) -> Tensors:
    """Turning numbers: pair k of position t is the point at the angle t / 10000^(2k/d)."""
    d = int(case["d"])
    angles = torch.arange(int(case["time"]))[:, None] * 10_000.0 ** (-torch.arange(0, d, 2) / d)
    cosine_and_sine = torch.view_as_real(torch.polar(torch.ones_like(angles), angles))
    return {"encoding": cosine_and_sine.flip(-1).flatten(1)}


def _angles(time: int, rates: Tensor, first: int = 0) -> Tensor:
    return torch.arange(first, first + time)[:, None] * rates


def _rates(d: int, times: float = 2.0) -> Tensor:
    return 10_000.0 ** (-times * torch.arange(d // 2) / d)


def _woven(even: Tensor, odd: Tensor) -> Tensor:
    return torch.stack([even, odd], dim=-1).flatten(1)


def _position(
    rates: Callable[[int], Tensor] = _rates,
    join: Callable[[Tensor, Tensor], Tensor] = _woven,
    first: int = 0,
) -> Answer:
    def encoding(time: int, d: int) -> Tensor:
        angles = _angles(time, rates(d), first)
        return join(angles.sin(), angles.cos())

    return encoding


def _own_rates(time: int, d: int) -> Tensor:
    angles = _angles(time, 10_000.0 ** (-torch.arange(d) / d))
    return _woven(angles[:, 0::2].sin(), angles[:, 1::2].cos())


POSITIONAL_ENCODING = Exercise(
    id="4.5",
    name="positional_encoding",
    case=_position_case,
    run=_position_run,
    expected=_position_expected,
    mistakes=(
        Mistake(
            "sine_and_cosine_swapped",
            "Sine and cosine have changed places: the even features 0, 2, 4, ... are sines, the "
            "odd ones cosines. At position 0 the first number is 0.",
            _position(join=lambda sine, cosine: _woven(cosine, sine)),
        ),
        Mistake(
            "in_two_halves",
            "All sines stand first, then all cosines. That would do for a network, too, but here "
            "they alternate, as in the formula: encoding[:, 0::2] and encoding[:, 1::2].",
            _position(join=lambda sine, cosine: torch.cat([sine, cosine], dim=1)),
        ),
        Mistake(
            "own_rate_for_each_feature",
            "A sine and its cosine must turn at the same rate: they are the two sides of one "
            "pointer. Both features of pair k have the exponent 2k/d.",
            _own_rates,
        ),
        Mistake(
            "two_missing",
            "The exponent is k/d instead of 2k/d: the slowest pointer is much too fast, and far "
            "positions look like near ones.",
            _position(lambda d: _rates(d, 1.0)),
        ),
        Mistake(
            "two_too_often",
            "The exponent is 4k/d: the 2 came in twice, once by counting 0, 2, 4, ... and once "
            "more in the formula.",
            _position(lambda d: _rates(d, 4.0)),
        ),
        Mistake(
            "multiplied",
            "The position is multiplied with 10000^(2k/d): such pointers race instead of slowing "
            "down. Divide.",
            _position(lambda d: _rates(d, -2.0)),
        ),
        Mistake(
            "from_one",
            "The positions begin at 1. The first word has position 0.",
            _position(first=1),
        ),
        Mistake(
            "sines_only",
            "All features are sines. A sine alone does not tell whether the pointer goes up or "
            "down at that height: its cosine does.",
            _position(join=lambda sine, cosine: _woven(sine, sine)),
        ),
        Mistake(
            "axes_swapped",
            "The table is the other way round: one row for each position, one column for each "
            "feature.",
            lambda time, d: _position()(time, d).T,
        ),
        Mistake(
            "angles_only",
            "These are the angles. What the network gets are their sines and cosines, which stay "
            "between -1 and 1 however long the sentence is.",
            lambda time, d: _angles(time, _rates(d)).repeat_interleave(2, dim=1),
        ),
    ),
)

# 4.6 split_heads(x (batch, time, d), heads) -> (batch, heads, time, d / heads) --------------------


def _heads(size: int) -> tuple[int, int, int, int]:
    """Batch, heads, time, head size; in sizes 0, 2, 4 all are equal, where wrong axes fit."""
    n = 2 + size
    return (n, n, n, n) if size % 2 == 0 else (2, 3, n + 1, 2)


def _split_case(generator: torch.Generator, size: int) -> Tensors:
    batch, heads, time, head_size = _heads(size)
    return {
        "x": draw_normal(generator, batch, time, heads * head_size),
        "heads": torch.tensor(heads),
    }


def _split_run(answer: Answer, case: Tensors) -> Tensors:
    x = case["x"].requires_grad_()
    split = tensor(ask(lambda x: answer(x, int(case["heads"])), {"x": x}), "heads")
    return {"heads": split, "gradient": gradient_of(split, x, "x")}


def _split_expected(case: Tensors) -> Tensors:
    x = case["x"].requires_grad_()
    split = torch.stack(x.chunk(int(case["heads"]), dim=-1), dim=1)
    return {"heads": split.detach(), "gradient": gradient_of(split, x, "x")}


def _in_heads(x: Tensor, heads: int) -> Tensor:
    return x.unflatten(-1, (heads, -1))


SPLIT_HEADS = Exercise(
    id="4.6",
    name="split_heads",
    case=_split_case,
    run=_split_run,
    expected=_split_expected,
    mistakes=(
        Mistake(
            "no_transpose",
            "The shape is right, but the numbers are shuffled: a reshape straight to (batch, "
            "heads, time, size) cuts through the words. Cut the features first, (batch, time, "
            "heads, size), then transpose time and heads.",
            lambda x, heads: x.reshape(len(x), heads, x.shape[1], -1),
        ),
        Mistake(
            "not_moved",
            "Time still stands before the heads. Each head works on a whole sentence: transpose "
            "these two axes.",
            _in_heads,
        ),
        Mistake(
            "features_interleaved",
            "The features are dealt out in turn, like cards. The first head gets the first d / "
            "heads features, and so on: the heads come before the size when you cut.",
            lambda x, heads: x.unflatten(-1, (-1, heads)).permute(0, 3, 1, 2),
        ),
        Mistake(
            "size_and_time",
            "Heads are at their place, but time and features have changed theirs: (batch, heads, "
            "time, size).",
            lambda x, heads: _in_heads(x, heads).permute(0, 2, 3, 1),
        ),
        Mistake(
            "heads_first",
            "The heads stand in front of the batch. torch.stack puts a new axis first; here it "
            "comes second, after the batch.",
            lambda x, heads: torch.stack(x.chunk(heads, dim=-1)),
        ),
        Mistake(
            "into_the_batch",
            "Batch and heads are one axis here. Some programs do that; here the heads have an axis "
            "of their own, the second.",
            lambda x, heads: _in_heads(x, heads).transpose(1, 2).flatten(0, 1),
        ),
        Mistake(
            "time_cut",
            "The *sentence* was cut into pieces. Every head reads every word; it is the features "
            "that are shared out.",
            lambda x, heads: x.reshape(len(x), heads, -1, x.shape[2]),
        ),
        Mistake(
            "repeated",
            "Every head gets all features. Share them out: d / heads for each.",
            lambda x, heads: x[:, None].expand(-1, heads, -1, -1),
        ),
    ),
)

# 4.7 merge_heads(x (batch, heads, time, size)) -> (batch, time, heads * size) ---------------------


def _merge_case(generator: torch.Generator, size: int) -> Tensors:
    return {"x": draw_normal(generator, *_heads(size))}


def _merge_run(answer: Answer, case: Tensors) -> Tensors:
    x = case["x"].requires_grad_()
    merged = tensor(ask(answer, case), "merged")
    return {"merged": merged, "gradient": gradient_of(merged, x, "x")}


def _merge_expected(case: Tensors) -> Tensors:
    x = case["x"].requires_grad_()
    merged = torch.cat(x.unbind(dim=1), dim=-1)
    return {"merged": merged.detach(), "gradient": gradient_of(merged, x, "x")}


MERGE_HEADS = Exercise(
    id="4.7",
    name="merge_heads",
    case=_merge_case,
    run=_merge_run,
    expected=_merge_expected,
    mistakes=(
        Mistake(
            "no_transpose",
            "The shape is right, but the numbers are shuffled: words get what belongs to others. "
            "First bring time back to its place before the heads, then flatten heads and size.",
            lambda x: x.reshape(len(x), x.shape[2], -1),
        ),
        Mistake(
            "features_interleaved",
            "The features of the heads are woven into each other. Those of the first head come "
            "first, as they were cut: (batch, time, heads, size), then flatten.",
            lambda x: x.permute(0, 2, 3, 1).flatten(2),
        ),
        Mistake(
            "mean",
            "This is the mean of the heads, so it no longer matters which head found what. Put "
            "them side by side.",
            lambda x: x.mean(1),
        ),
        Mistake(
            "sum",
            "The heads were added up. Put them side by side: d features again.",
            lambda x: x.sum(1),
        ),
        Mistake(
            "one_after_the_other",
            "The heads stand one after the other along *time*, so the sentence became longer. They "
            "belong side by side, along the features.",
            lambda x: x.flatten(1, 2),
        ),
        Mistake(
            "first_head_only",
            "Only the first head is left. All of them have something to say.",
            lambda x: x[:, 0],
        ),
        Mistake(
            "not_flattened",
            "Time is back in its place, and heads and size are still two axes. Make one of them.",
            lambda x: x.transpose(1, 2),
        ),
    ),
)

# 4.8 class MultiHeadAttention(d, heads): forward(x, memory, mask) -> output, weights --------------

LAYERS = ("query", "key", "value", "out")


def _multi_case(generator: torch.Generator, size: int) -> Tensors:
    """In sizes 0, 2, 4 there are as many sentences as heads, and as many queries as keys."""
    batch, heads, keys, head_size = _heads(size)
    queries = keys if size % 2 == 0 else keys + 2
    d = heads * head_size
    layers = {}
    for layer in LAYERS:
        layers[f"{layer}.weight"] = draw_normal(generator, d, d) / math.sqrt(head_size)
        layers[f"{layer}.bias"] = draw_normal(generator, d)
    return {
        "x": draw_normal(generator, batch, queries, d),
        "memory": draw_normal(generator, batch, keys, d),
        "mask": _some_mask(generator, batch, queries, keys),
        "heads": torch.tensor(heads),
        **layers,
    }


def _layers(case: Tensors) -> Tensors:
    return {name: value for name, value in case.items() if "." in name}


def _multi_run(answer: Answer, case: Tensors) -> Tensors:
    layer = answer(case["x"].shape[2], int(case["heads"]))
    weights = _layers(case)
    if not isinstance(layer, nn.Module) or layer.state_dict().keys() != weights.keys():
        raise WrongForm("Keep the layers of __init__ as they are: " + ", ".join(LAYERS) + ".")
    layer.load_state_dict(weights)
    inputs = {name: case[name] for name in ("x", "memory", "mask")}
    output, attended = tuple_of(ask(layer, inputs), "output", "weights")
    output = tensor(output, "output")
    return {
        "weights": tensor(attended, "weights"),
        "output": output,
        "gradient": gradient_of(output, layer.get_parameter("value.weight"), "the weights"),
    }


def _multi_expected(case: Tensors) -> Tensors:
    """Torch's own; its mask is True where one may *not* look, once for each head."""
    d, heads = case["x"].shape[2], int(case["heads"])
    layer = nn.MultiheadAttention(d, heads, batch_first=True)
    layer.load_state_dict(
        {
            "in_proj_weight": torch.cat([case[f"{name}.weight"] for name in LAYERS[:3]]),
            "in_proj_bias": torch.cat([case[f"{name}.bias"] for name in LAYERS[:3]]),
            "out_proj.weight": case["out.weight"],
            "out_proj.bias": case["out.bias"],
        }
    )
    hidden = ~case["mask"].repeat_interleave(heads, dim=0)
    output, weights = layer(
        case["x"], case["memory"], case["memory"], attn_mask=hidden, average_attn_weights=False
    )
    assert layer.in_proj_weight is not None
    gradient = gradient_of(output, layer.in_proj_weight, "the weights")[2 * d :]
    return {"weights": weights.detach(), "output": output.detach(), "gradient": gradient}


def _split(x: Tensor, heads: int) -> Tensor:
    return _in_heads(x, heads).transpose(1, 2)


def _merge(x: Tensor) -> Tensor:
    return x.transpose(1, 2).flatten(2)


def _multi(
    sources: str = "xmm",
    layers: Sequence[str] = LAYERS[:3],
    split: Callable[[Tensor, int], Tensor] = _split,
    spread: Callable[[Tensor], Tensor] = lambda mask: mask[:, None],
    attend: Answer = RIGHT_ATTENTION,
    merge: Callable[[Tensor], Tensor] = _merge,
    end: Callable[..., Any] = lambda self, output, weights: (self.out(output), weights),
) -> type[nn.Module]:
    """Make the class; ``sources`` says what query, key and value are made of: x or the memory."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d: int, heads: int) -> None:
            super().__init__()
            self.heads = heads
            self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
            self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

        def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Any:
            parts = [
                split(self.get_submodule(name)(x if source == "x" else memory), self.heads)
                for name, source in zip(layers, sources, strict=True)
            ]
            output, weights = attend(*parts, spread(mask))
            return end(self, merge(output), weights)

    return MultiHeadAttention


MULTI_HEAD_ATTENTION = Exercise(
    id="4.8",
    name="MultiHeadAttention",
    case=_multi_case,
    run=_multi_run,
    expected=_multi_expected,
    mistakes=(
        Mistake(
            "keys_and_values_from_x",
            "The memory is not used: x looks at itself. Queries come from x, keys and values from "
            "the memory. (For self-attention the memory *is* x; the caller says so.)",
            _multi("xxx"),
        ),
        Mistake(
            "values_from_x",
            "The values are made from x. What is found must come from where it was found: from the "
            "memory, as the keys.",
            _multi("xmx"),
        ),
        Mistake(
            "queries_from_memory",
            "The queries are made from the memory. It is x that searches.",
            _multi("mmm"),
        ),
        Mistake(
            "x_and_memory_swapped",
            "x and memory have changed places: x searches (query), the memory is searched (key, "
            "value).",
            _multi("mxx"),
        ),
        Mistake(
            "mask_without_heads",
            "The mask (batch, queries, keys) meets scores (batch, heads, queries, keys). Without "
            "an axis for the heads the batch of the mask is laid over the heads, and with as many "
            "sentences as heads nobody notices. Insert one: mask[:, None].",
            _multi(spread=lambda mask: mask),
        ),
        Mistake(
            "no_output_layer",
            "The last layer is missing: self.out mixes what the heads have found.",
            _multi(end=lambda self, output, weights: (output, weights)),
        ),
        Mistake(
            "one_head",
            "The features are not shared out among the heads: there is one head as wide as all. "
            "Use your split_heads on query, key and value.",
            _multi(split=lambda x, heads: x[:, None], merge=lambda x: x[:, 0]),
        ),
        Mistake(
            "merged_without_transpose",
            "The heads were merged by a reshape alone, and the words got mixed up. Use your "
            "merge_heads.",
            _multi(merge=lambda x: x.reshape(len(x), x.shape[2], -1)),
        ),
        Mistake(
            "split_without_transpose",
            "The heads were cut by a reshape alone, and the words got mixed up. Use your "
            "split_heads.",
            _multi(split=lambda x, heads: x.reshape(len(x), heads, x.shape[1], -1)),
        ),
        Mistake(
            "query_and_key_swapped",
            "The layers self.query and self.key have changed places.",
            _multi(layers=("key", "query", "value")),
        ),
        Mistake(
            "key_and_value_swapped",
            "The layers self.key and self.value have changed places.",
            _multi(layers=("query", "value", "key")),
        ),
        Mistake(
            "scaled_by_the_whole_width",
            "The scores are divided by the root of d. Each head only adds up d / heads products. "
            "Split first, and let your attention do the scaling.",
            _multi(
                attend=_attention(
                    score=lambda query, key: _scores(query, key) / math.sqrt(query.shape[1])
                )
            ),
        ),
        Mistake(
            "output_only",
            "The weights are missing: return both, output and weights.",
            _multi(end=lambda self, output, weights: self.out(output)),
        ),
        Mistake(
            "weights_averaged",
            "The weights are a mean over the heads. Keep them apart, (batch, heads, queries, "
            "keys): each head searches in its own way.",
            _multi(end=lambda self, output, weights: (self.out(output), weights.mean(1))),
        ),
    ),
)

# 4.9 translation_loss(model, source, target) -> loss ----------------------------------------------

VOCABULARY = 7


class _Toy(nn.Module):
    """A translator whose logits hang on the source and on all words that went in so far."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.table = nn.Parameter(table)  # (V, V)

    def forward(self, source: Tensor, inputs: Tensor) -> Tensor:
        """Source (batch, time_s) and inputs (batch, time) to logits (batch, time, V)."""
        steps = 1.0 + torch.arange(inputs.shape[1])[:, None]
        read = self.table[inputs].cumsum(dim=1) / steps + self.table[inputs]
        return read + self.table.flip(0)[source].mean(dim=1, keepdim=True)


def _loss_case(generator: torch.Generator, size: int) -> Tensors:
    batch, time = 3 + size, 5 + size
    target = draw_integers(generator, 3, VOCABULARY, batch, time)
    target[:, 0] = START
    lengths = draw_integers(generator, 3, time, batch)
    lengths[0], lengths[1] = time, 3
    target[torch.arange(batch), lengths - 1] = END
    target = target.masked_fill(torch.arange(time) >= lengths[:, None], PAD)
    source = draw_integers(generator, 3, VOCABULARY, batch, time + 2)
    table = 2 * draw_normal(generator, VOCABULARY, VOCABULARY)
    return {"source": source, "target": target, "table": table}


def _loss_run(answer: Answer, case: Tensors) -> Tensors:
    model = _Toy(case["table"])
    inputs = {name: case[name] for name in ("source", "target")}
    loss = tensor(ask(lambda *ids: answer(model, *ids), inputs), "loss")
    return {"loss": loss, "gradient": gradient_of(loss, model.table, "the weights")}


def _loss_expected(case: Tensors) -> Tensors:
    """Word by word, each target for itself."""
    model = _Toy(case["table"])
    logits = model(case["source"], case["target"][:, :-1])
    losses = [
        F.cross_entropy(row[t], word)
        for row, words in zip(logits, case["target"][:, 1:], strict=True)
        for t, word in enumerate(words)
        if word != PAD
    ]
    loss = torch.stack(losses).mean()
    return {"loss": loss.detach(), "gradient": gradient_of(loss, model.table, "the weights")}


def _before(target: Tensor) -> Tensor:
    return target[:, :-1]


def _after(target: Tensor) -> Tensor:
    return target[:, 1:]


def _translation_loss(
    inputs: Callable[[Tensor], Tensor] = _before,
    targets: Callable[[Tensor], Tensor] = _after,
    loss: Callable[[Tensor, Tensor], Any] = cross_entropy,
) -> Answer:
    """Make the answer; each argument is a place where one can go wrong."""
    return lambda model, source, target: loss(model(source, inputs(target)), targets(target))


def _mean_of_sentences(logits: Tensor, targets: Tensor) -> Tensor:
    losses = cross_entropy(logits, targets, reduction="none")  # 0 at padding
    return (losses.sum(1) / (targets != PAD).sum(1)).mean()


TRANSLATION_LOSS = Exercise(
    id="4.9",
    name="translation_loss",
    case=_loss_case,
    run=_loss_run,
    expected=_loss_expected,
    mistakes=(
        Mistake(
            "not_shifted",
            "Inputs and targets are the same words: the model would learn to copy the word that it "
            "has just been given. The target is the *next* word: target[:, 1:].",
            _translation_loss(targets=_before),
        ),
        Mistake(
            "answer_shown",
            "The words to be predicted go in as inputs. The model would copy them, and fail as "
            "soon as it has to write by itself. What goes in is everything *before* each word, "
            "beginning with <start>: target[:, :-1].",
            _translation_loss(inputs=_after),
        ),
        Mistake(
            "backwards",
            "Shifted the wrong way: this model would predict the word before. Swap inputs and "
            "targets.",
            _translation_loss(inputs=_after, targets=_before),
        ),
        Mistake(
            "nothing_cut",
            "The whole translation goes in, and the same whole translation is the target: the "
            "model would learn to copy. Leave out the last word of the inputs, and the first of "
            "the targets.",
            _translation_loss(inputs=lambda ids: ids, targets=lambda ids: ids),
        ),
        Mistake(
            "vocabulary_last",
            "F.cross_entropy looks for the vocabulary on the second axis, and finds the words of "
            "the sentence there. Bring it to its place: logits.transpose(1, 2).",
            _translation_loss(loss=lambda x, y: F.cross_entropy(x, y, ignore_index=PAD)),
        ),
        Mistake(
            "plain_number",
            "This is a plain number, cut off from the weights: nothing could be learned from it. "
            "Return the tensor, without .item().",
            _translation_loss(loss=lambda x, y: cross_entropy(x, y).item()),
        ),
        Mistake(
            "padding_counted",
            "Padding counts as a word to be predicted. It is easy to predict, so the loss looks "
            "better than it is, and the model spends its effort on it: ignore_index=0.",
            _translation_loss(loss=lambda x, y: cross_entropy(x, y, ignore_index=-100)),
        ),
        Mistake(
            "end_not_learned",
            "<end> is left out with the padding, so the model never learns to stop. Only 0 is "
            "padding.",
            _translation_loss(
                loss=lambda x, y: cross_entropy(x, y.masked_fill(y <= END, PAD)),
            ),
        ),
        Mistake(
            "softmax_twice",
            "F.cross_entropy takes logits and does the softmax itself. Here it is done twice.",
            _translation_loss(loss=lambda x, y: cross_entropy(x.softmax(-1), y)),
        ),
        Mistake(
            "scrambled",
            "reshape or view moved the numbers to other words. To bring the vocabulary to the "
            "second axis use transpose(1, 2), or flatten batch and time of both.",
            _translation_loss(loss=scrambled_cross_entropy),
        ),
        Mistake(
            "sum",
            "This is the sum over all words. Take the mean, or the loss grows with the batch.",
            _translation_loss(loss=lambda x, y: cross_entropy(x, y, reduction="sum")),
        ),
        Mistake(
            "divided_with_padding",
            "The losses of the words were added up and divided by the number of *all* places, "
            "padding included. Divide by the number of words; ignore_index=0 with the usual mean "
            "does that.",
            _translation_loss(loss=lambda x, y: cross_entropy(x, y, reduction="none").mean()),
        ),
        Mistake(
            "mean_of_sentences",
            "This is a mean of the sentences' means, so a word in a short sentence weighs more. "
            "Every word weighs the same: one mean over all words.",
            _translation_loss(loss=_mean_of_sentences),
        ),
        Mistake(
            "last_word_only",
            "Only the last step counts here. Every step predicts a word.",
            _translation_loss(
                loss=lambda x, y: cross_entropy(x[:, -1:], y[:, -1:]),
            ),
        ),
    ),
)

# 4.10 greedy_decode(model, source, start, end, max_length) -> list of lists of ids ----------------

STATES, IDS = 23, 9


class _Clockwork(nn.Module):
    """A translator whose next word hangs on the source and on all words written so far."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.table = table  # (STATES,): state -> id
        self.sentences_read = 0

    def encode(self, source: Tensor) -> Tensor:
        """Source (batch, time) to the memory (batch, time, 1)."""
        self.sentences_read += len(source)
        return source[:, :, None].float()

    def decode(self, inputs: Tensor, memory: Tensor, source: Tensor) -> Tensor:
        """Inputs (batch, time) to logits (batch, time, IDS)."""
        if not len(inputs) == len(memory) == len(source):
            raise ValueError(
                f"inputs, memory and source must be of the same sentences, got {len(inputs)}, "
                f"{len(memory)} and {len(source)}"
            )
        logits = torch.zeros(*inputs.shape, IDS)
        for row, words in enumerate(inputs.tolist()):
            wheel = int(memory[row].sum())
            for t, word in enumerate(words):
                wheel = _turn(wheel, word)
                logits[row, t, self.table[wheel]] = 2.0  # the likeliest, but not by far
        return logits

    def forward(self, source: Tensor, inputs: Tensor) -> Tensor:
        """Both in one."""
        return self.decode(inputs, self.encode(source), source)


def _turn(wheel: int, word: int) -> int:
    return (5 * wheel + 3 * word + 1) % STATES


def _follow(table: Tensor, source: Tensor, limit: int) -> list[int]:
    """What the clockwork writes for one sentence, without the end."""
    wheel, words = _turn(int(source.sum()), START), list[int]()
    while len(words) < limit and table[wheel] != END:
        words.append(int(table[wheel]))
        wheel = _turn(wheel, words[-1])
    return words


def _greedy_case(generator: torch.Generator, size: int) -> Tensors:
    """Sentences whose translations have at least three lengths; in odd sizes one never ends."""
    batch, limit = 3 + size // 2, 6 + size
    while True:
        table = draw_integers(generator, 3, IDS, STATES)
        table[draw_integers(generator, 0, STATES, 4)] = END
        source = draw_integers(generator, 3, IDS, batch, 4)
        lengths = [len(_follow(table, row, limit)) for row in source]
        endless = max(lengths) == limit
        if len(set(lengths)) > 2 and endless == (size % 2 == 1):
            return {"source": source, "table": table, "max_length": torch.tensor(limit)}


def _greedy_run(answer: Answer, case: Tensors) -> Tensors:
    model = _Clockwork(case["table"])
    limit = int(case["max_length"])
    rows = ask(lambda source: answer(model, source, START, END, limit), {"source": case["source"]})
    if not isinstance(rows, list | tuple):
        raise WrongForm(f"Expected a list with one list of ids a sentence, got {_type(rows)}.")
    result = {"number of translations": torch.tensor(len(rows))}
    for k, row in enumerate(rows):
        words = row.tolist() if isinstance(row, Tensor) else row
        if not isinstance(words, list | tuple):
            raise WrongForm(f"Translation {k} should be a list of ids, got {_type(row)}.")
        result[f"translation {k}"] = torch.tensor([int(i) for i in words], dtype=torch.long)
    once = model.sentences_read <= len(case["source"])
    return {**result, "each source read once": torch.tensor(once)}


def _type(value: Any) -> str:
    return type(value).__name__


def _greedy_expected(case: Tensors) -> Tensors:
    rows = [_follow(case["table"], row, int(case["max_length"])) for row in case["source"]]
    return {
        "number of translations": torch.tensor(len(rows)),
        **{f"translation {k}": torch.tensor(r, dtype=torch.long) for k, r in enumerate(rows)},
        "each source read once": torch.tensor(True),
    }


def _cut(row: list[int], end: int, keep: int = 0) -> list[int]:
    return row[: row.index(end) + keep] if end in row else row


def _decoder(
    first: Callable[[int, int], int] = lambda start, end: start,
    history: Callable[[Tensor], Tensor] = lambda ids: ids,
    last: Callable[[Tensor], Tensor] = lambda logits: logits[:, -1].argmax(-1),
    stop: Callable[[Tensor], Tensor] = lambda ended: ended.all(),
    cut: Callable[[list[int], int], list[int]] = lambda row, end: _cut(row[1:], end),
    more: int = 0,
    anew: bool = False,
) -> Answer:
    """Make the answer; each argument is a place where one can go wrong."""

    def greedy_decode(
        model: _Clockwork, source: Tensor, start: int, end: int, max_length: int
    ) -> list[list[int]]:
        memory = None if anew else model.encode(source)
        ids = torch.full((len(source), 1), first(start, end))
        for _ in range(max_length + more):
            if memory is None:
                logits = model(source, ids)
            else:
                logits = model.decode(history(ids), memory, source)
            ids = torch.cat([ids, last(logits)[:, None]], dim=1)
            if stop((ids[:, 1:] == end).any(1)):
                break
        return [cut(row, end) for row in ids.tolist()]

    return greedy_decode


def _never(ended: Tensor) -> Tensor:
    return torch.tensor(False)


GREEDY_DECODE = Exercise(
    id="4.10",
    name="greedy_decode",
    case=_greedy_case,
    run=_greedy_run,
    expected=_greedy_expected,
    mistakes=(
        Mistake(
            "never_stops",
            "There is no stop at <end>: the model is asked on and on, and what it says after the "
            "end has no meaning. Cut each translation at its first <end>, and stop when all have "
            "one.",
            _decoder(stop=_never, cut=lambda row, end: row[1:]),
        ),
        Mistake(
            "not_cut",
            "The loop stops when all have ended, but the words that the others wrote meanwhile are "
            "still there. Cut each translation at its own first <end>.",
            _decoder(cut=lambda row, end: row[1:]),
        ),
        Mistake(
            "end_dropped_only",
            "<end> was taken out, and the words after it are still there. Everything from the "
            "first <end> on goes.",
            _decoder(cut=lambda row, end: [word for word in row[1:] if word != end]),
        ),
        Mistake(
            "end_dropped_and_no_stop",
            "<end> was taken out, but the model was asked on after it, and those words are still "
            "there. Sentences end at different steps: cut each at its own first <end>, and stop "
            "when every one has had an <end> at some step.",
            _decoder(stop=_never, cut=lambda row, end: [word for word in row[1:] if word != end]),
        ),
        Mistake(
            "stops_with_the_first",
            "The loop stops as soon as *one* sentence has ended, and the longer ones are cut off. "
            "Go on until all have ended.",
            _decoder(stop=lambda ended: ended.any()),
        ),
        Mistake(
            "end_kept",
            "<end> is still there. It is a sign to stop, not a word of the translation.",
            _decoder(cut=lambda row, end: _cut(row[1:], end, keep=1)),
        ),
        Mistake(
            "start_kept",
            "<start> is still there, in front. It only opens the sentence: leave it out at the "
            "end.",
            _decoder(cut=lambda row, end: _cut(row, end)),
        ),
        Mistake(
            "ends_kept",
            "<start> and <end> are still there. They are signs for the model: leave them out.",
            _decoder(cut=lambda row, end: _cut(row, end, keep=1)),
        ),
        Mistake(
            "only_the_last_word",
            "The model is shown only the last word that it wrote. It has no state as an LSTM has: "
            "it must see everything written so far.",
            _decoder(history=lambda ids: ids[:, -1:]),
        ),
        Mistake(
            "first_step_read",
            "The logits of the first step were taken, which always predict the first word. The new "
            "word is predicted at the *last* one: logits[:, -1].",
            _decoder(last=lambda logits: logits[:, 0].argmax(-1)),
        ),
        Mistake(
            "drawn",
            "The words are drawn by chance, as for music. A translation should be the likeliest "
            "one: take the argmax.",
            _decoder(last=lambda logits: torch.multinomial(logits[:, -1].softmax(-1), 1)[:, 0]),
        ),
        Mistake(
            "opened_with_end",
            "The translation was opened with <end>. The model has learned to begin after <start>.",
            _decoder(first=lambda start, end: end),
        ),
        Mistake(
            "one_word_too_many",
            "One word too many: at most max_length words, <start> not counted.",
            _decoder(more=1),
        ),
        Mistake(
            "one_word_too_few",
            "One word too few: max_length words are allowed, <start> not counted.",
            _decoder(more=-1),
        ),
        Mistake(
            "source_read_again",
            "The words are right, but the source is read again for every word. It does not change: "
            "call model.encode once, before the loop, then only model.decode.",
            _decoder(anew=True),
        ),
    ),
)

# 4.11 exact_match_by_length(predicted, truth, lengths) -> share for each length -------------------


def _match_case(generator: torch.Generator, size: int) -> Tensors:
    """Translations, filled up with PAD: right ones, and ones with a typical flaw.

    The lengths are those of sources, 5 or 7 or 8; the flaws come with all of them.
    """
    count, time = 18 + 3 * size, 6
    truth = draw_integers(generator, 3, 30, count, time)
    longs = draw_integers(generator, 3, time, count)
    truth = truth.masked_fill(torch.arange(time) >= longs[:, None], PAD)
    predicted = truth.clone()
    rows = torch.randperm(count, generator=generator)
    for row in rows[:4].tolist():  # one word is wrong
        predicted[row, int(longs[row]) - 2] += 30
    for row in rows[4:6].tolist():  # the last word is missing
        predicted[row, longs[row] - 1] = PAD
    for row in rows[6:8].tolist():  # one word too many
        predicted[row, longs[row]] = 3
    for row in rows[8:10].tolist():  # the right words in another order
        truth[row, 1] += 30
        predicted[row, 0], predicted[row, 1] = truth[row, 1], truth[row, 0]
    lengths = torch.tensor([5, 7, 8])[torch.randperm(count, generator=generator) % 3]
    lengths[rows[10:13]] = torch.tensor([5, 7, 8])
    return {"predicted": predicted, "truth": truth, "lengths": lengths}


def _lists(ids: Tensor) -> list[list[int]]:
    return [[word for word in row if word != PAD] for row in ids.tolist()]


def _match_run(answer: Answer, case: Tensors) -> Tensors:
    predicted, truth = _lists(case["predicted"]), _lists(case["truth"])
    lengths = case["lengths"].tolist()
    shares = answer(predicted, truth, lengths)
    if (predicted, truth) != (_lists(case["predicted"]), _lists(case["truth"])):
        raise WrongForm("The translations were changed: they are still needed as they were.")
    if not isinstance(shares, dict):
        raise WrongForm(f"Expected a dictionary, length to share, got {_type(shares)}.")
    return {
        **{f"share of length {k}": number(v, f"share of length {k}") for k, v in shares.items()},
        "number of lengths": torch.tensor(len(shares)),
    }


def _match_expected(case: Tensors) -> Tensors:
    right = (case["predicted"] == case["truth"]).all(1).double()
    kinds = case["lengths"].unique()
    shares = {f"share of length {int(k)}": right[case["lengths"] == k].mean() for k in kinds}
    return {**shares, "number of lengths": torch.tensor(len(kinds))}


Words = list[int]


def _by_length(
    right: Callable[[Words, Words], float] = lambda one, other: one == other,
    divide: Callable[[float, int, int], float] = lambda found, count, total: found / count,
) -> Answer:
    """Make the answer; each argument is a place where one can go wrong."""

    def shares(predicted: list[Words], truth: list[Words], lengths: list[int]) -> dict[int, float]:
        result = {}
        for length in sorted(set(lengths)):
            rows = [k for k, other in enumerate(lengths) if other == length]
            found = sum(right(predicted[k], truth[k]) for k in rows)
            result[length] = divide(found, len(rows), len(lengths))
        return result

    return shares


def _words_right(one: Words, other: Words) -> float:
    return sum(a == b for a, b in zip(one, other, strict=False)) / len(other)


def _all_words(predicted: list[Words], truth: list[Words], lengths: list[int]) -> dict[int, float]:
    result = {}
    for length in set(lengths):
        rows = [k for k, other in enumerate(lengths) if other == length]
        found = sum(_words_right(predicted[k], truth[k]) * len(truth[k]) for k in rows)
        result[length] = found / sum(len(truth[k]) for k in rows)
    return result


EXACT_MATCH_BY_LENGTH = Exercise(
    id="4.11",
    name="exact_match_by_length",
    case=_match_case,
    run=_match_run,
    expected=_match_expected,
    mistakes=(
        Mistake(
            "words_compared",
            "This is the share of right *words*. A number with one wrong word is another number: a "
            "translation counts only if all of it is right.",
            _all_words,
        ),
        Mistake(
            "words_compared_in_each_sentence",
            "This is the mean share of right *words* in a sentence. A number with one wrong word "
            "is another number: a translation counts only if all of it is right.",
            _by_length(_words_right),
        ),
        Mistake(
            "only_what_both_have",
            "zip stops at the shorter one, so a translation that stops too early, or goes on too "
            "long, passes. Compare the whole lists.",
            _by_length(lambda one, other: all(a == b for a, b in zip(one, other, strict=False))),
        ),
        Mistake(
            "order_ignored",
            "The order of the words is ignored, and in numerals order is everything. Compare the "
            "lists, not sets and not sorted lists.",
            _by_length(lambda one, other: sorted(one) == sorted(other)),
        ),
        Mistake(
            "set_of_words",
            "The words were compared as sets: order and repetition are ignored. Compare the lists.",
            _by_length(lambda one, other: set(one) == set(other)),
        ),
        Mistake(
            "one_number",
            "A dictionary is asked for, with one share for each length: one number for all hides "
            "that long sentences are harder.",
            lambda predicted, truth, lengths: sum(map(list.__eq__, predicted, truth)) / len(truth),
        ),
        Mistake(
            "counts",
            "These are counts. Divide each by the number of sentences of that length.",
            _by_length(divide=lambda found, count, total: found),
        ),
        Mistake(
            "divided_by_all",
            "Divided by the number of *all* sentences. Each length is a group of its own: divide "
            "by the number of sentences of that length.",
            _by_length(divide=lambda found, count, total: found / total),
        ),
        Mistake(
            "length_of_the_translation",
            "The groups are made by the length of the translation. The lengths are given: those of "
            "the sources.",
            lambda predicted, truth, lengths: _by_length()(predicted, truth, list(map(len, truth))),
        ),
        Mistake(
            "percent",
            "This is in percent. A share from 0 to 1 is asked for.",
            _by_length(divide=lambda found, count, total: 100 * found / count),
        ),
        Mistake(
            "wrong_ones",
            "This is the share of *wrong* translations. Turn the comparison round.",
            _by_length(divide=lambda found, count, total: 1 - found / count),
        ),
    ),
)

# 4.12 attention_share(weights, alignment), both (batch, words, source) -> number ------------------


def _share_case(generator: torch.Generator, size: int) -> Tensors:
    """Some words belong to one source word, some to two, some to none."""
    batch, words = 2 + size, 4 + size
    source = words if size % 2 == 0 else words + 3  # equal, where wrong axes fit
    weights = (2 * draw_normal(generator, batch, words, source)).softmax(-1)
    places = torch.rand(batch, words, source, generator=generator).argsort(-1)
    belong = draw_integers(generator, 0, 3, batch, words)
    belong[0, :3] = torch.tensor([0, 1, 2])
    belong[1] = belong[1].clamp(min=1)  # sentences with different numbers of such words
    return {"weights": weights, "alignment": places < belong[..., None]}


def _share_run(answer: Answer, case: Tensors) -> Tensors:
    return {"share": number(ask(answer, case), "share")}


def _share_expected(case: Tensors) -> Tensors:
    on_them = [
        weights[belongs].sum()
        for weights, belongs in zip(
            case["weights"].flatten(0, 1), case["alignment"].flatten(0, 1), strict=True
        )
        if belongs.any()
    ]
    return {"share": torch.stack(on_them).double().mean()}


def _on_them(weights: Tensor, alignment: Tensor) -> Tensor:
    return (weights * alignment).sum(-1)


def _mean_of_sentence_shares(weights: Tensor, alignment: Tensor) -> Tensor:
    counts = alignment.any(-1).sum(1)
    return (_on_them(weights, alignment).sum(1) / counts).mean()


def _hits(weights: Tensor, alignment: Tensor) -> Tensor:
    heaviest = F.one_hot(weights.argmax(-1), weights.shape[-1]).bool()
    return (heaviest & alignment).any(-1)[alignment.any(-1)].float().mean()


ATTENTION_SHARE = Exercise(
    id="4.12",
    name="attention_share",
    case=_share_case,
    run=_share_run,
    expected=_share_expected,
    mistakes=(
        Mistake(
            "words_without_alignment_counted",
            "Words that belong to no source word are counted with a share of 0: <end> and padding "
            "pull the mean down. Take the mean over those that have a source word: "
            "alignment.any(-1) says which.",
            lambda weights, alignment: _on_them(weights, alignment).mean(),
        ),
        Mistake(
            "mean_of_cells",
            "This is the mean weight of a *cell*. Where a word belongs to two source words, their "
            "weights add up: first the sum over the source, then the mean over the words.",
            lambda weights, alignment: weights[alignment].mean(),
        ),
        Mistake(
            "mean_of_all_cells",
            "Divided by the number of all cells of the table. The share belongs to a word: sum "
            "over the source, then take the mean over the words.",
            lambda weights, alignment: (weights * alignment).mean(),
        ),
        Mistake(
            "sum",
            "This is the sum. Divide by the number of words that have a source word.",
            lambda weights, alignment: _on_them(weights, alignment).sum(),
        ),
        Mistake(
            "heaviest_only",
            "This counts how often the heaviest weight is on the right word. Asked for is how much "
            "of the weight is there: a word may look at several.",
            _hits,
        ),
        Mistake(
            "wrong_axis",
            "The sum runs over the words of the translation. Each of *them* has one whole "
            "attention: add up over the source, the last axis.",
            lambda weights, alignment: (weights * alignment).sum(1)[alignment.any(1)].mean(),
        ),
        Mistake(
            "rest",
            "This is the share that is *not* on the right words.",
            lambda weights, alignment: (1 - _on_them(weights, alignment))[alignment.any(-1)].mean(),
        ),
        Mistake(
            "mean_of_sentences",
            "This is a mean of the sentences' means, so a word in a short sentence weighs more. "
            "One mean over all words.",
            _mean_of_sentence_shares,
        ),
    ),
)

EXERCISES = (
    ATTENTION_SCORES,
    CAUSAL_MASK,
    PADDING_MASK,
    ATTENTION,
    POSITIONAL_ENCODING,
    SPLIT_HEADS,
    MERGE_HEADS,
    MULTI_HEAD_ATTENTION,
    TRANSLATION_LOSS,
    GREEDY_DECODE,
    EXACT_MATCH_BY_LENGTH,
    ATTENTION_SHARE,
)
