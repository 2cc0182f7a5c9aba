"""4.12 attention_share(weights, alignment), both (batch, words, source) -> share."""

import torch

from seqlab.check.shared import draw_integers

# Batch, words, source; in two of them words and source are equal, where wrong axes fit.
SIZES = [(2, 4, 3), (3, 4, 6), (1, 5, 5), (4, 7, 5), (5, 6, 6)]


def case(generator, size):
    """Words belong to one source word, to two, or to none; one misses its own completely."""
    batch, words, source = SIZES[size]
    liking = 2 * torch.randn(batch * words, source, generator=generator)
    drawn = torch.multinomial(liking.softmax(-1), 20, replacement=True, generator=generator)
    weights = torch.zeros(batch * words, source).scatter_add(1, drawn, torch.ones(drawn.shape))
    weights = weights.view(batch, words, source) / 20  # so they stay whole when they are rounded
    places = torch.rand(batch, words, source, generator=generator).argsort(-1)
    belong = draw_integers(generator, 0, 3, batch, words)
    belong[0, :4] = torch.tensor([0, 1, 2, 1])
    belong[-1, :2] = belong[-1, :2].clamp(min=1)  # sentences with different numbers of such words
    belong[-1, 2:] = belong[-1, 2:] if batch == 1 else 0
    alignment = places < belong[..., None]
    weights[0, 3] = (places[0, 3] == 1).float()
    return {"weights": weights, "alignment": alignment}


def expected(weights, alignment):
    on_them = [
        row[belongs].sum()
        for row, belongs in zip(weights.flatten(0, 1), alignment.flatten(0, 1), strict=True)
        if belongs.any()
    ]
    return torch.stack(on_them).double().mean().item()


RESULTS = ("share",)
ON_THEM, MEAN = "(weights * alignment).sum(dim=-1)", "on_them[alignment.any(dim=-1)].mean()"

MISTAKES = {
    "words_without_alignment_counted": (
        """Words that belong to no source word are counted with a share of 0: <end> and
        padding pull the mean down. Take the mean over those that have a source word:
        alignment.any(-1) says which.""",
        (MEAN, "on_them.mean()"),
    ),
    "mean_of_cells": (
        """This is the mean weight of a *cell*. Where a word belongs to two source words,
        their weights add up: first the sum over the source, then the mean over the
        words.""",
        (MEAN, "weights[alignment].mean()"),
    ),
    "mean_of_all_cells": (
        """Divided by the number of all cells of the table. The share belongs to a word:
        sum over the source, then take the mean over the words.""",
        (MEAN, "(weights * alignment).mean()"),
    ),
    "sum": (
        "This is the sum. Divide by the number of words that have a source word.",
        (MEAN, "on_them.sum()"),
    ),
    "heaviest_only": (
        """This counts how often the heaviest weight is on the right word. Asked for is
        how much of the weight is there: a word may look at several.""",
        ("(weights * ", "(1.0 * (weights == weights.amax(dim=-1, keepdim=True)) * "),
    ),
    "heaviest_weight": (
        """For a word that belongs to two source words only the heavier one counts here. A
        word may look at both: add their weights up.""",
        (ON_THEM, "(weights * alignment).amax(dim=-1)"),
    ),
    "wrong_axis": (
        """The sum runs over the words of the translation. Each of *them* has one whole
        attention: add up over the source, the last axis.""",
        (ON_THEM, "(weights * alignment).sum(dim=1)"),
        ("any(dim=-1)", "any(dim=1)"),
    ),
    "wrong_words_count": (
        """The words that count were looked for along the wrong axis: alignment.any must
        run over the source, as the sum does, so that one True or False is left for each
        word of the translation.""",
        ("any(dim=-1)", "any(dim=1)"),
    ),
    "rest": (
        "This is the share that is *not* on the right words.",
        ("return on_them", "return (1 - on_them)"),
    ),
    "mean_of_sentences": (
        """This is a mean of the sentences' means, so a word in a short sentence weighs
        more. One mean over all words.""",
        (MEAN, "(on_them.sum(dim=1) / alignment.any(dim=-1).sum(dim=1)).mean()"),
    ),
    "zero_left_out": (
        """Words whose share is 0 are left out. Which words count is said by the
        alignment, not by the weights: a word that misses its source words counts, with a
        share of 0.""",
        ("alignment.any(dim=-1)", "on_them > 0"),
    ),
    "all_for_any": (
        """The result is NaN: no words were left, and 0 divided by 0 is no number. all
        asks for words that belong to *every* source word; any asks for those that belong
        to some.""",
        ("any(", "all("),
    ),
    "one_for_each_word": (
        "This is one share for each word. Asked for is one number: their mean.",
        ("].mean().item()", "]"),
    ),
    "divided_by_the_weights": (
        """The share was divided by the number of source words. A word has one whole
        attention: if it belongs to two source words, their weights are added up.""",
        (MEAN, "(on_them / alignment.sum(dim=-1))[alignment.any(dim=-1)].mean()"),
    ),
}

MORE = (
    """Two steps. First one number for each word of the translation, (batch, words): along which
    axis must be added up? Then the mean over some of these numbers only: a table of True and False
    in square brackets picks out the places where it is True.""",
    """A neighbour: one sentence of three words. The alignment says: word 1 belongs to source word
    1, word 2 to source words 2 and 3, word 3 to none. The weights of word 1 are [0.7, 0.2, 0.1], of
    word 2 [0.2, 0.5, 0.3], of word 3 [0.1, 0.1, 0.8]. On the right words lie 0.7 and
    0.5 + 0.3 = 0.8. Word 3 does not count, so the mean is (0.7 + 0.8) / 2 = 0.75.""",
)
