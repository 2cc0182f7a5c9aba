# %% right: the larger of the two below
def clip_by_global_norm(gradients, max_norm):
    norm = global_norm(gradients).item()
    return [max_norm * g / max(norm, max_norm) for g in gradients]

# %% one: the numbers are clipped
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    if global_norm(gradients) > max_norm:
        return [torch.clamp(g, -max_norm, max_norm) for g in gradients]
    return [g.clone() for g in gradients]

# %% one: the gradients are changed in place
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    norm = global_norm(gradients)
    if norm > max_norm:
        for g in gradients:
            g *= max_norm / norm
    return gradients

# %% one: the comparison turned round
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    # TODO 2.8: Find the one factor, which is never above 1, and scale all gradients by it.
    total = global_norm(gradients)
    if total < max_norm:
        return [g * (max_norm / total) for g in gradients]
    return [g.clone() for g in gradients]

# %% one: clip_grad_norm_ on gradients
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    torch.nn.utils.clip_grad_norm_(gradients, max_norm)
    return gradients

# %% one: one tensor in place of a list
def clip_by_global_norm(gradients, max_norm):
    flat = torch.cat([g.flatten() for g in gradients])
    factor = min(1.0, max_norm / float(flat.norm()))
    return flat * factor

# %% one: the sum of the norms
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    """Return the gradients, scaled down together where their global norm is above max_norm."""
    total = sum(float(g.norm()) for g in gradients)
    c = min(1.0, max_norm / total)
    return [c * g for g in gradients]

# %% two: always scaled, to length 1
def clip_by_global_norm(gradients: list[torch.Tensor], max_norm: float) -> list[torch.Tensor]:
    norm = global_norm(gradients)
    return [g / norm for g in gradients]
