# %% right: if and copies
def clip_by_global_norm(gradients, max_norm):
    norm = global_norm(gradients)
    if norm > max_norm:
        return [g / norm * max_norm for g in gradients]
    return [g.clone() for g in gradients]

# %% right: clamp the factor
def clip_by_global_norm(gradients, max_norm):
    scale = torch.clamp(max_norm / global_norm(gradients), max=1.0)
    clipped = []
    for g in gradients:
        clipped.append(g * scale)
    return clipped

# %% right: copies scaled in place
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    result = [g.detach().clone() for g in gradients]
    total = torch.cat([g.reshape(-1) for g in result]).norm()
    if total > max_norm:
        for g in result:
            g.mul_(max_norm / total)
    return result

# %% right: the factor by cases
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    n = torch.sqrt(sum((g**2).sum() for g in gradients))
    factor = max_norm / n if n >= max_norm else 1
    return list(map(lambda g: factor * g, gradients))

# %% one: always scaled
def clip_by_global_norm(gradients, max_norm):
    factor = max_norm / global_norm(gradients)
    return [g * factor for g in gradients]

# %% one: each tensor by its own norm
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    out = []
    for g in gradients:
        n = g.norm()
        out.append(g * (max_norm / n) if n > max_norm else g.clone())
    return out

# %% one: the fraction upside down
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    norm = global_norm(gradients)
    if norm > max_norm:
        return [g * norm / max_norm for g in gradients]
    return [g * 1 for g in gradients]

# %% one: nothing for small gradients
def clip_by_global_norm(gradients, max_norm):
    norm = global_norm(gradients)
    if norm > max_norm:
        factor = max_norm / norm
        return [g * factor for g in gradients]

# %% one: max for min
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    factor = max(1.0, max_norm / float(global_norm(gradients)))
    return [g * factor for g in gradients]

# %% one: to length 1
def clip_by_global_norm(gradients, max_norm):
    n = global_norm(gradients)
    if n > max_norm:
        return [g / n for g in gradients]
    return [g.clone() for g in gradients]

# %% one: divided by max_norm
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    if global_norm(gradients) > max_norm:
        return [g / max_norm for g in gradients]
    return [g + 0 for g in gradients]

# %% one: the norm is not a root
def clip_by_global_norm(gradients, max_norm):
    norm = sum((g**2).sum() for g in gradients)
    factor = min(1.0, max_norm / float(norm))
    return [g * factor for g in gradients]

# %% one: only the first is scaled
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    factor = min(1.0, max_norm / float(global_norm(gradients)))
    new = [g.clone() for g in gradients]
    new[0] = new[0] * factor
    return new

# %% one: the factor is returned too
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    norm = global_norm(gradients)
    factor = min(1.0, max_norm / norm.item())
    return [g * factor for g in gradients], factor

# %% one: large gradients become zero
def clip_by_global_norm(gradients, max_norm):
    norm = global_norm(gradients)
    if norm > max_norm:
        return [torch.zeros_like(g) for g in gradients]
    return [g.clone() for g in gradients]

# %% one: the factor to the square
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    f = min(1.0, max_norm / float(global_norm(gradients)))
    return [g * f**2 for g in gradients]

# %% one: return inside the loop
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    factor = min(1.0, max_norm / float(global_norm(gradients)))
    clipped = []
    for g in gradients:
        clipped.append(g * factor)
        return clipped

# %% one: max_norm is always 1
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    norm = float(global_norm(gradients))
    factor = 1.0 / norm if norm > 1.0 else 1.0
    return [factor * g for g in gradients]

# %% two: always scaled, upside down
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    factor = global_norm(gradients) / max_norm
    return [g * factor for g in gradients]

# %% two: each by its own norm, in place
def clip_by_global_norm(gradients, max_norm):
    for g in gradients:
        n = g.norm()
        if n > max_norm:
            g.mul_(max_norm / n)
    return gradients

# %% two: no root, upside down
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    norm = float(sum((g**2).sum() for g in gradients))
    if norm > max_norm:
        return [g * norm / max_norm for g in gradients]
    return [g.clone() for g in gradients]

# %% two: nothing for small ones, the sum of the norms
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    total = sum(g.norm() for g in gradients)
    if total > max_norm:
        return [g * max_norm / total for g in gradients]
