# %% right: the products of the matrices by hand
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        d = x.shape[-1]
        h, s = self.heads, d // self.heads
        q = self.query(x).view(x.shape[0], -1, h, s)
        k = self.key(memory).view(memory.shape[0], -1, h, s)
        v = self.value(memory).view(memory.shape[0], -1, h, s)
        scores = torch.einsum("bqhs,bkhs->bhqk", q, k) / math.sqrt(s)
        scores = scores.masked_fill(~mask[:, None], float("-inf"))
        a = scores.softmax(dim=-1)
        z = torch.einsum("bhqk,bkhs->bqhs", a, v).reshape(x.shape)
        return self.out(z), a

# %% one: memory is not used at all
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        q, k, v = (split_heads(f(x), self.heads) for f in (self.query, self.key, self.value))
        output, weights = attention(q, k, v, mask[:, None])
        return self.out(merge_heads(output)), weights

# %% one: the mask has no axis for the heads
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        query = split_heads(self.query(x), self.heads)
        key = split_heads(self.key(memory), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, key, value, mask)
        return self.out(merge_heads(output)), weights

# %% one: the layer out is left out
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        query = split_heads(self.query(x), self.heads)
        key = split_heads(self.key(memory), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, key, value, mask[:, None])
        return merge_heads(output), weights

# %% one: keys and values exchanged in the call
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        query = split_heads(self.query(x), self.heads)
        key = split_heads(self.key(memory), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, value, key, mask[:, None])
        return self.out(merge_heads(output)), weights

# %% one: heads joined by a reshape without turning
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        query = split_heads(self.query(x), self.heads)
        key = split_heads(self.key(memory), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, key, value, mask[:, None])
        output = output.reshape(x.shape)
        return self.out(output), weights

# %% two: values by the layer of the keys; queries not projected
class MultiHeadAttention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.out = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x, memory, mask):
        """Search for x (batch, queries, d) in memory (batch, keys, d), mask (batch, queries, keys).

        Returns the output (batch, queries, d) and the weights (batch, heads, queries, keys).
        """
        q = split_heads(x, self.heads)
        k = split_heads(self.key(memory), self.heads)
        z, a = attention(q, k, k, mask[:, None])
        return self.out(merge_heads(z)), a
