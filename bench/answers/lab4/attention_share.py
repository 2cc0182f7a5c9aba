# %% right: all weights on the known words, divided by the number of words
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    total = weights[alignment].sum()
    words = alignment.any(dim=-1).sum()
    return (total / words).item()

# %% right: loops
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    shares = []
    for w, a in zip(weights, alignment):
        for row, known in zip(w, a):
            if known.any():
                shares.append(row[known].sum().item())
    return sum(shares) / len(shares)

# %% right: where and nanmean
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    known = torch.where(alignment, weights, 0.0).sum(-1)
    known[~alignment.any(-1)] = torch.nan
    return known.nanmean().item()

# %% right: flat rows first
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    w, a = weights.flatten(0, 1), alignment.flatten(0, 1)
    keep = a.max(dim=1).values
    return (w[keep] * a[keep]).sum(dim=1).mean().item()

# %% one: words without known places count as zero
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    return (weights * alignment).sum(dim=-1).mean().item()

# %% one: the mean of the weights, not of the sums
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    return weights[alignment].mean().item()

# %% one: summed over the words in place of the source
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on_them = (weights * alignment).sum(dim=1)
    return on_them[alignment.any(dim=1)].mean().item()

# %% one: the mean over the source in place of the sum
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    share = (weights * alignment).mean(dim=-1)
    return share[alignment.any(dim=-1)].mean().item()

# %% one: the weights off the known words
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    off = (weights * ~alignment).sum(dim=-1)
    return off[alignment.any(dim=-1)].mean().item()

# %% one: divided by the number of known places of each word
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    n = alignment.sum(dim=-1)
    on_them = (weights * alignment).sum(dim=-1) / n.clamp(min=1)
    return on_them[n > 0].mean().item()

# %% one: how often the largest weight is right
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    best = weights.argmax(dim=-1, keepdim=True)
    hit = alignment.gather(2, best).squeeze(2).float()
    return hit[alignment.any(dim=-1)].mean().item()

# %% one: only words whose places are all known
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on_them = (weights * alignment).sum(dim=-1)
    return on_them[alignment.all(dim=-1)].mean().item()

# %% one: a softmax over the weights once more
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    w = weights.softmax(dim=-1)
    on_them = (w * alignment).sum(dim=-1)
    return on_them[alignment.any(dim=-1)].mean().item()

# %% one: only the largest known weight of each word
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    best = weights.masked_fill(~alignment, 0.0).amax(dim=-1)
    return best[alignment.any(dim=-1)].mean().item()

# %% one: the weights of the caller are changed
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    weights *= alignment
    has = alignment.any(dim=-1)
    return weights.sum(dim=-1)[has].mean().item()

# %% one: a list of shares, no mean
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on_them = (weights * alignment).sum(dim=-1)
    return on_them[alignment.any(dim=-1)].tolist()

# %% two: words without places count; a tensor
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    return (weights * alignment).sum(-1).mean()

# %% two: off the known words; the sum
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    off = weights.masked_fill(alignment, 0).sum(-1)
    return off[alignment.any(-1)].sum().item()
