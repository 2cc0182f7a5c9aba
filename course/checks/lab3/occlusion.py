"""3.12 occlusion(logit_of, tokens) -> changes, one for each token."""

import torch

from seqlab.check import made
from seqlab.check.shared import draw_normal, draw_number

WORDS, UNKNOWN = ("not", "good", "film", "so", "rain"), "anything else"


class Reader:
    """A judge of sentences: half of what it felt stays at each word, so the order matters."""

    def __init__(self, feelings, start):
        self.feelings, self.start = feelings, start  # a number for each word; the first feeling

    def __call__(self, tokens):
        """A list of tokens to a logit."""
        feeling = self.start
        for token in tokens:
            feeling = 0.5 * feeling + self.feelings.get(token, self.feelings[UNKNOWN])
        return feeling


def case(generator, size):
    """Four words or more, the first of which comes again; once a sentence of one word."""
    numbers = (2 * draw_normal(generator, len(WORDS) + 1)).tolist()
    feelings = dict(zip([*WORDS, UNKNOWN], numbers, strict=True))
    count = 3 + size // 2
    tokens = [WORDS[k] for k in torch.randperm(len(WORDS), generator=generator).tolist()][:count]
    tokens.insert(draw_number(generator, 2, count + 1), tokens[0])
    start = 1 + abs(draw_normal(generator, 1).item())
    reader = made(Reader, feelings=feelings, start=start)
    return {"logit_of": reader, "tokens": tokens[:1] if size == 3 else tokens}


def expected(logit_of, tokens):
    places = range(len(tokens))
    without = [[tokens[k] for k in places if k != place] for place in places]
    return [logit_of(tokens) - logit_of(rest) for rest in without]


RESULTS = ("changes",)
REST = "tokens[:k] + tokens[k + 1 :]"
CHANGE = f"whole - logit_of({REST})"

MISTAKES = {
    "sign": (
        """The sign is the other way round: a word that speaks *for* a good feeling should get a
        positive number. Whole sentence minus the sentence without it.""",
        (CHANGE, f"logit_of({REST}) - whole"),
    ),
    "not_compared": (
        """These are the logits of the shortened sentences. The change is asked for: compare
        each with the logit of the whole sentence.""",
        (CHANGE, f"logit_of({REST})"),
    ),
    "word_alone": (
        """This judges each word by itself. What a word does hangs on its neighbours ('not
        good'): keep all *other* words.""",
        (CHANGE, "logit_of([tokens[k]])"),
    ),
    "up_to_here": (
        """This is what the sentence gains as it is read word by word. Here the words *after*
        the one that is dropped stay, too.""",
        (CHANGE, "logit_of(tokens[: k + 1]) - logit_of(tokens[:k])"),
    ),
    "rest_dropped": (
        """All words from here on were dropped. Drop this one only: before it and after it,
        everything stays.""",
        (REST, "tokens[:k]"),
    ),
    "all_like_it": (
        "A word that comes twice was dropped twice. Drop by place, not by comparing words.",
        (REST, "[word for word in tokens if word != tokens[k]]"),
    ),
    "first_like_it": (
        """The first word that is equal was taken out, perhaps an earlier one: list.remove and
        list.index both find the first. Drop by place: what stands before k, and what stands after
        it.""",
        (REST, "tokens[: tokens.index(tokens[k])] + tokens[tokens.index(tokens[k]) + 1 :]"),
    ),
    "next_dropped_too": (
        """Two words are missing each time: this one and its neighbour. After place k the
        sentence goes on at k + 1.""",
        ("k + 1 :", "k + 2 :"),
    ),
    "covered_by_unknown": (
        """The word was replaced by another token, such as '<unknown>' or '<pad>', instead of
        being dropped. Some cover words like that, but here the sentence without it is asked for,
        one word shorter.""",
        (REST, 'tokens[:k] + ["<unknown>"] + tokens[k + 1 :]'),
    ),
    "absolute": (
        "The sign is lost. Whether a word speaks for or against is the whole point.",
        (CHANGE, f"abs({CHANGE})"),
    ),
    "nothing_dropped": (
        """All changes are 0: the word is still there. tokens[k:] begins with word k itself; after
        it the sentence goes on at k + 1.""",
        ("k + 1 :", "k :"),
    ),
    "start_dropped": (
        """All words up to this one were dropped. Drop this one only: before it and after it,
        everything stays.""",
        (REST, "tokens[k + 1 :]"),
    ),
    "previous_dropped": (
        """Two words are missing each time: this one and the one before it. tokens[:k] ends just
        before place k.""",
        ("tokens[:k]", "tokens[: max(k - 1, 0)]"),
    ),
    "word_against_the_whole": (
        """Each word by itself was compared with the whole sentence. Compare the sentence *without*
        the word, so keep all others.""",
        (REST, "[tokens[k]]"),
    ),
    "taken_out_of_the_list": (
        """The words were taken out of the list `tokens` itself, so it gets shorter and shorter.
        `rest = tokens` makes no copy. Make a new list: what stands before k, and what stands after
        it.""",
        """
        def occlusion(logit_of, tokens):
            whole, changes = logit_of(tokens), []
            for k in range(len(tokens)):
                del tokens[k]
                changes.append(whole - logit_of(tokens))
            return changes
        """,
    ),
    "one_text": (
        """logit_of was given a text. It reads a list of tokens, and goes through a text letter by
        letter. Give it a list.""",
        (REST, f'" ".join({REST})'),
    ),
    "relative": (
        "The changes were divided by the logit of the whole sentence. The plain difference is "
        "asked for.",
        (CHANGE, f"({CHANGE}) / whole"),
    ),
    "by_words": (
        """This is a dictionary. A word that comes twice has only one entry there, and has two
        changes. Return a list, one number for each place.""",
        (f"[{CHANGE} for", f"{{tokens[k]: {CHANGE} for"),
        ("range(len(tokens))]", "range(len(tokens))}"),
    ),
    "largest_only": (
        "This is one number. A list is asked for: the change for each of the words.",
        (f"[{CHANGE} for", f"max({CHANGE} for"),
        ("range(len(tokens))]", "range(len(tokens)))"),
    ),
    "removed_while_reading": (
        """The words were taken out of the list `tokens` itself while the loop went through it, so
        words are passed over. `rest = tokens` makes no copy. Make a new list: what stands before k,
        and what stands after it.""",
        """
        def occlusion(logit_of, tokens):
            whole, changes = logit_of(tokens), []
            for token in tokens:
                tokens.remove(token)
                changes.append(whole - logit_of(tokens))
            return changes
        """,
    ),
    "tensor": (
        "This is a tensor. A list of numbers is asked for: .tolist() makes one.",
        """
        def occlusion(logit_of, tokens):
            import torch

            rests = [tokens[:k] + tokens[k + 1 :] for k in range(len(tokens))]
            return torch.tensor([logit_of(tokens) - logit_of(rest) for rest in rests])
        """,
    ),
    "quotient": (
        "One logit was divided by the other. Their difference is asked for.",
        (CHANGE, f"whole / logit_of({REST})"),
    ),
    "probabilities": (
        """The logits went through the sigmoid, so these are changes of the probability. Take the
        difference of the logits themselves.""",
        """
        def occlusion(logit_of, tokens):
            import math

            def good(words):
                return 1 / (1 + math.exp(-logit_of(words)))

            rests = [tokens[:k] + tokens[k + 1 :] for k in range(len(tokens))]
            return [good(tokens) - good(rest) for rest in rests]
        """,
    ),
    "lists_in_a_list": (
        "logit_of was given two lists inside a list. One list of words is made by +.",
        (REST, "[tokens[:k], tokens[k + 1 :]]"),
    ),
    "first_only": (
        """Only the change for the first word came back. Does a `return` stand inside the loop? It
        belongs behind it.""",
        ("range(len(tokens))", "range(1)"),
    ),
}

MORE = (
    """logit_of takes a list of tokens and gives a number. Call it once for the whole list. Then,
    for each place k, make a new list of what stands before place k and what stands after it, call
    logit_of with it, and subtract the result from the first number.""",
    """By hand, with another judge: points(['not', 'bad', 'at', 'all']) is 2, and without each word
    in turn it is -1, -2, 2, 1. So the changes are 2 - (-1) = 3, then 2 - (-2) = 4, then 0, then 1.
    How to leave out a place: of letters = ['a', 'b', 'c', 'd'], the part before place 2 is
    letters[:2], ['a', 'b'], and the part after it is letters[3:], ['d']; + makes one list of
    two.""",
)
