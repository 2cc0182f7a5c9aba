# %% right: mT and a torch root
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    d_k = torch.tensor(float(key.shape[-1]))
    return (query @ key.mT).div(d_k.sqrt())

# %% one: T turns all axes round
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key.T / math.sqrt(query.shape[-1])

# %% one: the key is not turned
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key / math.sqrt(query.shape[-1])

# %% one: multiplied with the root
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return query @ key.transpose(-2, -1) * math.sqrt(query.shape[-1])

# %% one: keys in rows, queries in columns
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return key @ query.transpose(-2, -1) / math.sqrt(query.shape[-1])

# %% one: the query of the caller is changed
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    query /= math.sqrt(query.shape[-1])
    return query @ key.transpose(-2, -1)

# %% two: keys in rows; the root of the number of keys
def attention_scores(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    """Query (..., queries, d) and key (..., keys, d) to scores (..., queries, keys)."""
    return key @ query.transpose(-2, -1) / math.sqrt(key.shape[-2])
