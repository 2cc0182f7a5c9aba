"""A reader that follows an earlier passage for as long as the sequence repeats it."""

from __future__ import annotations

import torch

LEVELS = 8  # of trust: no passage, none of its tokens right yet, 1, 2 to 3, ... 32 and more


class Follower:
    """Points at the place in a sequence that is being repeated, and says what followed there.

    It begins where the last ``order`` tokens stood before, and stays there after a token that
    differs, until another place agrees better. Compressors know this as a match model with recovery
    (Mahoney 2005, "Adaptive weighing of context models for lossless data compression").

    Args:
        order: Tokens that must agree at least where it begins.
    """

    def __init__(self, order: int = 6) -> None:
        self.order = order
        self.tokens: list[int] = []
        self.after: dict[tuple[int, ...], int] = {}  # tokens to the place after them
        self.place: int | None = None
        self.agreed = 0  # tokens in a row that were right

    def read(self, token: int) -> tuple[int, int]:
        """Read the next token.

        Returns:
            The token that follows in the passage, or 0 if there is none, and the level of trust,
            below ``LEVELS``.
        """
        if self.place is not None:
            self.agreed = self.agreed + 1 if self.tokens[self.place] == token else 0
            self.place += 1
        self.tokens.append(token)
        now = tuple(self.tokens[-self.order :])
        if self.agreed < self.order and now in self.after:
            self.place, self.agreed = self.after[now], self.order
        self.after[now] = len(self.tokens)
        if self.place is None:
            return 0, 0
        return self.tokens[self.place], 1 + min(self.agreed, 63).bit_length()


torch.serialization.add_safe_globals([Follower])  # a checkpoint may hold it, in a carried state
