"""BERT in small: guess hidden words from the words on both sides."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from seqlab.models.transformer import Encoder


class MaskedLanguageModel(nn.Module):
    r"""Predict the tokens at hidden places from all the others.

    .. math:: h = \mathrm{Encoder}(E \tilde x), \quad \hat y_t = E h_t + b

    with \tilde x the tokens, in which a special token stands at the hidden places (Devlin et al.
    2019, "BERT"). Positions are rotary; the output shares its weights with the embedding.

    Args:
        vocab_size: Tokens in the vocabulary, V.
        mask: Id of the token that stands for a hidden one.
        embedding_size: Length of the vectors of each token.
        num_heads: Heads of each block.
        num_layers: Blocks on top of each other.
    """

    def __init__(
        self, vocab_size: int, mask: int, embedding_size: int, num_heads: int, num_layers: int
    ) -> None:
        super().__init__()
        self.mask = mask
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        nn.init.normal_(self.embedding.weight, std=embedding_size**-0.5)
        self.encoder = Encoder(embedding_size, num_heads, num_layers, rotary=True)
        self.bias = nn.Parameter(torch.zeros(vocab_size))

    def forward(self, tokens: Tensor, hidden: Tensor) -> Tensor:
        """Return the logits for the hidden places.

        Args:
            tokens: int64, (batch, time); what stands at the hidden places is not read.
            hidden: bool, (batch, time), True where the token is to be guessed.

        Returns:
            Logits (hidden places, V), in the order of ``tokens[hidden]``.
        """
        read = self.embedding(tokens.masked_fill(hidden, self.mask))  # (batch, time, embedding)
        return self.encoder(read)[hidden] @ self.embedding.weight.T + self.bias
