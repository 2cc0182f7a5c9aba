# %% right: torch.where and F.softmax
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key)
    scores = torch.where(mask, scores, torch.tensor(float("-inf")))
    attn = F.softmax(scores, dim=-1)
    return torch.matmul(attn, value), attn

# %% right: the softmax by hand
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    s = attention_scores(query, key)
    s = s.masked_fill(mask == 0, -math.inf)
    e = torch.exp(s - s.amax(dim=-1, keepdim=True))
    a = e / e.sum(dim=-1, keepdim=True)
    return a @ value, a

# %% right: the formula written out, masked_fill_ on the own scores
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    d = query.size(-1)
    scores = torch.einsum("...qd,...kd->...qk", query, key) / d**0.5
    scores.masked_fill_(torch.logical_not(mask), -torch.inf)
    weights = scores.softmax(-1)
    output = weights @ value
    return output, weights

# %% right: minus a billion stands for minus infinity
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    NEG = -1e9
    scores = attention_scores(query, key)
    scores = scores.masked_fill(mask == False, NEG)
    attn = torch.softmax(scores, dim=-1)
    return torch.matmul(attn, value), attn

# %% one: the mask is not turned round
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights

# %% one: the softmax goes over the queries
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-2)
    return weights @ value, weights

# %% one: scores multiplied with the mask, zero in place of minus infinity
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key) * mask
    weights = F.softmax(scores, dim=-1)
    return weights @ value, weights

# %% one: the mask comes after the softmax
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    weights = attention_scores(query, key).softmax(dim=-1)
    weights = weights.masked_fill(~mask, 0.0)
    return weights @ value, weights

# %% one: the result of masked_fill is not used
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key)
    scores.masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights

# %% one: own scores without the root
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = query @ key.transpose(-2, -1)
    scores = scores.masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights

# %% one: only the output is returned
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    return scores.softmax(dim=-1) @ value

# %% one: weights first
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights, weights @ value

# %% one: a small number in place of a large negative one
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key)
    scores = scores.masked_fill(~mask, 1e-9)
    attn = scores.softmax(dim=-1)
    return attn @ value, attn

# %% one: the scores are returned in place of the weights
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    output = scores.softmax(dim=-1) @ value
    return output, scores

# %% one: the boolean mask is added to the scores
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key) + mask
    weights = scores.softmax(dim=-1)
    return weights @ value, weights

# %% one: dropout on the weights
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = F.dropout(scores.softmax(dim=-1), 0.1)
    return weights @ value, weights

# %% one: the weights are detached before the mixture
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1).detach()
    return weights @ value, weights

# %% two: softmax over the queries; mask after it
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    weights = attention_scores(query, key).softmax(dim=-2) * mask
    return weights @ value, weights

# %% two: mask not turned round; only the output
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    s = attention_scores(query, key).masked_fill(mask, -torch.inf)
    return torch.softmax(s, -1) @ value

# %% two: keys mixed; weights first
def attention(query, key, value, mask) -> tuple[torch.Tensor, torch.Tensor]:
    """Query (..., queries, d), key, value (..., keys, d), mask (..., queries, keys).

    Returns the output (..., queries, d) and the weights (..., queries, keys).
    """
    scores = attention_scores(query, key).masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights, weights @ key
