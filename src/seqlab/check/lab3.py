"""Lab 3, gates and feelings: the exercises and their typical mistakes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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


def _mask(lengths: Tensor, time: int) -> Tensor:
    return torch.arange(time) < lengths[:, None]


def _some_lengths(generator: torch.Generator, size: int) -> tuple[Tensor, int]:
    """Lengths of a batch, and the longest: one is full, one is 1, all others lie between.

    Sizes 0, 2, 4 have as many rows as steps, where a mistaken axis has the right shape.
    """
    batch = 3 + size
    time = batch if size % 2 == 0 else batch + 2
    lengths = draw_integers(generator, 2, time, batch)
    lengths[0], lengths[1] = time, 1
    return lengths, time


# Texts in a case: the code points of the text, under a name that shows it to the learner.


def _text_case(text: str) -> Tensors:
    return {repr(text): torch.tensor([ord(character) for character in text])}


def _text_of(case: Tensors) -> str:
    (codes,) = case.values()
    return "".join(map(chr, codes.tolist()))


# 3.1 tokenize(text) -> tokens -------------------------------------------------------------------

TOKEN = re.compile(r"https?://\S+|@\w+|[:;=]-?[()dp](?!\w)|<3|\w+(?:'\w+)*|[!?]")
NAMES, LINKS = ("Ann_92", "MIT", "bob"), ("http://t.co/Xy1", "https://a.org/Q?b=2")
SMILEYS, NEGATIONS = (":-)", ":D", ";)", ":("), ("Don't", "isn't", "WASN'T")
WORDS = ("Good", "film", "the", "COFFEE", "rain", "Tuesday", "so", "music")


def _pick(generator: torch.Generator, choices: Sequence[str]) -> str:
    return choices[int(draw_integers(generator, 0, len(choices), 1))]


def _tokenize_case(generator: torch.Generator, size: int) -> Tensors:
    word = _pick(generator, WORDS)
    pieces = [_pick(generator, WORDS) for _ in range(2 * size)]
    pieces += [
        f"{word}, {word}!",
        f"@{_pick(generator, NAMES)}",
        _pick(generator, NEGATIONS),
        _pick(generator, SMILEYS),
        _pick(generator, LINKS),
    ]
    order = torch.randperm(len(pieces), generator=generator).tolist()
    return _text_case(" ".join(pieces[k] for k in order))


def _tokenize_run(answer: Answer, case: Tensors) -> Tensors:
    tokens = answer(_text_of(case))
    if not isinstance(tokens, list | tuple) or not all(isinstance(token, str) for token in tokens):
        raise WrongForm(f"Expected a list of texts, got {type(tokens).__name__}.")
    names = [f"token {place}, {token!r}," for place, token in enumerate(tokens)]
    return {**{name: torch.tensor(1) for name in names}, "number of tokens": _count(tokens)}


def _count(items: Sequence[Any] | dict[Any, Any]) -> Tensor:
    return torch.tensor(len(items))


def _tokenize(text: str) -> list[str]:
    return [_without_name(token) for token in TOKEN.findall(text.lower())]


def _without_name(token: str) -> str:
    return "@user" if token[0] == "@" else "<url>" if "://" in token else token


def _tokenize_expected(case: Tensors) -> Tensors:
    return _tokenize_run(_tokenize, case)


TOKENIZE = Exercise(
    id="3.1",
    name="tokenize",
    case=_tokenize_case,
    run=_tokenize_run,
    expected=_tokenize_expected,
    mistakes=(
        Mistake(
            "capitals",
            "Capitals are still there, so 'Good' and 'good' would be two words to the network. "
            "Make everything small first: text.lower().",
            lambda text: [_without_name(token) for token in TOKEN.findall(text)],
        ),
        Mistake(
            "split",
            "text.split() cuts at spaces only: 'good,' with its comma would be another word than "
            "'good'. Let TOKEN.findall cut.",
            lambda text: [_without_name(token) for token in text.lower().split()],
        ),
        Mistake(
            "words_only",
            'Only letters are left: smileys and exclamation marks are gone, and "don\'t" fell '
            "apart. They carry much of the feeling. Use TOKEN, which keeps them.",
            lambda text: re.findall(r"\w+", text.lower()),
        ),
        Mistake(
            "names_and_addresses_kept",
            "The names of users and the addresses are still there. Each is met once or twice, so "
            "nothing can be learned about it: write '@user' and '<url>' for them.",
            lambda text: TOKEN.findall(text.lower()),
        ),
        Mistake(
            "names_kept",
            "The names of users are still there: write '@user' for a token that begins with '@'.",
            lambda text: ["<url>" if "://" in t else t for t in TOKEN.findall(text.lower())],
        ),
        Mistake(
            "addresses_kept",
            "The addresses are still there: write '<url>' for a token with '://' in it.",
            lambda text: ["@user" if t[0] == "@" else t for t in TOKEN.findall(text.lower())],
        ),
        Mistake(
            "names_dropped",
            "Names and addresses are gone altogether. Put '@user' and '<url>' in their places: "
            "that somebody is spoken to says something, too.",
            lambda text: [t for t in _tokenize(text) if t not in ("@user", "<url>")],
        ),
        Mistake(
            "no_repetition",
            "Repeated words are gone. A sentence is a sequence: keep every token, in its order.",
            lambda text: list(dict.fromkeys(_tokenize(text))),
        ),
        Mistake(
            "sorted",
            "The tokens are in another order than in the text, and order is what this lab is "
            "about. Go through the result of findall from left to right.",
            lambda text: sorted(_tokenize(text)),
        ),
        Mistake(
            "characters",
            "These are single characters. findall belongs to the pattern: TOKEN.findall(...).",
            lambda text: list(text.lower()),
        ),
    ),
)

# 3.2 build_vocabulary(documents, min_count) -> word_to_id ----------------------------------------

PARTS = ("train", "validation", "test")
PAD, UNKNOWN = "<pad>", "<unknown>"
Documents = dict[str, list[list[str]]]


def _word(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number] * 2


def _vocabulary_case(generator: torch.Generator, size: int) -> Tensors:
    """Ids of words; (document, time) for each part. Words 0 to 4 make sure of what is told apart.

    With min_count = 3: word 0 comes three times in three documents, word 1 three times in one,
    word 2 twice in train and once elsewhere, word 3 in train once, word 4 elsewhere only.
    """
    count, time = 3 + size, 6 + size
    case = {
        part: draw_integers(generator, 5, 12 + size, rows, time)
        for part, rows in (("train", count), ("validation", 3), ("test", 2))
    }
    train = case["train"]
    train[:3, 0] = 0
    train[1, 1:4] = 1
    train[0, 1:3] = 2
    train[2, 1] = 3
    train[:3, 4] = 25  # the last of the alphabet is frequent and comes first
    train[0, 4:6] = 25
    case["validation"][:3, 0] = 4
    case["test"][0, :2] = torch.tensor([2, 4])
    case["min_count"] = torch.tensor(3)
    return case


def _documents(case: Tensors) -> Documents:
    return {part: [[_word(i) for i in row] for row in case[part].tolist()] for part in PARTS}


def _vocabulary_run(answer: Answer, case: Tensors) -> Tensors:
    documents, min_count = _documents(case), int(case["min_count"])
    table = answer(documents, min_count)
    if not isinstance(table, dict):
        raise WrongForm(f"Expected a dictionary, word to id, got {type(table).__name__}.")
    if documents != _documents(case):
        raise WrongForm("The documents were changed: they are still needed as they were.")
    ids = {f"id of {word!r}": number(place, f"id of {word!r}") for word, place in table.items()}
    return {**ids, "number of entries": _count(table)}


def _train_words(documents: Documents) -> list[str]:
    return [word for document in documents["train"] for word in document]


def _vocabulary(
    words: Callable[[Documents], Iterable[str]] = _train_words,
    keep: Callable[[int, int], bool] = lambda count, min_count: count >= min_count,
    specials: Sequence[str] = (PAD, UNKNOWN),
    order: Callable[[Counter[str]], list[str]] = sorted,
) -> Answer:
    """Make the answer; each argument is a place where one can go wrong."""

    def build(documents: Documents, min_count: int) -> dict[str, int]:
        counts = Counter(words(documents))
        kept = [word for word in order(counts) if keep(counts[word], min_count)]
        return {word: place for place, word in enumerate([*specials, *kept])}

    return build


def _vocabulary_expected(case: Tensors) -> Tensors:
    return _vocabulary_run(_vocabulary(), case)


def _specials_over_words(documents: Documents, min_count: int) -> dict[str, int]:
    table = _vocabulary(specials=())(documents, min_count)
    return {PAD: 0, UNKNOWN: 1, **table}


BUILD_VOCABULARY = Exercise(
    id="3.2",
    name="build_vocabulary",
    case=_vocabulary_case,
    run=_vocabulary_run,
    expected=_vocabulary_expected,
    mistakes=(
        Mistake(
            "all_parts",
            "Words of the validation and test sentences were counted, too. Then the network knows "
            "in advance which words the exam has, and the exam is not honest any more. Count in "
            "documents['train'] only.",
            _vocabulary(lambda d: [w for part in d.values() for row in part for w in row]),
        ),
        Mistake(
            "rare_words_kept",
            "Rare words are still in. Nothing can be learned from a word that is met once, and no "
            "training sentence would have an unknown word. Keep those with min_count or more.",
            _vocabulary(keep=lambda count, min_count: True),
        ),
        Mistake(
            "one_too_strict",
            "A word that comes exactly min_count times is kept: at least means >=, not >.",
            _vocabulary(keep=lambda count, min_count: count > min_count),
        ),
        Mistake(
            "wrong_side",
            "The rare words were kept and the frequent ones dropped. Look at the direction of the "
            "comparison.",
            _vocabulary(keep=lambda count, min_count: count < min_count),
        ),
        Mistake(
            "documents_counted",
            "This counts in how many sentences a word comes. Count every time that it comes, also "
            "twice in one sentence: no set(...) on the way.",
            _vocabulary(lambda d: [word for row in d["train"] for word in set(row)]),
        ),
        Mistake(
            "no_specials",
            "'<pad>' and '<unknown>' are missing. They need the ids 0 and 1.",
            _vocabulary(specials=()),
        ),
        Mistake(
            "no_unknown",
            "'<unknown>' is missing, with the id 1: every new sentence brings words never met.",
            _vocabulary(specials=(PAD,)),
        ),
        Mistake(
            "specials_swapped",
            "'<pad>' must be 0 and '<unknown>' 1. They have changed places.",
            _vocabulary(specials=(UNKNOWN, PAD)),
        ),
        Mistake(
            "ids_shared",
            "Two words share one id: the words begin at 0 again, where '<pad>' is. They begin "
            "at 2.",
            _specials_over_words,
        ),
        Mistake(
            "order_of_appearance",
            "The words stand in the order in which they were first met. Sort them, so that the "
            "ids do not hang on the order of the sentences.",
            _vocabulary(order=list),
        ),
        Mistake(
            "order_of_frequency",
            "The words stand in the order of their frequency. That would do, too, but words of "
            "the same frequency have no order then. Here: sorted(...), by the alphabet.",
            _vocabulary(order=lambda counts: [word for word, _ in counts.most_common()]),
        ),
    ),
)

# 3.3 encode(tokens, word_to_id) -> ids (time,) ----------------------------------------------------


def _encode_case(generator: torch.Generator, size: int) -> Tensors:
    known = 6 + size
    # the ids are no plain counting, so that they must be looked up; known words twice, unknown two
    ids = torch.cat([torch.tensor([0, 1]), 2 + torch.randperm(known, generator=generator)])
    tokens = torch.cat(
        [draw_integers(generator, 0, known, 2 + size), torch.tensor([24, 25]), torch.tensor([1, 1])]
    )
    order = torch.randperm(len(tokens), generator=generator)
    return {"tokens": tokens[order], "ids": ids}


def _encode_run(answer: Answer, case: Tensors) -> Tensors:
    known = [_word(k) for k in range(len(case["ids"]) - 2)]
    table = dict(zip([PAD, UNKNOWN, *known], case["ids"].tolist(), strict=True))
    ids = answer([_word(k) for k in case["tokens"].tolist()], dict(table))
    return {"ids": tensor(ids, "ids")}


def _encode_expected(case: Tensors) -> Tensors:
    table = torch.full((26,), 1).scatter(
        0, torch.arange(len(case["ids"]) - 2), case["ids"][2:].clone()
    )
    return {"ids": table[case["tokens"]]}


ENCODE = Exercise(
    id="3.3",
    name="encode",
    case=_encode_case,
    run=_encode_run,
    expected=_encode_expected,
    mistakes=(
        Mistake(
            "unknown_words_dropped",
            "Words that are not in the table were left out. Then 'not <unknown> good' reads as "
            "'not good'. Put the id of '<unknown>' in their place: table.get(token, default).",
            lambda tokens, table: torch.tensor([table[t] for t in tokens if t in table]),
        ),
        Mistake(
            "unknown_as_padding",
            "An unknown word became 0, and 0 is padding: the mask would take it for the end of the "
            "sentence. '<unknown>' has an id of its own.",
            lambda tokens, table: torch.tensor([table.get(t, 0) for t in tokens]),
        ),
        Mistake(
            "no_unknown",
            "A word that is not in the table stops everything with a KeyError. What should happen "
            "to a word that was never met in training? dict.get has a second argument.",
            lambda tokens, table: torch.tensor([table[t] for t in tokens]),
        ),
        Mistake(
            "float",
            "The ids are floats. torch.Tensor(...) always makes floats; torch.tensor(...) keeps "
            "whole numbers, and an embedding is looked up by whole numbers.",
            lambda tokens, table: torch.Tensor([table.get(t, 1) for t in tokens]),
        ),
        Mistake(
            "list",
            "This is a list of numbers. Make a tensor of it: torch.tensor(...).",
            lambda tokens, table: [table.get(t, 1) for t in tokens],
        ),
        Mistake(
            "repeated_words_dropped",
            "Repeated words are gone. Go through tokens itself: 'very very good' has three.",
            lambda tokens, table: torch.tensor([table.get(t, 1) for t in dict.fromkeys(tokens)]),
        ),
        Mistake(
            "new_ids",
            "An unknown word got a new id. The embedding has no row for it: all unknown words "
            "share the id of '<unknown>'.",
            lambda tokens, table: torch.tensor([table.setdefault(t, len(table)) for t in tokens]),
        ),
    ),
)

# 3.4 pad_batch(sequences) -> ids (batch, longest), mask (batch, longest) --------------------------


def _pad_case(generator: torch.Generator, size: int) -> Tensors:
    lengths, _ = _some_lengths(generator, size)
    order = torch.randperm(len(lengths), generator=generator)
    return {
        f"sequence {k}": draw_integers(generator, 1, 50, int(length))
        for k, length in enumerate(lengths[order])
    }


def _pad_run(answer: Answer, case: Tensors) -> Tensors:
    ids, mask = tuple_of(answer([value.clone() for value in case.values()]), "ids", "mask")
    return {"ids": tensor(ids, "ids"), "mask": tensor(mask, "mask")}


def _pad_expected(case: Tensors) -> Tensors:
    ids = nn.utils.rnn.pad_sequence(list(case.values()), batch_first=True)
    lengths = torch.tensor([len(value) for value in case.values()])
    return {"ids": ids, "mask": _mask(lengths, ids.shape[1])}


def _padded(sequences: list[Tensor]) -> tuple[Tensor, Tensor]:
    result = _pad_expected({str(k): value for k, value in enumerate(sequences)})
    return result["ids"], result["mask"]


def _cut_to_shortest(sequences: list[Tensor]) -> tuple[Tensor, Tensor]:
    ids = torch.stack([s[: min(map(len, sequences))] for s in sequences])
    return ids, torch.ones_like(ids, dtype=torch.bool)


PAD_BATCH = Exercise(
    id="3.4",
    name="pad_batch",
    case=_pad_case,
    run=_pad_run,
    expected=_pad_expected,
    mistakes=(
        Mistake(
            "mask_inverted",
            "The mask is upside down: it should be True where there is a word, and False where "
            "there is padding.",
            lambda s: (_padded(s)[0], ~_padded(s)[1]),
        ),
        Mistake(
            "mask_of_numbers",
            "The mask consists of numbers. It answers a question, is there a word, so it consists "
            "of True and False: a comparison such as ids != 0 gives that.",
            lambda s: (_padded(s)[0], _padded(s)[1].long()),
        ),
        Mistake(
            "mask_of_floats",
            "The mask consists of floats. Here True and False are asked for: a comparison gives "
            "them.",
            lambda s: (_padded(s)[0], _padded(s)[1].float()),
        ),
        Mistake(
            "time_first",
            "Time comes first here. pad_sequence does that unless you say batch_first=True.",
            lambda s: tuple(value.T for value in _padded(s)),
        ),
        Mistake(
            "padded_in_front",
            "The padding stands in front. Put it after the words: with a fresh memory, the LSTM "
            "should read the first word first.",
            lambda s: tuple(value.flip(1) for value in _padded([v.flip(0) for v in s])),
        ),
        Mistake(
            "all_true",
            "The mask says that every place holds a word. In the shorter sentences, the last "
            "places are padding.",
            lambda s: (_padded(s)[0], torch.ones_like(_padded(s)[1])),
        ),
        Mistake(
            "cut_to_the_shortest",
            "All sentences were cut to the shortest one. Fill up the shorter ones instead: nothing "
            "may be lost.",
            _cut_to_shortest,
        ),
        Mistake(
            "padding_is_unknown",
            "The padding is 1, and 1 is '<unknown>'. Padding is 0.",
            lambda s: (_padded(s)[0] + ~_padded(s)[1], _padded(s)[1]),
        ),
        Mistake(
            "lengths",
            "The second result is the lengths. Make a mask of them, one True or False for each "
            "place: the shape of ids.",
            lambda s: (_padded(s)[0], _padded(s)[1].sum(1)),
        ),
        Mistake(
            "swapped",
            "Both are right, in the wrong order: ids first, then the mask.",
            lambda s: _padded(s)[::-1],
        ),
    ),
)

# 3.5 lstm_step(x, h, c, W_xh, W_hh, b) -> h, c ----------------------------------------------------


def _lstm_weights(generator: torch.Generator, features: int, hidden: int) -> Tensors:
    return {
        "W_xh": draw_normal(generator, features, 4 * hidden),
        "W_hh": draw_normal(generator, hidden, 4 * hidden),
        "b": draw_normal(generator, 4 * hidden),
    }


def _lstm_step_case(generator: torch.Generator, size: int) -> Tensors:
    batch, features, hidden = 2 + size, 2 + size, 2 + size  # square, where wrong products fit
    return {
        "x": draw_normal(generator, batch, features),
        "h": draw_normal(generator, batch, hidden).tanh(),
        "c": 1.5 * draw_normal(generator, batch, hidden),
        **_lstm_weights(generator, features, hidden),
    }


def _lstm_step_run(answer: Answer, case: Tensors) -> Tensors:
    h, c = tuple_of(ask(answer, case), "h", "c")
    return {"c": tensor(c, "c"), "h": tensor(h, "h")}


def _torch_weights(case: Tensors) -> Tensors:
    """The weights as torch holds them: outputs times inputs, and two biases that are added."""
    return {
        "weight_ih": case["W_xh"].T,
        "weight_hh": case["W_hh"].T,
        "bias_ih": case["b"],
        "bias_hh": torch.zeros_like(case["b"]),
    }


def _lstm_step_expected(case: Tensors) -> Tensors:
    cell = nn.LSTMCell(case["x"].shape[1], case["h"].shape[1])
    cell.load_state_dict(_torch_weights(case))
    h, c = cell(case["x"], (case["h"], case["c"]))
    return {"c": c.detach(), "h": h.detach()}


def _sums(x: Tensor, h: Tensor, W_xh: Tensor, W_hh: Tensor, b: Tensor) -> Tensor:
    return x @ W_xh + h @ W_hh + b


def _cell(
    order: str = "ifgo",
    cell: Callable[..., Tensor] = lambda i, f, g, o, c: f * c + i * g,
    state: Callable[..., Tensor] = lambda o, c, old: o * c.tanh(),
    squash: str = "sstn",
    sums: Callable[..., Tensor] = _sums,
) -> Answer:
    """Make a step; each argument is a place where one can go wrong.

    ``order`` names the four quarters; ``squash`` has, for i, f, o and g, s for sigmoid, t for
    tanh, - for nothing.
    """
    functions = {"s": torch.sigmoid, "t": torch.tanh, "-": lambda z: z}

    def step(x: Tensor, h: Tensor, c: Tensor, *weights: Tensor) -> tuple[Tensor, Tensor]:
        quarters = sums(x, h, *weights).chunk(4, dim=1)
        gate = {
            name: functions[squash["ifog".index(name)]](quarter)
            for name, quarter in zip(order, quarters, strict=True)
        }
        new = cell(gate["i"], gate["f"], gate["g"], gate["o"], c)
        return state(gate["o"], new, c), new

    return step


def _swapped(step: Answer) -> Answer:
    return lambda *inputs: step(*inputs)[::-1]


RIGHT, ALL_SIGMOID, ALL_TANH, OTHER_WAY = "ssst", "ssss", "tttt", "ttts"
STEP = _cell(squash=RIGHT)

LSTM_STEP = Exercise(
    id="3.5",
    name="lstm_step",
    case=_lstm_step_case,
    run=_lstm_step_run,
    expected=_lstm_step_expected,
    mistakes=(
        Mistake(
            "forget_and_input_swapped",
            "Forget gate and input gate have changed places. Either the quarters are not in the "
            "order i, f, g, o, or f stands before the new content: f belongs to the *old* c.",
            _cell("figo", squash=RIGHT),
        ),
        Mistake(
            "output_third",
            "The quarters are in the order i, f, o, g here. In this lab, as in torch, the new "
            "content g is the third and the output gate o the last.",
            _cell("ifog", squash=RIGHT),
        ),
        Mistake(
            "order_of_the_slide",
            "The quarters are taken in the order forget, input, output, content. Here the order is "
            "that of torch: i, f, g, o.",
            _cell("fiog", squash=RIGHT),
        ),
        Mistake(
            "content_sigmoid",
            "The new content g went through the sigmoid, so it is never negative: the cell could "
            "only count up. It wants tanh.",
            _cell(squash=ALL_SIGMOID),
        ),
        Mistake(
            "gates_tanh",
            "The gates went through tanh. A gate is a share from 0 (closed) to 1 (open): sigmoid.",
            _cell(squash=ALL_TANH),
        ),
        Mistake(
            "sigmoid_and_tanh_swapped",
            "Sigmoid and tanh have changed places: the gates i, f, o take the sigmoid, the content "
            "g takes tanh.",
            _cell(squash=OTHER_WAY),
        ),
        Mistake(
            "content_not_squashed",
            "The new content g is not squashed. Without its tanh it can be of any size.",
            _cell(squash="sss-"),
        ),
        Mistake(
            "no_forget_gate",
            "The old cell is kept as a whole: nothing can ever be forgotten. Multiply the old c "
            "with the forget gate.",
            _cell(cell=lambda i, f, g, o, c: c + i * g, squash=RIGHT),
        ),
        Mistake(
            "forgets_the_new",
            "The forget gate is multiplied with the sum, so the new content is forgotten, too. It "
            "acts on the old c alone: mind the brackets.",
            _cell(cell=lambda i, f, g, o, c: f * (c + i * g), squash=RIGHT),
        ),
        Mistake(
            "no_input_gate",
            "The new content goes in as a whole. Multiply g with the input gate.",
            _cell(cell=lambda i, f, g, o, c: f * c + g, squash=RIGHT),
        ),
        Mistake(
            "no_output_gate",
            "The output gate is missing: h shows a part of the cell only, o times tanh(c).",
            _cell(state=lambda o, c, old: c.tanh(), squash=RIGHT),
        ),
        Mistake(
            "no_tanh_at_the_end",
            "The cell is not squashed on its way out. h is o times the *tanh* of c.",
            _cell(state=lambda o, c, old: o * c, squash=RIGHT),
        ),
        Mistake(
            "old_cell_shown",
            "h was made from the old cell. First the new c, then h from it.",
            _cell(state=lambda o, c, old: o * old.tanh(), squash=RIGHT),
        ),
        Mistake(
            "no_bias",
            "The bias is missing. It is what opens or closes a gate before anything is read.",
            _cell(squash=RIGHT, sums=lambda x, h, W_xh, W_hh, b: x @ W_xh + h @ W_hh),
        ),
        Mistake(
            "memory_ignored",
            "The old h is not used: the gates should look at the word *and* at the state.",
            _cell(squash=RIGHT, sums=lambda x, h, W_xh, W_hh, b: x @ W_xh + b),
        ),
        Mistake(
            "order_of_the_results",
            "Both are right, in the wrong order: h first, then c.",
            _swapped(STEP),
        ),
    ),
)

# 3.6 unroll_lstm(x, W_xh, W_hh, b) -> states (batch, time, hidden) --------------------------------


def _unroll_case(generator: torch.Generator, size: int) -> Tensors:
    # sizes 0, 2, 4: time = batch, where a loop over the wrong axis has the right shape
    batch, features, hidden = 3 + size, 2 + size, 3 + size
    time = batch if size % 2 == 0 else batch + 2
    x = draw_normal(generator, batch, time, features)
    return {"x": x, **_lstm_weights(generator, features, hidden)}


def _unroll_run(answer: Answer, case: Tensors) -> Tensors:
    case["W_hh"].requires_grad_()
    states = tensor(ask(answer, case), "states")
    return {"states": states, "gradient of W_hh": gradient_of(states, case["W_hh"], "W_hh")}


def _unroll_expected(case: Tensors) -> Tensors:
    lstm = nn.LSTM(case["x"].shape[2], case["W_hh"].shape[0], batch_first=True)
    lstm.load_state_dict({f"{name}_l0": w for name, w in _torch_weights(case).items()})
    states, _ = lstm(case["x"])
    gradient = gradient_of(states, lstm.weight_hh_l0, "W_hh")  # type: ignore[arg-type]
    return {"states": states.detach(), "gradient of W_hh": gradient.T}


Carry = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]


def _unrolled(
    x: Tensor, weights: Sequence[Tensor], carry: Carry = lambda h, c: (h, c), keep: str = "h"
) -> list[Tensor]:
    """What ``keep`` names, after each step; ``carry`` says what is handed to the next one."""
    h = c = x.new_zeros(len(x), len(weights[1]))
    kept = []
    for t in range(x.shape[1]):
        h, c = STEP(x[:, t], h, c, *weights)
        kept.append(h if keep == "h" else c)
        h, c = carry(h, c)
    return kept


def _over_sentences(x: Tensor, *weights: Tensor) -> Tensor:
    return torch.stack(_unrolled(x.transpose(0, 1), weights))


UNROLL_LSTM = Exercise(
    id="3.6",
    name="unroll_lstm",
    case=_unroll_case,
    run=_unroll_run,
    expected=_unroll_expected,
    mistakes=(
        Mistake(
            "cell_not_carried",
            "The cell c starts from zeros at every step; only h is handed on. The cell is the long "
            "memory: what comes out of one step goes into the next.",
            lambda x, *w: torch.stack(_unrolled(x, w, lambda h, c: (h, 0 * c)), dim=1),
        ),
        Mistake(
            "state_not_carried",
            "The state h starts from zeros at every step; only c is handed on. Both go into the "
            "next step.",
            lambda x, *w: torch.stack(_unrolled(x, w, lambda h, c: (0 * h, c)), dim=1),
        ),
        Mistake(
            "nothing_carried",
            "Every step starts with an empty memory. Set h and c to zeros once, before the loop, "
            "and hand them on.",
            lambda x, *w: torch.stack(_unrolled(x, w, lambda h, c: (0 * h, 0 * c)), dim=1),
        ),
        Mistake(
            "handed_on_swapped",
            "h and c change places from one step to the next. The step returns h, c, and takes "
            "them in the same order.",
            lambda x, *w: torch.stack(_unrolled(x, w, lambda h, c: (c, h)), dim=1),
        ),
        Mistake(
            "cells_collected",
            "These are the cells c. What the rest of a network sees of an LSTM is h.",
            lambda x, *w: torch.stack(_unrolled(x, w, keep="c"), dim=1),
        ),
        Mistake(
            "last_only",
            "This is only the last state. Keep the state after *every* step in a list.",
            lambda x, *w: _unrolled(x, w)[-1],
        ),
        Mistake(
            "axes_swapped",
            "The states are stacked with time in front. torch.stack puts the new axis first; with "
            "dim=1 it becomes (batch, time, hidden).",
            lambda x, *w: torch.stack(_unrolled(x, w)),
        ),
        Mistake(
            "loop_over_sentences",
            "The loop goes over the sentences, so each gets its memory from another one. Time is "
            "the second axis: x[:, t] is word t of every sentence.",
            _over_sentences,
        ),
        Mistake(
            "backwards",
            "The sentence is read from its end. Begin with t = 0.",
            lambda x, *w: torch.stack(_unrolled(x.flip(1), w)[::-1], dim=1),
        ),
        Mistake(
            "detached",
            "The numbers are right, but the states are cut from the steps before: .detach() or "
            ".data on the way. Then nothing can be learned over more than one step.",
            lambda x, *w: torch.stack(
                _unrolled(x, w, lambda h, c: (h.detach(), c.detach())), dim=1
            ),
        ),
    ),
)

# 3.7 initial_bias(hidden_size) -> b (4 * hidden,) -------------------------------------------------


def _bias_case(generator: torch.Generator, size: int) -> Tensors:
    return {"hidden_size": draw_integers(generator, 2 + 3 * size, 5 + 3 * size, 1).squeeze(0)}


def _bias_run(answer: Answer, case: Tensors) -> Tensors:
    return {"b": tensor(answer(int(case["hidden_size"])), "b")}


def _bias(*quarters: float) -> Answer:
    return lambda size: torch.tensor(quarters).repeat_interleave(size)


def _bias_expected(case: Tensors) -> Tensors:
    size = int(case["hidden_size"])
    return {"b": torch.cat([torch.zeros(size), torch.ones(size), torch.zeros(2 * size)])}


INITIAL_BIAS = Exercise(
    id="3.7",
    name="initial_bias",
    case=_bias_case,
    run=_bias_run,
    expected=_bias_expected,
    mistakes=(
        Mistake(
            "all_zero",
            "All zeros: then the forget gate starts half closed, and after ten steps a thousandth "
            "is left. Its quarter should be 1.",
            _bias(0.0, 0.0, 0.0, 0.0),
        ),
        Mistake(
            "input_gate",
            "The ones open the *input* gate, the first quarter. The forget gate is the second.",
            _bias(1.0, 0.0, 0.0, 0.0),
        ),
        Mistake(
            "content",
            "The ones went to g, the new content. The order is i, f, g, o: f is the second "
            "quarter.",
            _bias(0.0, 0.0, 1.0, 0.0),
        ),
        Mistake(
            "output_gate",
            "The ones open the *output* gate, the last quarter. The forget gate is the second.",
            _bias(0.0, 0.0, 0.0, 1.0),
        ),
        Mistake(
            "all_gates",
            "All ones: that opens every gate and shifts the new content. Only the forget gate "
            "starts open.",
            _bias(1.0, 1.0, 1.0, 1.0),
        ),
        Mistake(
            "closed",
            "-1 *closes* the gate: the sigmoid of -1 is about a quarter. It should be open at the "
            "start.",
            _bias(0.0, -1.0, 0.0, 0.0),
        ),
        Mistake(
            "from_the_second_on",
            "Everything from the second quarter on is 1. A slice has an end, too: the forget gate "
            "ends at 2 * hidden_size.",
            _bias(0.0, 1.0, 1.0, 1.0),
        ),
        Mistake(
            "one_quarter_long",
            "This is the bias of one gate. b holds those of all four: 4 * hidden_size numbers.",
            lambda size: torch.ones(size),
        ),
        Mistake(
            "integers",
            "The places are right, but these are whole numbers: a bias is learned, so it must be "
            "of floats. torch.zeros(...) gives them.",
            lambda size: _bias(0.0, 1.0, 0.0, 0.0)(size).long(),
        ),
    ),
)

# 3.8 last_valid(states (batch, time, hidden), mask (batch, time)) -> (batch, hidden) --------------


def _masked_case(generator: torch.Generator, size: int) -> Tensors:
    lengths, time = _some_lengths(generator, size)
    states = draw_normal(generator, len(lengths), time, 2 + size)
    return {"states": states, "mask": _mask(lengths, time)}


def _last_run(answer: Answer, case: Tensors) -> Tensors:
    case["states"].requires_grad_()
    last = tensor(ask(answer, case), "last")
    return {"last": last, "gradient": gradient_of(last, case["states"], "the states")}


def _last_expected(case: Tensors) -> Tensors:
    states, mask = case["states"].requires_grad_(), case["mask"]
    steps = torch.arange(mask.shape[1])
    is_last = F.one_hot((steps * mask).argmax(1), mask.shape[1]).bool()
    last = states[is_last]
    return {"last": last.detach(), "gradient": gradient_of(last, states, "the states")}


def _rows(states: Tensor) -> Tensor:
    return torch.arange(len(states))


LAST_VALID = Exercise(
    id="3.8",
    name="last_valid",
    case=_masked_case,
    run=_last_run,
    expected=_last_expected,
    mistakes=(
        Mistake(
            "after_the_padding",
            "This is the state at the end of the *row*, and shorter sentences end in padding. The "
            "LSTM has gone on changing its state there. Take the last place where mask is True.",
            lambda states, mask: states[:, -1],
        ),
        Mistake(
            "one_too_far",
            "A sentence of n words has its last word at place n - 1: one step less.",
            lambda states, mask: states[_rows(states), mask.sum(1)],
        ),
        Mistake(
            "one_too_early",
            "One step too early: the last word is missing. A sentence of n words has its last one "
            "at place n - 1.",
            lambda states, mask: states[_rows(states), mask.sum(1) - 2],
        ),
        Mistake(
            "one_too_far_and_clamped",
            "In the shorter sentences this is the first step of the *padding*. A sentence of n "
            "words has its last one at place n - 1.",
            lambda states, mask: states[_rows(states), mask.sum(1).clamp(max=mask.shape[1] - 1)],
        ),
        Mistake(
            "colon_for_the_rows",
            "states[:, places] takes every place from every sentence. To take one place from each, "
            "both axes need a list: states[rows, places], rows = torch.arange(batch).",
            lambda states, mask: states[:, mask.sum(1) - 1],
        ),
        Mistake(
            "first",
            "This is the state after the first word. argmax of a mask finds its first True, not "
            "its last.",
            lambda states, mask: states[_rows(states), mask.int().argmax(1)],
        ),
        Mistake(
            "zeroed",
            "The padding was set to zero, but the last column was taken all the same: for shorter "
            "sentences that is zero. Choose another place for each row.",
            lambda states, mask: (states * mask[..., None])[:, -1],
        ),
        Mistake(
            "sum",
            "All states of a sentence were added up. Only the last one is asked for.",
            lambda states, mask: (states * mask[..., None]).sum(1),
        ),
        Mistake(
            "lengths_over_the_batch",
            "The mask was added up over the sentences. Time is its second axis: mask.sum(dim=1) is "
            "the number of words of each sentence.",
            lambda states, mask: states[_rows(states), mask.sum(0) - 1],
        ),
    ),
)

# 3.9 masked_mean(vectors (batch, time, features), mask (batch, time)) -> (batch, features) --------


def _mean_run(answer: Answer, case: Tensors) -> Tensors:
    case["vectors"].requires_grad_()
    mean = tensor(ask(answer, case), "mean")
    return {"mean": mean, "gradient": gradient_of(mean, case["vectors"], "the vectors")}


def _mean_case(generator: torch.Generator, size: int) -> Tensors:
    case = _masked_case(generator, size)
    return {"vectors": case["states"] + 1, "mask": case["mask"]}


def _mean_expected(case: Tensors) -> Tensors:
    vectors, mask = case["vectors"].requires_grad_(), case["mask"]
    mean = torch.stack([row[is_word].mean(0) for row, is_word in zip(vectors, mask, strict=True)])
    return {"mean": mean.detach(), "gradient": gradient_of(mean, vectors, "the vectors")}


def _sum(vectors: Tensor, mask: Tensor) -> Tensor:
    return (vectors * mask[..., None]).sum(1)


MASKED_MEAN = Exercise(
    id="3.9",
    name="masked_mean",
    case=_mean_case,
    run=_mean_run,
    expected=_mean_expected,
    mistakes=(
        Mistake(
            "padding_counted",
            "The padding is in the mean. The same sentence would get another vector in another "
            "batch, where the longest sentence is longer.",
            lambda vectors, mask: vectors.mean(1),
        ),
        Mistake(
            "divided_by_all",
            "The padding is out of the sum, but the sum is divided by all places. Divide by the "
            "number of words of each sentence.",
            lambda vectors, mask: (vectors * mask[..., None]).mean(1),
        ),
        Mistake(
            "not_divided",
            "This is the sum: long sentences would get longer vectors. Divide by the number of "
            "words.",
            _sum,
        ),
        Mistake(
            "inverted",
            "This is the mean over the *padding*. The mask is True where there is a word.",
            lambda vectors, mask: _sum(vectors, ~mask) / (~mask).sum(1, keepdim=True),
        ),
        Mistake(
            "one_number_for_all",
            "Every sum is divided by the number of words of the whole batch. Each sentence has "
            "its own number: mask.sum(dim=1).",
            lambda vectors, mask: _sum(vectors, mask) / mask.sum(),
        ),
        Mistake(
            "over_all_words",
            "This is one mean over the words of all sentences. Each sentence needs its own.",
            lambda vectors, mask: vectors[mask].mean(0),
        ),
        Mistake(
            "division_along_the_features",
            "The sums (batch, features) are divided by counts (batch,), and broadcasting lays the "
            "counts along the *features*. A column is needed: keepdim=True.",
            lambda vectors, mask: _sum(vectors, mask) / mask.sum(1),
        ),
        Mistake(
            "largest",
            "This is the largest number in each feature. It is a good summary, too, but here the "
            "mean is asked for.",
            lambda vectors, mask: vectors.masked_fill(~mask[..., None], -torch.inf).amax(1),
        ),
    ),
)

# 3.10 class SentimentModel(vocab_size, embedding_size, hidden_size): forward(ids, mask) ----------

LSTM_WEIGHTS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
LAYERS = ("embedding", "lstm", "linear")


def _model_case(generator: torch.Generator, size: int) -> Tensors:
    features = hidden = 2 + size  # equal, so that parts in the wrong order fit
    vocab = 6 + size
    lengths, time = _some_lengths(generator, size)
    mask = _mask(lengths, time)
    return {
        "ids": draw_integers(generator, 1, vocab, *mask.shape) * mask,
        "mask": mask,
        "embedding.weight": draw_normal(generator, vocab, features),
        "lstm.weight_ih_l0": draw_normal(generator, 4 * hidden, features),
        "lstm.weight_hh_l0": draw_normal(generator, 4 * hidden, hidden),
        "lstm.bias_ih_l0": draw_normal(generator, 4 * hidden),
        "lstm.bias_hh_l0": draw_normal(generator, 4 * hidden),
        "linear.weight": 2 * draw_normal(generator, 1, 2 * hidden + features),
        "linear.bias": 1 + draw_normal(generator, 1),
    }


def _weights(case: Tensors) -> Tensors:
    return {name: value for name, value in case.items() if "." in name}


def _model_run(answer: Answer, case: Tensors) -> Tensors:
    weights = _weights(case)
    model = answer(*case["embedding.weight"].shape, case["lstm.weight_hh_l0"].shape[1])
    if not isinstance(model, nn.Module) or {name for name, _ in model.named_parameters()} != set(
        weights
    ):
        raise WrongForm("Keep the layers of __init__ as they are: " + ", ".join(LAYERS) + ".")
    model.load_state_dict(weights)
    model.eval()
    logits = tensor(model(case["ids"], case["mask"]), "logits")
    return {
        "logits": logits,
        "gradient": gradient_of(logits, model.get_parameter("linear.weight"), "the weights"),
    }


def _model_expected(case: Tensors) -> Tensors:
    """Sentence by sentence, each without its padding."""
    weights = _weights(case)
    lstm = nn.LSTM(case["embedding.weight"].shape[1], case["lstm.weight_hh_l0"].shape[1])
    lstm.load_state_dict({name: weights[f"lstm.{name}"] for name in LSTM_WEIGHTS})
    rows = []
    for ids, is_word in zip(case["ids"], case["mask"], strict=True):
        words = F.embedding(ids[is_word], weights["embedding.weight"])  # (words, features)
        states, (h, _) = lstm(words)
        rows.append(torch.cat([h[0], states.mean(0), words.mean(0)]))
    linear_weight = weights["linear.weight"].requires_grad_()
    logits = F.linear(torch.stack(rows).detach(), linear_weight, weights["linear.bias"]).squeeze(1)
    gradient = gradient_of(logits, linear_weight, "the weights")
    return {"logits": logits.detach(), "gradient": gradient}


def _last(states: Tensor, mask: Tensor) -> Tensor:
    return states[_rows(states), mask.sum(1) - 1]


def _mean(vectors: Tensor, mask: Tensor) -> Tensor:
    return _sum(vectors, mask) / mask.sum(1, keepdim=True)


def _model(
    last: Callable[[Tensor, Tensor], Tensor] = _last,
    mean: Callable[[Tensor, Tensor], Tensor] = _mean,
    parts: Sequence[str] = ("last", "states", "words"),
    end: Callable[[Tensor], Tensor] = lambda logits: logits.squeeze(1),
) -> type[nn.Module]:
    """Make the class; each argument is a place where one can go wrong."""

    class SentimentModel(nn.Module):
        def __init__(self, vocab_size: int, embedding_size: int, hidden_size: int) -> None:
            super().__init__()
            self.embedding = nn.Embedding(vocab_size, embedding_size)
            self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
            self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)

        def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
            words = self.embedding(ids)
            states, _ = self.lstm(words)
            vectors = {
                "last": last(states, mask),
                "states": mean(states, mask),
                "words": mean(words, mask),
            }
            return end(self.linear(torch.cat([vectors[part] for part in parts], dim=1)))

    return SentimentModel


SENTIMENT_MODEL = Exercise(
    id="3.10",
    name="SentimentModel",
    case=_model_case,
    run=_model_run,
    expected=_model_expected,
    mistakes=(
        Mistake(
            "last_after_the_padding",
            "The last state is that of the end of the row, after the padding. Use your last_valid.",
            _model(last=lambda states, mask: states[:, -1]),
        ),
        Mistake(
            "padding_in_the_means",
            "The padding is in the means. Use your masked_mean.",
            _model(mean=lambda vectors, mask: vectors.mean(1)),
        ),
        Mistake(
            "mask_ignored",
            "The mask is not used at all, so the answer to a sentence hangs on how much padding "
            "follows it. Use last_valid and masked_mean.",
            _model(lambda states, mask: states[:, -1], lambda vectors, mask: vectors.mean(1)),
        ),
        Mistake(
            "column",
            "The logits stand in a column, (batch, 1). One number for each sentence, (batch,): "
            "with a column, the loss would compare every sentence with every label.",
            _model(end=lambda logits: logits),
        ),
        Mistake(
            "sigmoid",
            "The output went through the sigmoid. Return the logits: the loss takes the sigmoid "
            "itself, and twice flattens what the model learns.",
            _model(end=lambda logits: logits.squeeze(1).sigmoid()),
        ),
        Mistake(
            "means_swapped",
            "The two means have changed places: first that of the states, then that of the words.",
            _model(parts=("last", "words", "states")),
        ),
        Mistake(
            "means_first",
            "The last state comes first, then the means, of the states and of the words.",
            _model(parts=("states", "words", "last")),
        ),
        Mistake(
            "words_twice",
            "The mean of the words is there twice, that of the states is missing. The LSTM's "
            "states are its second result's first part: states, _ = self.lstm(words).",
            _model(parts=("last", "words", "words")),
        ),
        Mistake(
            "states_twice",
            "The mean of the states is there twice, that of the word vectors is missing.",
            _model(parts=("last", "states", "states")),
        ),
    ),
)

# 3.11 balanced_accuracy(predicted (n,), truth (n,)) -> number -------------------------------------


def _balanced_case(generator: torch.Generator, size: int) -> Tensors:
    """Counts of the four outcomes that differ, in a random order."""
    counts = torch.tensor([7, 3, 1, 2]) + draw_integers(generator, 0, 2 + size, 4) * torch.tensor(
        [3, 2, 0, 1]
    )
    truth = torch.tensor([True, True, False, False]).repeat_interleave(counts)
    predicted = torch.tensor([True, False, True, False]).repeat_interleave(counts)
    order = torch.randperm(len(truth), generator=generator)
    return {"predicted": predicted[order], "truth": truth[order]}


def _balanced_run(answer: Answer, case: Tensors) -> Tensors:
    return {"balanced accuracy": number(ask(answer, case), "balanced accuracy")}


def _share(of: Tensor, among: Tensor) -> float:
    return float((of & among).sum() / among.sum())


def _recalls(predicted: Tensor, truth: Tensor) -> tuple[float, float]:
    return _share(predicted, truth), _share(~predicted, ~truth)


def _balanced_expected(case: Tensors) -> Tensors:
    shares = [
        (case["predicted"] == case["truth"])[case["truth"] == kind].double().mean()
        for kind in (True, False)
    ]
    return {"balanced accuracy": torch.stack(shares).mean()}


def _f1(predicted: Tensor, truth: Tensor) -> float:
    recall, precision = _share(predicted, truth), _share(truth, predicted)
    return 2 * recall * precision / (recall + precision)


def _precisions(predicted: Tensor, truth: Tensor) -> float:
    return (_share(truth, predicted) + _share(~truth, ~predicted)) / 2


BALANCED_ACCURACY = Exercise(
    id="3.11",
    name="balanced_accuracy",
    case=_balanced_case,
    run=_balanced_run,
    expected=_balanced_expected,
    mistakes=(
        Mistake(
            "accuracy",
            "This is the plain accuracy: the larger class has more to say. Take the share of right "
            "answers in each class for itself, then the mean of the two.",
            lambda predicted, truth: (predicted == truth).float().mean(),
        ),
        Mistake(
            "positive_only",
            "This is the share among the truly positive only. Whoever says yes to all gets 1. The "
            "negative class counts as much.",
            lambda predicted, truth: _share(predicted, truth),
        ),
        Mistake(
            "negative_only",
            "This is the share among the truly negative only. Take the mean of both classes.",
            lambda predicted, truth: _share(~predicted, ~truth),
        ),
        Mistake(
            "precision",
            "The shares are taken among what was *predicted* positive and negative (precision). "
            "Divide by how many there truly are.",
            _precisions,
        ),
        Mistake(
            "f1",
            "This is the F1 of the positive class, another remedy for unbalanced classes. Here: "
            "the mean of the two shares of right answers.",
            _f1,
        ),
        Mistake(
            "sum",
            "The two shares were added. Their mean is asked for, from 0 to 1.",
            lambda predicted, truth: sum(_recalls(predicted, truth)),
        ),
        Mistake(
            "percent",
            "This is in percent. A share from 0 to 1 is asked for: leave out the 100.",
            lambda predicted, truth: 50 * sum(_recalls(predicted, truth)),
        ),
        Mistake(
            "product",
            "The two shares were multiplied. Their mean is asked for.",
            lambda predicted, truth: torch.tensor(_recalls(predicted, truth)).prod(),
        ),
        Mistake(
            "of_all",
            "Both counts are divided by the number of *all* sentences, so together they can only "
            "reach 1 divided by 2. Divide each by the size of its own class.",
            lambda predicted, truth: (predicted == truth).float().mean() / 2,
        ),
    ),
)

# 3.12 occlusion(logit_of, tokens) -> changes, one for each token ----------------------------------


def _occlusion_case(generator: torch.Generator, size: int) -> Tensors:
    """A sentence of 5 words, the first of which comes again, and a judge of sentences.

    The judge adds up the weights of the words, each with the one before it: order matters.
    """
    count = 5
    tokens = torch.cat([torch.arange(count), torch.tensor([0]), torch.arange(size) % count])
    return {
        "tokens": tokens[torch.randperm(len(tokens), generator=generator)],
        "weights": draw_normal(generator, count + 1),  # the last is that of <unknown>
        "pairs": draw_normal(generator, count + 1, count + 1),
        "bias": 1 + draw_normal(generator),
    }


def _occlusion_judge(case: Tensors) -> Callable[[list[str]], float]:
    def logit_of(tokens: list[str]) -> float:
        ids = torch.tensor(["abcde<".index(token[0]) for token in tokens], dtype=torch.long)
        pairs = case["pairs"][ids[:-1], ids[1:]].sum()
        return float(case["weights"][ids].sum() + pairs + case["bias"])

    return logit_of


def _occlusion_run(answer: Answer, case: Tensors) -> Tensors:
    tokens = [_word(k) for k in case["tokens"].tolist()]
    changes = answer(_occlusion_judge(case), tokens)
    if tokens != [_word(k) for k in case["tokens"].tolist()]:
        raise WrongForm(
            "`tokens` was changed: whoever called the function still needs the whole sentence. "
            "Make a new list without the word instead of taking it out of this one."
        )
    if not isinstance(changes, list | tuple):
        raise WrongForm(f"Expected a list of numbers, got {type(changes).__name__}.")
    if not changes:
        raise WrongForm("The list is empty: one number for each word is expected.")
    return {"changes": torch.stack([number(change, "a change") for change in changes])}


def _occlusion_expected(case: Tensors) -> Tensors:
    ids, judge = case["tokens"], _occlusion_judge(case)
    words = [_word(k) for k in ids.tolist()]
    places = torch.arange(len(ids))
    without = [judge([words[k] for k in places[places != place]]) for place in places]
    return {"changes": judge(words) - torch.tensor(without, dtype=torch.float64)}


def _occlusion(change: Callable[..., float]) -> Answer:
    return lambda logit_of, tokens: [change(logit_of, tokens, k) for k in range(len(tokens))]


OCCLUSION = Exercise(
    id="3.12",
    name="occlusion",
    case=_occlusion_case,
    run=_occlusion_run,
    expected=_occlusion_expected,
    mistakes=(
        Mistake(
            "sign",
            "The sign is the other way round: a word that speaks *for* a good feeling should get a "
            "positive number. Whole sentence minus the sentence without it.",
            _occlusion(lambda f, t, k: f(t[:k] + t[k + 1 :]) - f(t)),
        ),
        Mistake(
            "not_compared",
            "These are the logits of the shortened sentences. The change is asked for: compare "
            "each with the logit of the whole sentence.",
            _occlusion(lambda f, t, k: f(t[:k] + t[k + 1 :])),
        ),
        Mistake(
            "word_alone",
            "This judges each word by itself. What a word does hangs on its neighbours ('not "
            "good'): keep all *other* words.",
            _occlusion(lambda f, t, k: f([t[k]])),
        ),
        Mistake(
            "up_to_here",
            "This is what the sentence gains as it is read word by word. Here the words *after* "
            "the one that is dropped stay, too.",
            _occlusion(lambda f, t, k: f(t[: k + 1]) - f(t[:k])),
        ),
        Mistake(
            "rest_dropped",
            "All words from here on were dropped. Drop this one only: before it and after it, "
            "everything stays.",
            _occlusion(lambda f, t, k: f(t) - f(t[:k])),
        ),
        Mistake(
            "all_like_it",
            "A word that comes twice was dropped twice. Drop by place, not by comparing words.",
            _occlusion(lambda f, t, k: f(t) - f([word for word in t if word != t[k]])),
        ),
        Mistake(
            "first_like_it",
            "list.remove takes out the first word that is equal, perhaps an earlier one. Drop by "
            "place: what stands before k, and what stands after it.",
            _occlusion(
                lambda f, t, k: f(t) - f(t[: t.index(t[k])] + t[t.index(t[k]) + 1 :]),
            ),
        ),
        Mistake(
            "next_dropped_too",
            "Two words are missing each time: this one and its neighbour. After place k the "
            "sentence goes on at k + 1.",
            _occlusion(lambda f, t, k: f(t) - f(t[:k] + t[k + 2 :])),
        ),
        Mistake(
            "covered_by_unknown",
            "The word was replaced by '<unknown>' instead of being dropped. Some cover words like "
            "that, but here the sentence without it is asked for, one word shorter.",
            _occlusion(lambda f, t, k: f(t) - f([*t[:k], UNKNOWN, *t[k + 1 :]])),
        ),
        Mistake(
            "absolute",
            "The sign is lost. Whether a word speaks for or against is the whole point.",
            _occlusion(lambda f, t, k: abs(f(t) - f(t[:k] + t[k + 1 :]))),
        ),
    ),
)

EXERCISES = (
    TOKENIZE,
    BUILD_VOCABULARY,
    ENCODE,
    PAD_BATCH,
    LSTM_STEP,
    UNROLL_LSTM,
    INITIAL_BIAS,
    LAST_VALID,
    MASKED_MEAN,
    SENTIMENT_MODEL,
    BALANCED_ACCURACY,
    OCCLUSION,
)
