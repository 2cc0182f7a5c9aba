# %% right: a mask that is added
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    bias = torch.zeros(mask.shape).masked_fill(~mask, float("-inf"))
    w = torch.softmax(attention_scores(query, key) + bias, -1)
    z = torch.einsum("...qk,...kd->...qd", w, value)
    return z, w

# %% one: the softmax goes over axis 1
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, float("-inf"))
    attn = torch.softmax(scores, dim=1)
    return torch.matmul(attn, value), attn

# %% one: the mask is not used
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key)
    weights = torch.softmax(scores, dim=-1)
    return weights @ value, weights

# %% one: divided by the root twice
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key) / math.sqrt(query.shape[-1])
    weights = scores.masked_fill(~mask, -torch.inf).softmax(dim=-1)
    return weights @ value, weights

# %% one: the keys are mixed in place of the values
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    output = weights @ key
    return output, weights

# %% one: plus infinity
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, float("inf"))
    weights = scores.softmax(dim=-1)
    return weights @ value, weights

# %% one: only the best key, no mixture
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = F.one_hot(scores.argmax(dim=-1), scores.shape[-1]).float()
    return weights @ value, weights

# %% two: no root; zero in place of minus infinity
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = (query @ key.transpose(-2, -1)).masked_fill(~mask, 0)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights
