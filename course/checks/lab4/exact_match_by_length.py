"""4.11 exact_match_by_length(predicted, truth, lengths) -> {length: share}."""

from collections import Counter

import torch

from seqlab.check.shared import draw_integers

WORDS = [
    "один",
    "два",
    "дві",
    "п'ять",
    "шість",
    "сім",
    "сорок",
    "сто",
    "двісті",
    "тисяча",
    "тисячі",
    "мільйон",
]
FLAWS = ("none", "wrong word", "last missing", "one too many", "order", "repeated", "empty")


def case(generator, size):
    """Ids, or words as the lab has them, with each flaw; the smallest case has few of them.

    The lengths are those of the sources. At one of them nothing is right, at one all is.
    """
    kinds = (1 + torch.randperm(15, generator=generator)[:5]).tolist()
    flaws = ["none", "wrong word", "order"] if size == 0 else [*FLAWS, "none", *FLAWS[: 2 * size]]
    lengths = [kinds[0], kinds[1], kinds[0]] if size == 0 else (5 * kinds[:3])[: len(flaws)]
    flaws, lengths = [*flaws, "wrong word", "last missing"], [*lengths, kinds[3], kinds[3]]
    if size:
        flaws, lengths = [*flaws, "none", "none"], [*lengths, kinds[4], kinds[4]]
    pairs = [translation(generator, flaw, size) for flaw in flaws]
    order = torch.randperm(len(pairs), generator=generator).tolist()
    predicted, truth = ([pairs[k][side] for k in order] for side in (0, 1))
    if size % 2:
        predicted, truth = (
            [[WORDS[i] for i in row] for row in rows] for rows in (predicted, truth)
        )
    return {"predicted": predicted, "truth": truth, "lengths": [lengths[k] for k in order]}


def translation(generator, flaw, size):
    """A translation with a flaw, and the right one; ids are below 12, all of a row differ."""
    count = int(draw_integers(generator, 3, 5 + size // 3, 1))
    first, *rest = torch.randperm(12, generator=generator)[: count + 1].tolist()
    predicted = {
        "none": rest,
        "wrong word": [first, *rest[1:]],
        "last missing": rest[:-1],
        "one too many": [*rest, first],
        "order": [rest[1], rest[0], *rest[2:]],
        "repeated": [*rest, rest[-1]],
        "empty": [],
    }[flaw]
    return predicted, rest


def expected(predicted, truth, lengths):
    right = Counter(
        length for one, two, length in zip(predicted, truth, lengths, strict=True) if one == two
    )
    return {length: right[length] / count for length, count in Counter(lengths).items()}


RESULTS = ("shares",)
RIGHT, SHARE = "append(one == other)", "sum(rights) / len(rights)"

MISTAKES = {
    "words_compared": (
        """This is the share of right *words*. A number with one wrong word is another
        number: a translation counts only if all of it is right.""",
        (RIGHT, "append((sum(a == b for a, b in zip(one, other)), len(other)))"),
        (SHARE, "sum(right for right, _ in rights) / sum(words for _, words in rights)"),
    ),
    "words_compared_in_each_sentence": (
        """This is the mean share of right *words* in a sentence. A number with one wrong
        word is another number: a translation counts only if all of it is right.""",
        (RIGHT, "append(sum(a == b for a, b in zip(one, other)) / len(other))"),
    ),
    "only_what_both_have": (
        """zip stops at the shorter one, so a translation that stops too early, or goes on
        too long, passes. Compare the whole lists.""",
        (RIGHT, "append(all(a == b for a, b in zip(one, other)))"),
    ),
    "order_ignored": (
        """The order of the words is ignored, and in numerals order is everything. Compare
        the lists, not sets and not sorted lists.""",
        (RIGHT, "append(sorted(one) == sorted(other))"),
    ),
    "set_of_words": (
        "The words were compared as sets: order and repetition are ignored. Compare the lists.",
        (RIGHT, "append(set(one) == set(other))"),
    ),
    "lengths_compared": (
        """Two translations count as equal here when they have equally many words. Compare
        the words: the whole lists.""",
        (RIGHT, "append(len(one) == len(other))"),
    ),
    "tensors_compared": (
        """A tensor holds numbers only, and a translation may be a list of *words*. Lists
        need no tensors: == compares them whole.""",
        ("groups = defaultdict(list)", "import torch\n\n    groups = defaultdict(list)"),
        (RIGHT, "append(torch.equal(torch.tensor(one), torch.tensor(other)))"),
    ),
    "same_object": (
        """Nothing is ever right: either two things of different kinds are compared, or
        `is` stands in place of ==. `is` asks whether both are one and the same object; ==
        asks whether they are equal.""",
        (RIGHT, "append(one is other)"),
    ),
    "one_number": (
        """A dictionary is asked for, with one share for each length: one number for all
        hides that long sentences are harder.""",
        (
            "{length: sum(rights) / len(rights) for length, rights in sorted(groups.items())}",
            "sum(map(list.__eq__, predicted, truth)) / len(truth)",
        ),
    ),
    "counts": (
        "These are counts. Divide each by the number of sentences of that length.",
        (SHARE, "sum(rights)"),
    ),
    "whole_division": (
        "All shares below 1 became 0: // leaves no fractions. Divide with /.",
        (" / len(rights)", " // len(rights)"),
    ),
    "last_only": (
        """Each length keeps only its last sentence: each new one takes the place of the
        one before. Collect all answers of a length, then divide.""",
        ("groups[length].append(one == other)", "groups[length] = one == other"),
        (SHARE, "rights"),
    ),
    "divided_by_all": (
        """Divided by the number of *all* sentences. Each length is a group of its own:
        divide by the number of sentences of that length.""",
        ("len(rights)", "len(truth)"),
    ),
    "length_of_the_translation": (
        """The groups are made by the length of the translation. The lengths are given:
        those of the sources.""",
        ("groups[length].append", "groups[len(other)].append"),
    ),
    "percent": (
        "This is in percent. A share from 0 to 1 is asked for.",
        (SHARE, f"100 * {SHARE}"),
    ),
    "wrong_ones": (
        "This is the share of *wrong* translations. Turn the comparison round.",
        (RIGHT, "append(one != other)"),
    ),
    "nothing_right_left_out": (
        """A length at which nothing is right is missing. It belongs into the dictionary,
        with the share 0.0: count all sentences of a length, not only the right ones.""",
        ("in sorted(groups.items())", "in sorted(groups.items()) if sum(rights)"),
    ),
    "keys_as_text": (
        "The keys are texts, such as '5'. Asked for are the lengths themselves, whole numbers: 5.",
        ("{length: sum", "{str(length): sum"),
    ),
    "pairs": (
        """This is a list of pairs, (length, share). A dictionary is asked for: dict(...)
        makes one of such pairs.""",
        (
            "{length: sum(rights) / len(rights) for length, rights in sorted(groups.items())}",
            "[(length, sum(rights) / len(rights)) for length, rights in sorted(groups.items())]",
        ),
    ),
    "lists_of_rights": (
        """Here each length has its list of True and False. Asked for is one number for
        each: the share of True.""",
        (SHARE, "rights"),
    ),
}

MORE = (
    """For each sentence there is one answer, right or wrong: == on two lists is True only if all
    of their items are equal, in the same order. Collect these answers by length: a dictionary of
    lists. At the end each list becomes a share; True counts as 1 in a sum.""",
    """A neighbour: the share of rainy days for each month, with months [1, 2, 1, 1] and rainy
    [True, False, False, True]. Collected: {1: [True, False, True], 2: [False]}. As shares:
    {1: 2 / 3, 2: 0.0}. Month 2 stays in, although it never rained.""",
)
