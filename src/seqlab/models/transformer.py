"""The transformer: blocks of attention and a small network, each on a residual path."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from seqlab.models.attention import MultiHeadAttention, Past, Rotation, causal_mask, rotation

TransformerState = tuple[int, list[Past]]  # steps read so far, keys and values of each layer


class Block(nn.Module):
    r"""One block: look around, then think, each added to what was there.

    .. math:: y = x + \mathrm{Attention}(\mathrm{Norm}(x)), \quad
              z = y + W_2 \, \mathrm{GELU}(W_1 \, \mathrm{Norm}(y))

    with the norm before each part, which trains without trouble in depth (Xiong et al. 2020, "On
    layer normalization in the transformer architecture").

    Args:
        embedding_size: Length of the vectors that come in and go out.
        num_heads: Heads of the attention.
        dropout: Share of what each part adds that is set to zero in training.
        rotary: See ``MultiHeadAttention``.
    """

    def __init__(
        self, embedding_size: int, num_heads: int, dropout: float = 0.0, rotary: bool = False
    ) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(embedding_size)
        self.attention = MultiHeadAttention(embedding_size, num_heads, rotary)
        self.norm2 = nn.LayerNorm(embedding_size)
        self.mlp = nn.Sequential(
            nn.Linear(embedding_size, 4 * embedding_size),
            nn.GELU(),
            nn.Linear(4 * embedding_size, embedding_size),
        )
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        past: Past | None = None,
        turning: Rotation | None = None,
    ) -> tuple[Tensor, Past]:
        """Return the output (batch, time, embedding), keys and values; see the attention."""
        found, past = self.attention(self.norm1(x), mask, past, turning)
        x = x + self.dropout(found)
        return x + self.dropout(self.mlp(self.norm2(x))), past


class Encoder(nn.Module):
    """A stack of blocks in which each step may look at all others, before it and after it.

    Args:
        embedding_size: Length of the vectors that come in and go out.
        num_heads: Heads of each block.
        num_layers: Blocks on top of each other.
        dropout: Share of what each part adds that is set to zero in training.
        rotary: See ``MultiHeadAttention``; without it, positions must be in the input.
    """

    def __init__(
        self,
        embedding_size: int,
        num_heads: int,
        num_layers: int,
        dropout: float = 0.0,
        rotary: bool = False,
    ) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            Block(embedding_size, num_heads, dropout, rotary) for _ in range(num_layers)
        )
        self.norm = nn.LayerNorm(embedding_size)

    def forward(self, x: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Encode a batch of sequences.

        Args:
            x: (batch, time, embedding).
            lengths: int64, (batch,), each at least 1: no step looks at the padding that follows.

        Returns:
            The encoded sequences, (batch, time, embedding); what stands in padding means nothing.
        """
        mask = None
        if lengths is not None:
            steps = torch.arange(x.shape[1], device=x.device)
            mask = (steps < lengths.to(x.device)[:, None])[:, None, None]  # (batch, 1, 1, keys)
        for block in self.blocks:
            x, _ = block(x, mask)
        return self.norm(x)


class TransformerLanguageModel(nn.Module):
    """Predict the next token at every time step, from all tokens before it.

    Rotary positions; the output shares its weights with the embedding (Press and Wolf 2017). The
    state holds the keys and values of what was read, so that going on does not read it again.

    Args:
        vocab_size: Tokens in the vocabulary, V.
        embedding_size: Length of the vectors of each token.
        num_heads: Heads of each block.
        num_layers: Blocks on top of each other.
        dropout: Share of the numbers set to zero in training.
        window: How many tokens a layer looks back at most, itself included; None for all.
    """

    def __init__(
        self,
        vocab_size: int,
        embedding_size: int,
        num_heads: int,
        num_layers: int,
        dropout: float = 0.0,
        window: int | None = None,
    ) -> None:
        super().__init__()
        self.window, self.head_size = window, embedding_size // num_heads
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        nn.init.normal_(self.embedding.weight, std=embedding_size**-0.5)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(
            Block(embedding_size, num_heads, dropout, rotary=True) for _ in range(num_layers)
        )
        self.norm = nn.LayerNorm(embedding_size)

    def forward(
        self, tokens: Tensor, state: TransformerState | None = None, extra: Tensor | None = None
    ) -> tuple[Tensor, TransformerState]:
        """Return the logits for the next token at each step, and the state after the last one.

        Args:
            tokens: int64, (batch, time).
            state: What was read before, from an earlier call; None for nothing.
            extra: What else is known at each step, (batch, time, embedding); it is added to the
                embeddings.

        Returns:
            Logits (batch, time, V), and the state: steps read, keys and values of each layer.
        """
        first, pasts = state if state is not None else (0, [None] * len(self.blocks))
        kept = 0 if pasts[0] is None else pasts[0][0].shape[2]
        time = tokens.shape[1]
        # one token may look at all that is kept
        mask = causal_mask(time, kept + time, self.window, tokens.device) if time > 1 else None
        turning = rotation(time, self.head_size, first, tokens.device)
        x = self.embedding(tokens)  # (batch, time, embedding)
        x = self.dropout(x if extra is None else x + extra)
        after = []
        for block, past in zip(self.blocks, pasts, strict=True):
            x, past = block(x, mask, past, turning)
            after.append(self._recent(past))
        logits = self.norm(x) @ self.embedding.weight.T  # (batch, time, V)
        return logits, (first + time, after)

    def select(self, state: TransformerState, rows: Tensor) -> TransformerState:
        """Return the state of some rows only, int64 (rows,)."""
        read, pasts = state
        return read, [(key[rows], value[rows], None, 0) for key, value, _, _ in pasts]

    def _recent(self, past: Past) -> Past:
        """Keep what the next token may still see: with itself, ``window`` tokens."""
        key, value, room, end = past
        if self.window is None:
            return past
        begin = max(0, key.shape[2] - self.window + 1)
        return key[:, :, begin:], value[:, :, begin:], room, end
