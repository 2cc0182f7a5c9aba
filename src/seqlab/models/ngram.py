"""A language model that only counts: interpolated Kneser-Ney, the baseline to beat."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

Counts = dict[tuple[int, ...], dict[int, int]]


class NGramModel:
    r"""Predict a token from the ``order - 1`` tokens before it.

    Counts of long contexts are discounted by D and filled up from shorter ones, where a token
    counts once for each context it was seen in (Kneser and Ney 1995; Chen and Goodman 1999):

    .. math:: p(w | c) = \frac{\max(n(cw) - D, 0)}{n(c)} + \frac{D \, N_{1+}(c)}{n(c)} \, p(w | c')

    with c' the context without its first token, and N_{1+}(c) the number of different tokens
    seen after c.

    Args:
        vocab_size: Tokens in the vocabulary.
        order: Length of the longest sequences counted.
    """

    def __init__(self, vocab_size: int, order: int) -> None:
        if order < 2:
            raise ValueError(f"the order must be 2 or more, got {order}")
        self.vocab_size, self.order = vocab_size, order
        self.counts: list[Counts] = [defaultdict(dict) for _ in range(order)]
        self.discounts: list[float] = []

    def fit(self, sequences: Iterable[Sequence[int]]) -> NGramModel:
        """Count the sequences, each with its start and end tokens; return the model itself."""
        for sequence in sequences:
            for t in range(1, len(sequence)):
                self._count(tuple(sequence[max(0, t - self.order + 1) : t]), sequence[t])
        self.discounts = [_discount(counts) for counts in self.counts]
        return self

    def _count(self, context: tuple[int, ...], token: int) -> None:
        """Count a token after its context; a shorter context counts what is new to the longer."""
        while True:
            after = self.counts[len(context)][context]
            after[token] = after.get(token, 0) + 1
            if not context or after[token] > 1:
                return
            context = context[1:]

    def probability(self, token: int, context: tuple[int, ...]) -> float:
        """Return p(token | context); of a longer context the last ``order - 1`` tokens count."""
        p = 1 / self.vocab_size
        context = context[-(self.order - 1) :]
        for length in range(len(context) + 1):
            after = self.counts[length].get(context[len(context) - length :])
            if after is None:
                break
            total, discount = sum(after.values()), self.discounts[length]
            p = (max(after.get(token, 0) - discount, 0) + discount * len(after) * p) / total
        return p

    def bits_per_char(self, sequences: Iterable[Sequence[int]]) -> float:
        """Return the mean of -log2 p over all tokens but the first of each sequence.

        Raises:
            ValueError: There is nothing to predict.
        """
        bits, count = 0.0, 0
        for sequence in sequences:
            for t in range(1, len(sequence)):
                context = tuple(sequence[max(0, t - self.order + 1) : t])
                bits -= math.log2(self.probability(sequence[t], context))
                count += 1
        if not count:
            raise ValueError("there is nothing to predict: each sequence needs 2 tokens or more")
        return bits / count


def _discount(counts: Counts) -> float:
    """Estimate D from the numbers of sequences seen once and twice."""
    values = [n for after in counts.values() for n in after.values()]
    once, twice = values.count(1), values.count(2)
    return once / (once + 2 * twice) if once and twice else 0.5
