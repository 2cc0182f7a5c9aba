"""A language model with memory: embedding, LSTM, linear."""

from __future__ import annotations

from torch import Tensor, nn

State = tuple[Tensor, Tensor]


class LSTMLanguageModel(nn.Module):
    r"""Predict the next token at every time step.

    .. math:: e_t = E x_t, \quad h_t, c_t = \mathrm{LSTM}(e_t, h_{t-1}, c_{t-1}), \quad
              \hat y_t = W_{hy} h_t + b_y

    Args:
        vocab_size: Tokens in the vocabulary, V.
        embedding_size: Length of an embedding vector.
        hidden_size: Length of the state h_t.
        num_layers: LSTM layers on top of each other.
        dropout: Share of the embedding's and the output's numbers set to zero in training.
    """

    def __init__(
        self,
        vocab_size: int,
        embedding_size: int,
        hidden_size: int,
        num_layers: int = 1,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(
            embedding_size,
            hidden_size,
            num_layers,
            batch_first=True,
            dropout=dropout if num_layers > 1 else 0.0,
        )
        self.linear = nn.Linear(hidden_size, vocab_size)

    def forward(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Return the logits for the next token at each step, and the state after the last one.

        Args:
            tokens: int64, (batch, time).
            state: h and c, each (layers, batch, hidden); None stands for zeros.

        Returns:
            Logits (batch, time, V), and the state (h, c).
        """
        embedded = self.dropout(self.embedding(tokens))  # (batch, time, embedding)
        hidden, state = self.lstm(embedded, state)  # (batch, time, hidden)
        return self.linear(self.dropout(hidden)), state

    def select(self, state: State, rows: Tensor) -> State:
        """Return the state of some rows only, int64 (rows,)."""
        h, c = state
        return h[:, rows], c[:, rows]
