"""3.2 build_vocabulary(documents, min_count) -> word_to_id."""

from collections import Counter
from itertools import chain

import torch

from seqlab.check.shared import draw_integers

WORDS = "film good rain don't music @user so <url> very :) bad 1999 not <3 café the best one"


def shuffled(generator, items):
    return [items[k] for k in torch.randperm(len(items), generator=generator).tolist()]


def case(generator, size):
    """Each word is there for something that can go wrong.

    In the training part `exact` comes min_count times, `repeated` as often in one sentence, `rare`
    once, `last` most often; `spread` reaches min_count with the other parts, `foreign` is only in
    them. '!' stands before '<' in the alphabet.
    """
    min_count = 2 + (size + 1) % 2
    words = shuffled(generator, WORDS.split())
    exact, repeated, last = sorted(words[:3])
    spread, rare, foreign = words[3:6]
    pool = [exact, "!"] * min_count + [spread] * (min_count - 1) + [rare]
    pool += [words[6 + k] for k in draw_integers(generator, 0, 6, 6 * size).tolist()]
    pool += [last] * (1 + max(Counter([*pool, *[exact] * min_count]).values()))
    pool = shuffled(generator, pool)
    train = [[repeated, *pool[:2], *[repeated] * (min_count - 1)]]
    train += [pool[k : k + 4 + size] for k in range(2, len(pool), 4 + size)]
    others = {"validation": [[foreign] * min_count, [spread]], "test": [[foreign, exact]]}
    return {"documents": {"train": train, **others}, "min_count": min_count}


def expected(documents, min_count):
    table = {"<pad>": 0, "<unknown>": 1}
    counts = Counter(chain(*documents["train"]))
    for word in sorted(counts):
        if counts[word] >= min_count:
            table[word] = len(table)
    return table


RESULTS = ("word_to_id",)
EACH, ALL = 'for document in documents["train"] for token in document', '"<pad>", "<unknown>", '
TABLE = '{word: place for place, word in enumerate(["<pad>", "<unknown>", *words])}'
ENOUGH = " if count >= min_count"

MISTAKES = {
    "all_parts": (
        """Words of the validation and test sentences were counted, too. Then the network knows
        in advance which words the exam has, and the exam is not honest any more. Count in
        documents['train'] only.""",
        (EACH, "for part in documents.values() for document in part for token in document"),
    ),
    "rare_words_kept": (
        """Rare words are still in. Nothing can be learned from a word that is met once, and no
        training sentence would have an unknown word. Keep those with min_count or more.""",
        (ENOUGH, ""),
    ),
    "one_too_strict": (
        "A word that comes exactly min_count times is kept: at least means >=, not >.",
        (ENOUGH, " if count > min_count"),
    ),
    "wrong_side": (
        """The rare words were kept and the frequent ones dropped. Look at the direction of the
        comparison.""",
        (ENOUGH, " if count < min_count"),
    ),
    "documents_counted": (
        """This counts in how many sentences a word comes. Count every time that it comes, also
        twice in one sentence: no set(...) on the way.""",
        ("for token in document)", "for token in set(document))"),
    ),
    "no_specials": (
        "'<pad>' and '<unknown>' are missing. They need the ids 0 and 1.",
        (f"[{ALL}*words]", "words"),
    ),
    "no_unknown": (
        "'<unknown>' is missing, with the id 1: every new sentence brings words never met.",
        (ALL, '"<pad>", '),
    ),
    "specials_swapped": (
        "'<pad>' must be 0 and '<unknown>' 1. They have changed places.",
        (ALL, '"<unknown>", "<pad>", '),
    ),
    "ids_shared": (
        """Two words share one id: the words begin at 0 again, where '<pad>' is. They begin
        at 2.""",
        (TABLE, '{"<pad>": 0, "<unknown>": 1, **{w: k for k, w in enumerate(words)}}'),
    ),
    "order_of_appearance": (
        """The words stand in the order in which they were first met. Sort them, so that the
        ids do not hang on the order of the sentences.""",
        ("sorted(", "list("),
    ),
    "order_of_frequency": (
        """The words stand in the order of their frequency. That would do, too, but words of
        the same frequency have no order then. Here: sorted(...), by the alphabet.""",
        ("sorted(", "list("),
        ("counts.items()", "counts.most_common()"),
    ),
    "specials_sorted": (
        """'<pad>' and '<unknown>' were sorted together with the words, and '!' comes before '<'
        in the order of signs: so '!' became 0, the padding. Sort the words alone, then put the
        two in front.""",
        (f"[{ALL}*words]", f"sorted([{ALL}*words])"),
    ),
    "counted_from_one": (
        "All ids are one too large. The first entry, '<pad>', is 0: enumerate counts from 0.",
        ("*words])", "*words], start=1)"),
    ),
    "words_from_one": (
        """The words begin at 1, where '<unknown>' is, so two entries share one id. They begin at
        2.""",
        (TABLE, '{"<pad>": 0, "<unknown>": 1, **{w: k for k, w in enumerate(words, start=1)}}'),
    ),
    "words_from_three": (
        "The words begin at 3, so the id 2 stands for nothing. They begin at 2.",
        (TABLE, '{"<pad>": 0, "<unknown>": 1, **{w: k for k, w in enumerate(words, start=3)}}'),
    ),
    "turned_round": (
        """The table goes from number to word. A text is to be turned into numbers, so the *word*
        is what one looks up: {word: number}.""",
        ("{word: place for", "{place: word for"),
    ),
    "backwards": (
        "The words stand in the order of the alphabet from its end. sorted(...) alone is enough.",
        ("*words])", "*reversed(words)])"),
    ),
    "counts_as_ids": (
        """The numbers are how often each word comes. The ids are places: the first word gets 2,
        the next one 3, and so on. enumerate counts places.""",
        (TABLE, '{"<pad>": 0, "<unknown>": 1, **{word: counts[word] for word in words}}'),
    ),
    "lists_counted": (
        """Counter was given whole sentences, and a list cannot be counted. Each part is a list
        of sentences, and each sentence is a list of words: two loops.""",
        (f"token {EACH}", 'documents["train"]'),
    ),
    "names_of_parts": (
        """These are single letters of 'train', 'validation' and 'test': a loop over a dictionary
        gives its keys. Take documents['train'] first.""",
        ('documents["train"]', "documents"),
    ),
    "that_many_words": (
        """min_count was taken for the number of words to keep. It says how often a word must come
        at least to be kept.""",
        ("counts.items()" + ENOUGH, "counts.most_common(min_count)"),
    ),
    "border_fixed": (
        """The border is always the same number. How often a word must come is what min_count says:
        compare with it.""",
        (ENOUGH, " if count >= 2"),
    ),
    "specials_last": (
        "'<pad>' and '<unknown>' stand at the end. They come first, with the ids 0 and 1.",
        (f"[{ALL}*words]", f"[*words, {ALL}]"),
    ),
    "first_sentence_only": (
        """Only the words of the first sentence were counted. Count those of all sentences in
        documents['train'].""",
        ('documents["train"]', 'documents["train"][:1]'),
    ),
    "numbered_too_early": (
        """The ids have gaps: the words were numbered before the rare ones were left out. Leave them
        out first, then number what is left.""",
        (ENOUGH, ""),
        (
            TABLE,
            '{"<pad>": 0, "<unknown>": 1, '
            "**{w: k for k, w in enumerate(words, 2) if counts[w] >= min_count}}",
        ),
    ),
}

MORE = (
    """There are four steps: count all words of documents['train'] with a Counter; keep those whose
    count is large enough; sort what is left; number the list that begins with the two special
    entries. print the result of each step for a small example.""",
    """The same on another task. Sizes of shoes that were sold: [[41, 38], [38, 44, 38], [41]].
    Counter(size for day in days for size in day) is {38: 3, 41: 2, 44: 1}. Those with a count of 2
    or more are 41 and 38; sorted, they are [38, 41]. With 'none' in front the list is
    ['none', 38, 41], and {size: place for place, size in enumerate(that list)} is
    {'none': 0, 38: 1, 41: 2}.""",
)
