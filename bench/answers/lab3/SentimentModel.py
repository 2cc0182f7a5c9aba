# %% right: step by step with names of its own
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
        emb = self.embedding(ids)
        emb = self.dropout(emb)
        out, (hn, cn) = self.lstm(emb)
        last = last_valid(out, mask)
        mean_state = masked_mean(out, mask)
        bag = masked_mean(emb, mask)
        features = torch.cat((last, mean_state, bag), -1)
        features = self.dropout(features)
        logit = self.linear(features)
        return logit[:, 0]

# %% right: F.dropout with the training flag
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
        e = F.dropout(self.embedding(ids), p, training=self.training)
        h = self.lstm(e)[0]
        joined = torch.hstack([last_valid(h, mask), masked_mean(h, mask), masked_mean(e, mask)])
        return self.linear(F.dropout(joined, p, training=self.training)).flatten()

# %% right: helper method, reshape at the end
class SentimentModel(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def features(self, ids, mask):
        words = self.dropout(self.embedding(ids))
        states = self.lstm(words)[0]
        yield last_valid(states, mask)
        yield masked_mean(states, mask)
        yield masked_mean(words, mask)

    def forward(self, ids, mask):
        joined = torch.cat(tuple(self.features(ids, mask)), dim=1)
        return self.linear(self.dropout(joined)).reshape(len(ids))

# %% one: no dropout after the embedding
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
        words = self.embedding(ids)
        states, _ = self.lstm(words)
        parts = [last_valid(states, mask), masked_mean(states, mask), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% one: no dropout before the linear layer
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
        parts = torch.cat(
            [last_valid(states, mask), masked_mean(states, mask), masked_mean(words, mask)], dim=1
        )
        return self.linear(parts).squeeze(1)

# %% one: h_n of the padded row is taken for the last state
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
        states, (h_n, c_n) = self.lstm(words)
        parts = [h_n.squeeze(0), masked_mean(states, mask), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% one: the mean of the states counts padding
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
        parts = [last_valid(states, mask), states.mean(dim=1), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% one: joined in another order
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
        parts = [masked_mean(words, mask), last_valid(states, mask), masked_mean(states, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% one: the mean state stands before the last
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
        joined = torch.cat(
            [masked_mean(states, mask), last_valid(states, mask), masked_mean(words, mask)], dim=1
        )
        return self.linear(self.dropout(joined))[:, 0]

# %% one: the shape is (batch, 1)
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
        return self.linear(self.dropout(torch.cat(parts, dim=1)))

# %% one: squeeze drops a batch of one
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
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze()

# %% one: dropout after the linear layer in place of before
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
        return self.dropout(self.linear(torch.cat(parts, dim=1))).squeeze(1)

# %% one: joined along the batch
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
        return self.linear(self.dropout(torch.cat(parts, dim=0))).squeeze(1)

# %% one: the word vectors are detached, so the embedding learns nothing from the bag
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
        bag = masked_mean(words.detach(), mask)
        parts = [last_valid(states, mask), masked_mean(states, mask), bag]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% one: batch_first is forgotten
class SentimentModel(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size)
        self.linear = nn.Linear(2 * hidden_size + embedding_size, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, mask):
        words = self.dropout(self.embedding(ids))
        states, _ = self.lstm(words)
        parts = [last_valid(states, mask), masked_mean(states, mask), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1)

# %% two: sigmoid; no dropout after the embedding
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
        words = self.embedding(ids)
        states, _ = self.lstm(words)
        parts = [last_valid(states, mask), masked_mean(states, mask), masked_mean(words, mask)]
        return torch.sigmoid(self.linear(self.dropout(torch.cat(parts, dim=1))).squeeze(1))

# %% two: last place; shape (batch, 1)
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
        parts = [states[:, -1, :], masked_mean(states, mask), masked_mean(words, mask)]
        return self.linear(self.dropout(torch.cat(parts, dim=1)))

# %% two: no dropout before the linear layer; squeeze drops a batch of one
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
        return self.linear(torch.cat(parts, dim=1)).squeeze()
