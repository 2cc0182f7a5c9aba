"""An encoder-decoder without attention: one network reads, and another writes from its state."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Translator(nn.Module):
    r"""Read a sequence into one vector, and write another sequence out of it.

    .. math:: h_t = \mathrm{GRU}(E x_t, h_{t-1}), \quad s_0 = h_T, \quad
              s_k = \mathrm{GRU}(E' y_{k-1}, s_{k-1}), \quad \hat y_k = W s_k + b

    (Sutskever, Vinyals and Le 2014, "Sequence to sequence learning"; the cell is that of Cho et
    al. 2014.) All that the writer knows of the source is :math:`s_0`.

    Args:
        source_size: Tokens in the vocabulary that is read.
        target_size: Tokens in the vocabulary that is written.
        embedding_size: Length of an embedding vector, of both.
        hidden_size: Length of the state.
        dropout: Share of the embeddings' and the output's numbers set to zero in training.
    """

    def __init__(
        self,
        source_size: int,
        target_size: int,
        embedding_size: int,
        hidden_size: int,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.source_embedding = nn.Embedding(source_size, embedding_size)
        self.encoder = nn.GRU(embedding_size, hidden_size, batch_first=True)
        self.target_embedding = nn.Embedding(target_size, embedding_size)
        self.decoder = nn.GRU(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, target_size)
        self.dropout = nn.Dropout(dropout)

    def encode(self, source: Tensor, lengths: Tensor) -> Tensor:
        """Return the state after the last token of each row, (1, batch, hidden).

        Args:
            source: int64, (batch, time), filled up at the end.
            lengths: int64, (batch,): tokens of each row that are not filling.
        """
        states, _ = self.encoder(self.dropout(self.source_embedding(source)))
        rows = torch.arange(len(source), device=source.device)
        return states[rows, lengths.to(source.device) - 1][None]

    def decode(self, target: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits for the next token at each step, and the state after the last one.

        Args:
            target: int64, (batch, time): what is written already.
            state: (1, batch, hidden).

        Returns:
            Logits (batch, time, target_size), and the state, (1, batch, hidden).
        """
        states, state = self.decoder(self.dropout(self.target_embedding(target)), state)
        return self.linear(self.dropout(states)), state

    def forward(self, source: Tensor, lengths: Tensor, target: Tensor) -> Tensor:
        """Return the logits for the next token of each target, (batch, time, target_size)."""
        return self.decode(target, self.encode(source, lengths))[0]

    @torch.no_grad()
    def translate(
        self, source: Tensor, lengths: Tensor, start: int, end: int, longest: int
    ) -> Tensor:
        """Write the likeliest token at each step.

        Args:
            source: int64, (batch, time), filled up at the end.
            lengths: int64, (batch,).
            start: Token that begins a target.
            end: Token that ends it.
            longest: Tokens at most.

        Returns:
            int64, (batch, at most longest); after the first ``end`` a row holds ``end`` only.
        """
        state = self.encode(source, lengths)
        token = torch.full_like(source[:, :1], start)
        ended = torch.zeros_like(token, dtype=torch.bool)
        written: list[Tensor] = []
        while len(written) < longest and not ended.all():
            logits, state = self.decode(token, state)
            token = logits.argmax(-1).masked_fill(ended, end)  # (batch, 1)
            written.append(token)
            ended = token == end
        return torch.cat(written, dim=1) if written else token[:, :0]
