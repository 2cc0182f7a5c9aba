# %% right: an empty memory made by hand
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        if state is None:
            zeros = torch.zeros(1, tokens.shape[0], self.lstm.hidden_size, device=tokens.device)
            state = (zeros, zeros.clone())
        e = F.dropout(self.embedding(tokens), self.dropout.p, self.training)
        h, state = self.lstm(e, state)
        h = F.dropout(h, self.dropout.p, self.training)
        return F.linear(h, self.linear.weight, self.linear.bias), state

# %% one: no dropout after the embedding
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        hidden, state = self.lstm(self.embedding(tokens), state)
        return self.linear(self.dropout(hidden)), state

# %% one: softmax at the end
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        embedded = self.dropout(self.embedding(tokens))
        hidden, state = self.lstm(embedded, state)
        logits = self.linear(self.dropout(hidden))
        return torch.softmax(logits, dim=-1), state

# %% one: the state first
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        embedded = self.dropout(self.embedding(tokens))
        hidden, state = self.lstm(embedded, state)
        logits = self.linear(self.dropout(hidden))
        return state, logits

# %% one: the vocabulary on the second axis
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        embedded = self.dropout(self.embedding(tokens))
        hidden, state = self.lstm(embedded, state)
        return self.linear(self.dropout(hidden)).transpose(1, 2), state

# %% one: h and c are exchanged
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        embedded = self.dropout(self.embedding(tokens))
        hidden, (h, c) = self.lstm(embedded, state)
        return self.linear(self.dropout(hidden)), (c, h)

# %% two: old state returned; no dropout after the embedding
class TuneModel(nn.Module):
    def __init__(
        self, vocab_size: int, embedding_size: int, hidden_size: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        """Tokens (batch, time) and state (h, c) to logits (batch, time, V) and the new state."""
        hidden, _ = self.lstm(self.embedding(tokens), state)
        return self.linear(self.dropout(hidden)), state
