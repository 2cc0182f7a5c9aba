# %% right: short names
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
        x = self.embedding(tokens)
        x = self.dropout(x)
        x, new_state = self.lstm(x, state)
        x = self.dropout(x)
        return self.linear(x), new_state

# %% right: the state unpacked
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
        emb = self.dropout(self.embedding(tokens))
        if state is None:
            out, (h, c) = self.lstm(emb)
        else:
            out, (h, c) = self.lstm(emb, state)
        logits = self.linear(self.dropout(out))
        return logits, (h, c)

# %% right: with its own init and a helper
class TuneModel(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(p=dropout)

    def read(self, tokens, state):
        return self.lstm(self.dropout(self.embedding(tokens)), state)

    def forward(self, tokens, state=None):
        hidden, state = self.read(tokens, state)
        return self.linear(self.dropout(hidden)), state

# %% one: the state is not handed to the LSTM
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
        hidden, state = self.lstm(embedded)
        return self.linear(self.dropout(hidden)), state

# %% one: the old state is returned
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
        hidden, _ = self.lstm(embedded, state)
        return self.linear(self.dropout(hidden)), state

# %% one: no dropout before the linear layer
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
        return self.linear(hidden), state

# %% one: dropout after the linear layer
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
        return self.dropout(self.linear(hidden)), state

# %% one: only the logits are returned
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
        return self.linear(self.dropout(hidden))

# %% one: only the last step
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
        return self.linear(self.dropout(hidden[:, -1])), state

# %% one: only h is returned of the state
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
        return self.linear(self.dropout(hidden)), h

# %% one: dropout is on also in evaluation
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
        p = self.dropout.p
        embedded = F.dropout(self.embedding(tokens), p=p)
        hidden, state = self.lstm(embedded, state)
        return self.linear(F.dropout(hidden, p=p)), state

# %% one: batch and time are turned before the LSTM
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
        embedded = self.dropout(self.embedding(tokens)).transpose(0, 1)
        hidden, state = self.lstm(embedded, state)
        return self.linear(self.dropout(hidden)).transpose(0, 1), state

# %% one: batch_first is forgotten
class TuneModel(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.lstm = nn.LSTM(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, vocab_size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens, state=None):
        embedded = self.dropout(self.embedding(tokens))
        hidden, state = self.lstm(embedded, state)
        return self.linear(self.dropout(hidden)), state

# %% one: the hidden states are detached
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
        return self.linear(self.dropout(hidden.detach())), state

# %% one: a ReLU that nobody asked for
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
        return self.linear(self.dropout(torch.relu(hidden))), state

# %% two: state not handed on; no dropout before the linear layer
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
        hidden, state = self.lstm(embedded)
        return self.linear(hidden), state

# %% two: softmax; only the logits
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
        hidden, _ = self.lstm(self.dropout(self.embedding(tokens)), state)
        return F.softmax(self.linear(self.dropout(hidden)), dim=-1)

# %% two: only the last step; h and c exchanged
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
        hidden, (h, c) = self.lstm(self.dropout(self.embedding(tokens)), state)
        return self.linear(self.dropout(hidden))[:, -1], (c, h)
