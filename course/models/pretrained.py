"""A real pretrained encoder, MiniLM, as the formulas of BERT. Its weights are optional."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seqlab.data.minilm import read_member
from seqlab.models.attention import attention
from seqlab.models.wordpiece import WordPiece


class EncoderBlock(nn.Module):
    r"""One layer: attention, then a network for each place; each added, then normalised.

    .. math:: x \leftarrow \mathrm{LN}(x + \mathrm{Attention}(x)), \quad
              x \leftarrow \mathrm{LN}(x + W_2\,\mathrm{GELU}(W_1 x))

    Args:
        size: Length of the vector of a token.
        heads: Into how many parts queries, keys and values are cut.
        inner_size: Length of the hidden vector of the second part.
    """

    def __init__(self, size: int, heads: int, inner_size: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(size, size) for _ in range(4))
        self.expand, self.contract = nn.Linear(size, inner_size), nn.Linear(inner_size, size)
        self.attention_norm, self.norm = (nn.LayerNorm(size, eps=1e-12) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the new vectors and where each token looked.

        Args:
            x: (batch, time, size).
            mask: bool, (batch, time), False where there is padding.

        Returns:
            Vectors (batch, time, size), and weights (batch, head, query, key) that sum to 1 over
            the keys.
        """
        q, k, v = (  # each (batch, head, time, size / heads)
            layer(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        attended, weights = attention(q, k, v, mask[:, None, None])
        x = self.attention_norm(x + self.output(attended.transpose(1, 2).flatten(start_dim=2)))
        return self.norm(x + self.contract(F.gelu(self.expand(x)))), weights


class PretrainedEncoder(nn.Module):
    """BERT (Devlin et al., NAACL 2019): embeddings, then blocks.

    Args:
        tokenizer: Cuts texts into pieces.
        size: Length of the vector of a token.
        layers: Number of blocks.
        heads: Heads of each block.
        positions: Longest text, in pieces.
    """

    def __init__(
        self, tokenizer: WordPiece, size: int, layers: int, heads: int, positions: int
    ) -> None:
        super().__init__()
        self.tokenizer = tokenizer
        self.word = nn.Embedding(len(tokenizer.tokens), size)
        self.position = nn.Embedding(positions, size)
        self.segment = nn.Embedding(2, size)  # first or second text; ours is always the first
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.blocks = nn.ModuleList(EncoderBlock(size, heads, 4 * size) for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the vectors of all layers and the attention weights of all heads.

        Args:
            ids: int64, (batch, time).
            mask: bool, (batch, time), False where there is padding.

        Returns:
            States (layers + 1, batch, time, size), the first are the embeddings; weights
            (layers, batch, head, query, key).
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.position(places) + self.segment.weight[0])
        states, weights = [x], []
        for block in self.blocks:
            x, looked = block(x, mask)
            states.append(x)
            weights.append(looked)
        return torch.stack(states), torch.stack(weights)

    def encode(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return the padded ids of the texts and their mask, both (batch, time)."""
        ids = [torch.tensor(self.tokenizer.encode(text)) for text in texts]
        padded = nn.utils.rnn.pad_sequence(ids, batch_first=True)  # [PAD] has number 0
        lengths = torch.tensor([len(each) for each in ids])
        device = self.word.weight.device
        return padded.to(device), (torch.arange(padded.shape[1]) < lengths[:, None]).to(device)

    @torch.no_grad()
    def embed(self, texts: Sequence[str]) -> Tensor:
        """Return a vector of norm 1 for each text: the mean of its last states, (batch, size).

        Reimers and Gurevych, "Sentence-BERT" (EMNLP 2019), trained it to be near for texts of
        like meaning.
        """
        ids, mask = self.encode(texts)
        last = self(ids, mask)[0][-1] * mask[..., None]
        return F.normalize(last.sum(dim=1) / mask.sum(dim=1, keepdim=True), dim=-1)


# What a part of ours is called in the file.
_NAMES = {
    "word": "embeddings.word_embeddings",
    "position": "embeddings.position_embeddings",
    "segment": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
}
_BLOCK_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "expand": "intermediate.dense",
    "contract": "output.dense",
    "norm": "output.LayerNorm",
}


def load_minilm() -> PretrainedEncoder:
    """Return MiniLM with its real weights, in evaluation mode.

    Six layers of 12 heads and 384 numbers, trained on English sentences to give near vectors to
    texts of like meaning. ``seqlab.data.minilm.is_there()`` tells whether it can be loaded.

    Raises:
        DataError: It has not been fetched: run ``seqlab data --optional``.
    """
    from safetensors.torch import load

    tokenizer = WordPiece(read_member("vocab.txt").decode("utf-8").splitlines())
    weights = load(read_member("model.safetensors"))
    encoder = PretrainedEncoder(tokenizer, size=384, layers=6, heads=12, positions=512)
    encoder.load_state_dict({name: weights[_theirs(name)] for name in encoder.state_dict()})
    return encoder.eval().requires_grad_(False)


def _theirs(name: str) -> str:
    """Return the name in the file for one of ours, such as ``blocks.0.query.weight``."""
    *block, part, kind = name.split(".")
    if block:
        return f"encoder.layer.{block[1]}.{_BLOCK_NAMES[part]}.{kind}"
    return f"{_NAMES[part]}.{kind}"
