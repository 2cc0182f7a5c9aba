# %% right: one letter names
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
        q = split_heads(self.query(x), self.heads)
        k = split_heads(self.key(memory), self.heads)
        v = split_heads(self.value(memory), self.heads)
        z, a = attention(q, k, v, mask.unsqueeze(1))
        z = merge_heads(z)
        z = self.out(z)
        return z, a

# %% right: one head after the other
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
        size = x.shape[-1] // self.heads
        q, k, v = self.query(x), self.key(memory), self.value(memory)
        found, weights = [], []
        for h in range(self.heads):
            part = slice(h * size, (h + 1) * size)
            z, a = attention(q[..., part], k[..., part], v[..., part], mask)
            found.append(z)
            weights.append(a)
        return self.out(torch.cat(found, dim=-1)), torch.stack(weights, dim=1)

# %% right: a comprehension over the three layers
class MultiHeadAttention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(d, d)
        self.key = nn.Linear(d, d)
        self.value = nn.Linear(d, d)
        self.out = nn.Linear(d, d)

    def forward(self, x, memory, mask):
        qkv = [
            split_heads(layer(words), self.heads)
            for layer, words in ((self.query, x), (self.key, memory), (self.value, memory))
        ]
        output, weights = attention(*qkv, mask[:, None, :, :])
        return self.out(merge_heads(output)), weights

# %% one: keys from x
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
        key = split_heads(self.key(x), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, key, value, mask[:, None])
        return self.out(merge_heads(output)), weights

# %% one: values from x
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
        q = split_heads(self.query(x), self.heads)
        k = split_heads(self.key(memory), self.heads)
        v = split_heads(self.value(x), self.heads)
        output, weights = attention(q, k, v, mask[:, None])
        return self.out(merge_heads(output)), weights

# %% one: x and memory exchanged
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
        q = split_heads(self.query(memory), self.heads)
        k = split_heads(self.key(x), self.heads)
        v = split_heads(self.value(x), self.heads)
        output, weights = attention(q, k, v, mask[:, None])
        return self.out(merge_heads(output)), weights

# %% one: the layer of the keys makes the values, too
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
        value = split_heads(self.key(memory), self.heads)
        output, weights = attention(query, key, value, mask[:, None])
        return self.out(merge_heads(output)), weights

# %% one: the axis of the mask is in front of the batch
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
        output, weights = attention(query, key, value, mask[None])
        return self.out(merge_heads(output)), weights

# %% one: the mask is not used
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
        output, weights = attention(query, key, value, torch.ones_like(mask)[:, None])
        return self.out(merge_heads(output)), weights

# %% one: the weights are averaged over the heads
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
        return self.out(merge_heads(output)), weights.mean(dim=1)

# %% one: only the output is returned
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
        output, _ = attention(query, key, value, mask[:, None])
        return self.out(merge_heads(output))

# %% one: a single head in place of several
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
        output, weights = attention(self.query(x), self.key(memory), self.value(memory), mask)
        return self.out(output), weights[:, None].expand(-1, self.heads, -1, -1)

# %% one: the queries are not projected
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
        query = split_heads(x, self.heads)
        key = split_heads(self.key(memory), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, key, value, mask[:, None])
        return self.out(merge_heads(output)), weights

# %% one: x is added to the output
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
        return x + self.out(merge_heads(output)), weights

# %% one: the mask is turned round
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
        output, weights = attention(query, key, value, ~mask[:, None])
        return self.out(merge_heads(output)), weights

# %% two: keys from x; no layer out
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
        key = split_heads(self.key(x), self.heads)
        value = split_heads(self.value(memory), self.heads)
        output, weights = attention(query, key, value, mask[:, None])
        return merge_heads(output), weights

# %% two: mask not used; weights averaged
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
        q = split_heads(self.query(x), self.heads)
        k = split_heads(self.key(memory), self.heads)
        v = split_heads(self.value(memory), self.heads)
        z, a = attention(q, k, v, torch.tensor(True))
        return self.out(merge_heads(z)), a.mean(1)

# %% two: no layer out; only the output
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
        q = split_heads(self.query(x), self.heads)
        k = split_heads(self.key(memory), self.heads)
        v = split_heads(self.value(memory), self.heads)
        return merge_heads(attention(q, k, v, mask[:, None])[0])
