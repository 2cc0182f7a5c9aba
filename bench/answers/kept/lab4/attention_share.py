# %% right: masked_fill and einsum
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on = torch.einsum("bws,bws->bw", weights, alignment.to(weights.dtype))
    has = alignment.sum(2) > 0
    return float(on.masked_fill(~has, 0.0).sum() / has.sum())

# %% one: a tensor is returned
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on_them = (weights * alignment).sum(dim=-1)
    return on_them[alignment.any(dim=-1)].mean()

# %% one: the sum in place of the mean
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on_them = (weights * alignment).sum(dim=-1)
    return on_them[alignment.any(dim=-1)].sum().item()

# %% one: the mean for each sentence, then the mean of these
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on_them = (weights * alignment).sum(dim=-1)
    has = alignment.any(dim=-1)
    per_sentence = (on_them * has).sum(dim=1) / has.sum(dim=1).clamp(min=1)
    return per_sentence.mean().item()

# %% one: divided by the number of sentences
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    return weights[alignment].sum().item() / len(weights)

# %% one: words with little weight on their places are left out
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    on_them = (weights * alignment).sum(dim=-1)
    return on_them[on_them > 0.05].mean().item()

# %% two: mean over the source; words without places count
def attention_share(weights: torch.Tensor, alignment: torch.Tensor) -> float:
    """Weights and alignment (booleans), both (batch, words, source), to the mean share."""
    return (weights * alignment).mean().item()
