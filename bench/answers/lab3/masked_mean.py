# %% right: einsum
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    m = mask.to(vectors.dtype)
    return torch.einsum("bt,btf->bf", m, vectors) / m.sum(dim=1)[:, None]

# %% right: one sentence after the other
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return torch.stack([v[m].mean(dim=0) for v, m in zip(vectors, mask)])

# %% right: weights that add up to one, and bmm
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    weights = mask.float() / mask.float().sum(1, keepdim=True)
    return torch.bmm(weights.unsqueeze(1), vectors).squeeze(1)

# %% right: two loops with a running sum
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    batch, time, features = vectors.shape
    rows = []
    for i in range(batch):
        total, n = torch.zeros(features), 0
        for t in range(time):
            if mask[i, t]:
                total = total + vectors[i, t]
                n += 1
        rows.append(total / n)
    return torch.stack(rows)

# %% one: the plain mean, padding counts
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return vectors.mean(dim=1)

# %% one: divided by the whole length
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return (vectors * mask[..., None]).mean(dim=1)

# %% one: divided by all words of the batch
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    total = (vectors * mask.unsqueeze(-1)).sum(dim=1)
    return total / mask.sum()

# %% one: not divided
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    masked = vectors * mask.unsqueeze(-1).float()
    return masked.sum(dim=1)

# %% one: the mask lacks an axis
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    total = (vectors * mask).sum(dim=1)
    return total / mask.sum(dim=1, keepdim=True)

# %% one: one mean for the whole batch
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return vectors[mask].mean(dim=0)

# %% one: the argument is changed, padding set to zero in place
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    vectors[~mask] = 0.0
    return vectors.sum(dim=1) / mask.sum(dim=1, keepdim=True)

# %% one: one word too many in the divisor
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    total = (vectors * mask[..., None]).sum(dim=1)
    return total / (mask.sum(dim=1, keepdim=True) + 1)

# %% one: the largest in place of the mean
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return vectors.masked_fill(~mask[..., None], -1e9).max(dim=1).values

# %% one: detached
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    v = torch.tensor(vectors.detach().numpy() * mask.numpy()[..., None])
    return v.sum(dim=1) / mask.sum(dim=1, keepdim=True)

# %% one: whole division
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    total = (vectors * mask[..., None]).sum(dim=1)
    return total // mask.sum(dim=1, keepdim=True)

# %% one: float64
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    m = mask.double().unsqueeze(-1)
    return (vectors * m).sum(1) / m.sum(1)

# %% two: padding in the sum; divided by all words of the batch
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return vectors.sum(1) / mask.sum()

# %% two: mask turned round; not divided
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    return (vectors * (~mask).unsqueeze(-1)).sum(dim=1)

# %% two: the last axis is summed; divided by the features
def masked_mean(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors (batch, time, features) and mask (batch, time) to the means (batch, features)."""
    v = vectors * mask[..., None]
    return v.sum(dim=-1) / v.shape[-1]
