"""An LSTM language model of tunes that is told the beat, and how a bar like this one went on."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from seqlab.models.match_model import Matcher
from seqlab.music.metronome import LONGEST, Metronome

TuneState = tuple[Tensor, Tensor, list[tuple[Metronome, Matcher]]]


class TuneLanguageModel(nn.Module):
    r"""An LSTM with two notes beside each character: what is left of the bar, and the last match.

    .. math:: h_t, c_t = \mathrm{LSTM}(E x_t + B b_t, h_{t-1}, c_{t-1}), \quad
              o_t = \tanh(W_o [h_t; M m_t; C b_t] + b_o), \quad \hat y_t = W_{hy} o_t + b_y

    with b_t what a metronome tells after reading the character, and m_t the token that followed
    the last match, see ``Metronome`` and ``Matcher``. Both only listen: which character comes next
    is still up to the network.

    Args:
        characters: The character of each token, in the order of the vocabulary; tokens that are no
            single character (start, end, padding) are not heard by the metronome.
        embedding_size: Length of an embedding vector.
        hidden_size: Length of the state h_t.
        dropout: Share of the embedding's and the output's numbers set to zero in training.
        order: Tokens that must agree at least in a match.
    """

    def __init__(
        self,
        characters: Sequence[str],
        embedding_size: int,
        hidden_size: int,
        dropout: float = 0.0,
        order: int = 4,
    ) -> None:
        super().__init__()
        self.characters, self.order = list(characters), order
        beats = LONGEST + 3  # nothing read yet, too long, 0 to LONGEST
        self.embedding = nn.Embedding(len(self.characters), embedding_size)
        self.beat = nn.Embedding(beats, embedding_size)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.match = nn.Embedding(len(self.characters), embedding_size)
        self.last_beat = nn.Embedding(beats, embedding_size)
        self.join = nn.Linear(hidden_size + 2 * embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, len(self.characters))

    def forward(self, tokens: Tensor, state: TuneState | None = None) -> tuple[Tensor, TuneState]:
        """Return the logits for the next token at each step, and the state after the last one.

        Args:
            tokens: int64, (batch, time).
            state: h and c, each (1, batch, hidden), and for each row a metronome and a matcher,
                which read on; None stands for zeros and nothing read. A state goes on once.

        Returns:
            Logits (batch, time, V), and the state.
        """
        if state is None:
            memory, readers = None, [self._new_readers() for _ in tokens]
        else:
            memory, readers = state[:2], state[2]
        beats, matches = self._read(tokens, readers)  # (batch, time) each
        embedded = self.dropout(self.embedding(tokens) + self.beat(beats))
        hidden, memory = self.lstm(embedded, memory)  # (batch, time, hidden)
        notes = [hidden, self.match(matches), self.last_beat(beats)]
        output = torch.tanh(self.join(torch.cat(notes, dim=-1)))
        return self.linear(self.dropout(output)), (*memory, readers)

    def _new_readers(self) -> tuple[Metronome, Matcher]:
        return Metronome(), Matcher(self.characters.index("|"), self.order)

    def _read(
        self, tokens: Tensor, readers: Sequence[tuple[Metronome, Matcher]]
    ) -> tuple[Tensor, Tensor]:
        """Let the readers read on; return the beats and the tokens after the last matches."""
        beats, matches = [], []
        for (metronome, matcher), row in zip(readers, tokens.tolist(), strict=True):
            beats.append([self._left_of_bar(metronome, token) for token in row])
            matches.append([matcher.read(token) for token in row])
        device = tokens.device
        return torch.tensor(beats, device=device), torch.tensor(matches, device=device)

    def _left_of_bar(self, metronome: Metronome, token: int) -> int:
        character = self.characters[token]
        return metronome.read(character) + 2 if len(character) == 1 else 0
