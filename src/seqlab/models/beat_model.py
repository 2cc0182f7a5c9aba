"""A transformer that hears the beat: a second position, counted in music instead of characters."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from seqlab.models.transformer import TransformerLanguageModel, TransformerState
from seqlab.music.metronome import LONGEST, Metronome

BeatState = tuple[TransformerState, list[Metronome]]


torch.serialization.add_safe_globals([Metronome])  # a checkpoint may hold it, in a carried state


class BeatTransformer(nn.Module):
    r"""A transformer language model of tunes that knows at each step what is left of the bar.

    .. math:: x_t = E w_t + B b_t

    with w_t the character and b_t what a metronome tells after reading it. The metronome only
    listens: which character comes next is still up to the network.

    Args:
        model: The transformer; trained with the rest.
        characters: The character of each token, in the order of the vocabulary; tokens that are no
            single character (start, end, padding) are not read.
    """

    def __init__(self, model: TransformerLanguageModel, characters: Sequence[str]) -> None:
        super().__init__()
        self.model = model
        self.characters = list(characters)
        size = model.embedding.embedding_dim
        self.beat = nn.Embedding(LONGEST + 3, size)  # nothing read yet, too long, 0 to LONGEST
        nn.init.normal_(self.beat.weight, std=size**-0.5)

    def forward(self, tokens: Tensor, state: BeatState | None = None) -> tuple[Tensor, BeatState]:
        """Return the logits for the next token at each step, and the state after the last one.

        Args:
            tokens: int64, (batch, time).
            state: That of the transformer, and a metronome for each row, which reads on; None
                stands for nothing read. A state goes on once.

        Returns:
            Logits (batch, time, V), and the state.
        """
        inner, metronomes = state if state is not None else (None, [Metronome() for _ in tokens])
        logits, inner = self.model(tokens, inner, self.hear(tokens, metronomes))
        return logits, (inner, metronomes)

    def select(self, state: BeatState, rows: Tensor) -> BeatState:
        """Return the state of some rows only, int64 (rows,)."""
        inner, metronomes = state
        return self.model.select(inner, rows), [metronomes[row] for row in rows.tolist()]

    def hear(self, tokens: Tensor, metronomes: Sequence[Metronome]) -> Tensor:
        """Let the metronomes read on; return the embedded beats, (batch, time, embedding)."""
        left = [
            [self._listen(metronome, token) for token in row]
            for metronome, row in zip(metronomes, tokens.tolist(), strict=True)
        ]
        return self.beat(torch.tensor(left, device=tokens.device))

    def _listen(self, metronome: Metronome, token: int) -> int:
        character = self.characters[token]
        return metronome.read(character) + 2 if len(character) == 1 else 0
