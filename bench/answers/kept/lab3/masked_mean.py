# %% right: masked_fill with zeros
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    kept = vectors.masked_fill(~mask.unsqueeze(2), 0.0)
    n = mask.sum(dim=1).unsqueeze(1)
    return kept.sum(dim=1).div(n)

# %% one: padding is in the sum
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return vectors.sum(dim=1) / mask.sum(dim=1, keepdim=True)

# %% one: the number of words lacks an axis
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    total = (vectors * mask[:, :, None]).sum(dim=1)
    return total / mask.sum(dim=1)

# %% one: the mask is turned round
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    pad = ~mask
    return (vectors * pad[..., None]).sum(dim=1) / pad.sum(dim=1, keepdim=True).clamp(min=1)

# %% one: summed over the features
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    total = (vectors * mask[..., None]).sum(dim=2)
    return total / mask.sum(dim=1, keepdim=True)

# %% one: the axis of time stays
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    total = (vectors * mask[..., None]).sum(dim=1, keepdim=True)
    return total / mask.sum(dim=1)[:, None, None]

# %% one: squeeze drops a batch of one
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    m = mask.float()
    return (torch.bmm(m[:, None], vectors) / m.sum(1)[:, None, None]).squeeze()

# %% two: divided by the whole length; detached
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    v = vectors.detach() * mask[..., None]
    return v.sum(dim=1) / v.shape[1]
