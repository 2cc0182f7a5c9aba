"""A language model that also looks up how a bar like this one went on before."""

from __future__ import annotations

import torch
from torch import Tensor, nn

MatchState = tuple[Tensor, Tensor, list["Matcher"]]


class Matcher:
    """Finds the last place where a sequence looked like now, and what followed there.

    "Like now" means the same tokens since the last separator (a bar line), and at least the same
    ``order`` tokens. Compressors know this as a match model (Mahoney 2005, "Adaptive weighing of
    context models for lossless data compression").

    Args:
        separator: Id of the token that begins a new bar.
        order: Tokens that must agree at least.
    """

    def __init__(self, separator: int, order: int) -> None:
        self.separator, self.order = separator, order
        self.tokens: list[int] = []
        self.bar = 0  # where the current bar begins
        self.after: dict[tuple[int, ...], int] = {}  # tokens to the place after them

    def read(self, token: int) -> int:
        """Read the next token; return what followed the last match, or 0 if there was none."""
        self.tokens.append(token)
        if token == self.separator:
            self.bar = len(self.tokens) - 1
        begin = max(0, min(self.bar, len(self.tokens) - self.order))
        now = tuple(self.tokens[begin:])
        place = self.after.get(now)
        self.after[now] = len(self.tokens)
        return 0 if place is None else self.tokens[place]


torch.serialization.add_safe_globals([Matcher])  # a checkpoint may hold it, in a carried state


class MatchLanguageModel(nn.Module):
    r"""An LSTM language model with a note: what followed, the last time a bar began like this?

    .. math:: h_t, c_t = \mathrm{LSTM}(E x_t, h_{t-1}, c_{t-1}), \quad
              o_t = \tanh(W_o [h_t; M m_t] + b_o), \quad \hat y_t = W_{hy} o_t + b_y

    with m_t the token that followed the last match. It joins after the LSTM, so that the LSTM goes
    on counting undisturbed. A learned relative: Merity et al. 2016, "Pointer sentinel mixture
    models".

    Args:
        vocab_size: Tokens in the vocabulary, V.
        embedding_size: Length of an embedding vector.
        hidden_size: Length of the state h_t.
        separator: Id of the token that begins a new bar.
        dropout: Share of the embedding's and the output's numbers set to zero in training.
        order: Tokens that must agree at least in a match.
    """

    def __init__(
        self,
        vocab_size: int,
        embedding_size: int,
        hidden_size: int,
        separator: int,
        dropout: float = 0.0,
        order: int = 4,
    ) -> None:
        super().__init__()
        self.separator, self.order = separator, order
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.match = nn.Embedding(vocab_size, embedding_size)
        self.join = nn.Linear(hidden_size + embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, vocab_size)

    def forward(self, tokens: Tensor, state: MatchState | None = None) -> tuple[Tensor, MatchState]:
        """Return the logits for the next token at each step, and the state after the last one.

        Args:
            tokens: int64, (batch, time).
            state: h and c, each (1, batch, hidden), and a matcher for each row, which reads on;
                None stands for zeros and new matchers. A state goes on once.

        Returns:
            Logits (batch, time, V), and the state.
        """
        if state is None:
            memory, matchers = None, [Matcher(self.separator, self.order) for _ in tokens]
        else:
            memory, matchers = state[:2], state[2]
        hidden, memory = self.lstm(self.dropout(self.embedding(tokens)), memory)
        followed = torch.tensor(
            [
                [matcher.read(token) for token in row]
                for matcher, row in zip(matchers, tokens.tolist(), strict=True)
            ],
            device=tokens.device,
        )  # (batch, time)
        joined = self.join(torch.cat([hidden, self.match(followed)], dim=-1))
        logits = self.linear(self.dropout(torch.tanh(joined)))  # (batch, time, V)
        return logits, (*memory, matchers)

    def select(self, state: MatchState, rows: Tensor) -> MatchState:
        """Return the state of some rows only, int64 (rows,)."""
        h, c, matchers = state
        return h[:, rows], c[:, rows], [matchers[row] for row in rows.tolist()]
