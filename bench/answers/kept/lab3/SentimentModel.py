# %% right: packed sequence, own means
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        words = self.dropout(self.embedding(ids))
        lengths = mask.sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(
            words, lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        packed_out, (h_n, _) = self.lstm(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(
            packed_out, batch_first=True, total_length=ids.shape[1]
        )
        m = mask.unsqueeze(-1).float()
        n = m.sum(1)
        joined = torch.cat([h_n[-1], (states * m).sum(1) / n, (words * m).sum(1) / n], dim=1)
        return self.linear(self.dropout(joined)).squeeze(-1)

# %% one: the last place in place of the last word
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        words = self.dropout(self.embedding(ids))
        states, _ = self.lstm(words)
        parts = [states[:, -1], masked_mean(states, mask), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% one: the mean of the words counts padding
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        x = self.dropout(self.embedding(ids))
        out, _ = self.lstm(x)
        z = torch.cat([last_valid(out, mask), masked_mean(out, mask), x.mean(1)], dim=1)
        return self.linear(self.dropout(z)).squeeze(1)

# %% one: a sigmoid at the end
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        words = self.dropout(self.embedding(ids))
        states, _ = self.lstm(words)
        parts = [last_valid(states, mask), masked_mean(states, mask), masked_mean(words, mask)]
        logits = self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)
        return torch.sigmoid(logits)

# %% one: dropout is on also in evaluation
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        p = self.dropout.p
        words = F.dropout(self.embedding(ids), p)
        states, _ = self.lstm(words)
        parts = [last_valid(states, mask), masked_mean(states, mask), masked_mean(words, mask)]
        return self.linear(F.dropout(torch.cat(parts, dim=1), p)).squeeze(1)

# %% one: the mean word is taken after the LSTM, twice the mean state
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        words = self.dropout(self.embedding(ids))
        words, _ = self.lstm(words)
        parts = [last_valid(words, mask), masked_mean(words, mask), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% two: padding in the mean of the states; words joined first
class SentimentModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Ids and mask (batch, time) to logits (batch,)."""
        words = self.dropout(self.embedding(ids))
        states, _ = self.lstm(words)
        parts = [masked_mean(words, mask), last_valid(states, mask), states.mean(1)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)
