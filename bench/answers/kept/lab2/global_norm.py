# %% right: a running sum
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    total = 0
    for g in gradients:
        total = total + torch.sum(g * g)
    return total**0.5

# %% one: the mean of the squares
def global_norm(gradients):
    return torch.cat([g.flatten() for g in gradients]).pow(2).mean().sqrt()

# %% one: a norm for each tensor
def global_norm(gradients):
    return torch.stack([g.norm() for g in gradients])

# %% one: only the first tensor
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.sqrt((gradients[0] ** 2).sum())

# %% one: squared in place
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.sqrt(sum(g.pow_(2).sum() for g in gradients))

# %% one: divided by the number of tensors
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    total = sum((g * g).sum() for g in gradients)
    return torch.sqrt(total / len(gradients))

# %% one: the mean of each tensor's squares
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.sqrt(sum((g**2).mean() for g in gradients))

# %% one: a numpy number
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    import numpy as np

    flat = np.concatenate([g.detach().numpy().ravel() for g in gradients])
    return np.linalg.norm(flat)

# %% two: no root, only the first
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    return gradients[0].pow(2).sum()
