# %% right: einsum with an ellipsis
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    d = query.size(-1)
    return torch.einsum("...qd,...kd->...qk", query, key) / d**0.5

# %% right: matmul and swapaxes, the query is scaled first
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    scaled = query * query.shape[-1] ** -0.5
    return torch.matmul(scaled, key.swapaxes(-1, -2))

# %% right: products number by number, then summed
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    products = query.unsqueeze(-2) * key.unsqueeze(-3)  # (..., queries, keys, d)
    return products.sum(dim=-1) / math.sqrt(products.shape[-1])

# %% right: axes flattened for bmm
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    q = query.reshape(-1, *query.shape[-2:])
    k = key.reshape(-1, *key.shape[-2:])
    s = torch.bmm(q, k.transpose(1, 2)).mul(1.0 / math.sqrt(q.shape[2]))
    return s.reshape(*query.shape[:-1], key.shape[-2])

# %% one: not divided
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key.transpose(-2, -1)

# %% one: divided by d, not by its root
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    d = query.shape[-1]
    return torch.matmul(query, key.transpose(-2, -1)) / d

# %% one: axes 1 and 2 are counted from the front
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])

# %% one: axes 0 and 1 as for a single matrix
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    scores = query @ key.transpose(0, 1)
    return scores / math.sqrt(query.shape[-1])

# %% one: the root of the number of queries
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key.transpose(-2, -1) / math.sqrt(query.shape[-2])

# %% one: the root of axis 1
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    d = key.shape[1]
    return (query @ key.transpose(-1, -2)) / math.sqrt(d)

# %% one: the softmax is already taken
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return F.softmax(scores, dim=-1)

# %% one: a width of 64 is fixed
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key.transpose(-2, -1) / 8

# %% one: both are divided by the root
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    root = math.sqrt(query.shape[-1])
    return (query / root) @ (key / root).transpose(-2, -1)

# %% one: number by number in place of a matrix product
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query * key / math.sqrt(query.shape[-1])

# %% one: the cosine, vectors of length 1
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    q = F.normalize(query, dim=-1)
    k = F.normalize(key, dim=-1)
    return q @ k.transpose(-2, -1) / math.sqrt(query.shape[-1])

# %% two: not turned by the last axes; divided by d
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key.transpose(0, 1) / query.shape[-1]

# %% two: not divided; softmax
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return torch.softmax(query @ key.transpose(-1, -2), dim=-1)

# %% two: multiplied with d; detached
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    scores = (query @ key.transpose(-2, -1)).detach()
    return scores * query.shape[-1]
