"""An LSTM language model of tunes that is told where in the tune it is, and what came back."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from seqlab.models.follower import LEVELS, Follower
from seqlab.models.form import BARS, BEATS, REPEATS, FormReader
from seqlab.models.match_model import Matcher

Readers = tuple[FormReader, Matcher, Follower]  # of one row
TuneState = tuple[Tensor, Tensor, list[Readers]]


torch.serialization.add_safe_globals([FormReader])  # a checkpoint may hold it, in a carried state


class TuneLanguageModel(nn.Module):
    r"""An LSTM with notes beside each character, made by readers that only listen.

    .. math:: p_t = P^1_{a_t} + P^2_{b_t} + P^3_{r_t} + P^4_{s_t}, \quad
              h_t, c_t = \mathrm{LSTM}(E x_t + p_t, h_{t-1}, c_{t-1}), \quad
              o_t = \tanh(W_o [h_t; M m_t; F f_t + T l_t; p_t] + b_o), \quad
              \hat y_t = W_{hy} o_t + b_y

    with a, b, r, s the place in the form (see ``Place``), m the token that followed the last bar
    which began like this one (see ``Matcher``), f and l the token that follows in the passage that
    is being repeated, and how far to trust it (see ``Follower``). Which character comes next is
    still up to the network.

    Args:
        characters: The character of each token, in the order of the vocabulary; tokens that are no
            single character (start, end, padding) are no part of the form.
        embedding_size: Length of an embedding vector.
        hidden_size: Length of the state h_t.
        dropout: Share of the input's and the output's numbers set to zero in training.
    """

    def __init__(
        self,
        characters: Sequence[str],
        embedding_size: int,
        hidden_size: int,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.characters = list(characters)
        size, vocab_size = embedding_size, len(self.characters)
        self.embedding = nn.Embedding(vocab_size, size)
        self.places = nn.ModuleList(nn.Embedding(n, size) for n in (BEATS, BEATS, REPEATS, BARS))
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(size, hidden_size, batch_first=True)
        self.match = nn.Embedding(vocab_size, size)
        self.follow = nn.Embedding(vocab_size, size)
        self.trust = nn.Embedding(LEVELS, size)
        self.join = nn.Linear(hidden_size + 3 * size, hidden_size)
        self.linear = nn.Linear(hidden_size, vocab_size)

    def forward(self, tokens: Tensor, state: TuneState | None = None) -> tuple[Tensor, TuneState]:
        """Return the logits for the next token at each step, and the state after the last one.

        Args:
            tokens: int64, (batch, time).
            state: h and c, each (1, batch, hidden), and for each row its readers, which read on;
                None stands for zeros and nothing read. A state goes on once.

        Returns:
            Logits (batch, time, V), and the state.
        """
        if state is None:
            memory, readers = None, [self._new_readers() for _ in tokens]
        else:
            memory, readers = state[:2], state[2]
        rows = [self._read(row, *mine) for row, mine in zip(tokens.tolist(), readers, strict=True)]
        *places, matched, followed, trust = torch.tensor(rows, device=tokens.device).unbind(-1)
        place = sum(embed(at) for embed, at in zip(self.places, places, strict=True))
        hidden, memory = self.lstm(self.dropout(self.embedding(tokens) + place), memory)
        back = self.follow(followed) + self.trust(trust)  # (batch, time, embedding)
        joined = self.join(torch.cat([hidden, self.match(matched), back, place], dim=-1))
        logits = self.linear(self.dropout(torch.tanh(joined)))  # (batch, time, V)
        return logits, (*memory, readers)

    def select(self, state: TuneState, rows: Tensor) -> TuneState:
        """Return the state of some rows only, int64 (rows,)."""
        h, c, readers = state
        return h[:, rows], c[:, rows], [readers[row] for row in rows.tolist()]

    def _new_readers(self) -> Readers:
        return FormReader(), Matcher(self.characters.index("|"), order=4), Follower(order=6)

    def _read(
        self, row: list[int], form: FormReader, matcher: Matcher, follower: Follower
    ) -> list[tuple[int, ...]]:
        """Let the readers of a row read on; return their notes on each token."""
        return [
            (*self._place(form, token), matcher.read(token), *follower.read(token)) for token in row
        ]

    def _place(self, form: FormReader, token: int) -> tuple[int, ...]:
        character = self.characters[token]
        return form.read(character) if len(character) == 1 else (0, 0, 0, 0)
