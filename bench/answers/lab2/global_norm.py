# %% right: one long vector
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.cat([g.flatten() for g in gradients]).norm()

# %% right: the norm of the norms
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    norms = torch.stack([torch.linalg.vector_norm(g) for g in gradients])
    return torch.linalg.vector_norm(norms)

# %% right: dot products of flat vectors
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    squares = [torch.dot(g.reshape(-1), g.reshape(-1)) for g in gradients]
    return torch.stack(squares).sum().sqrt()

# %% right: two lines with pow
def global_norm(gradients):
    s = sum(torch.pow(t, 2).sum() for t in gradients)
    return torch.pow(s, 1 / 2)

# %% one: the sum of the norms
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    return sum(g.norm() for g in gradients)

# %% one: no root
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    total = 0
    for g in gradients:
        total = total + (g**2).sum()
    return total

# %% one: stacked, though shapes differ
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.stack(gradients).norm()

# %% one: a Python number
def global_norm(gradients):
    s = sum((g**2).sum().item() for g in gradients)
    return s**0.5

# %% one: absolute values, no squares
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    return sum(g.abs().sum() for g in gradients)

# %% one: the largest of the norms
def global_norm(gradients):
    return max(torch.sqrt((g**2).sum()) for g in gradients)

# %% one: the sums are squared
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.sqrt(sum(g.sum() ** 2 for g in gradients))

# %% one: not squared under the root
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    flat = torch.cat([g.reshape(-1) for g in gradients])
    return torch.sqrt(flat.sum())

# %% one: return inside the loop
def global_norm(gradients):
    total = 0
    for g in gradients:
        total = total + (g**2).sum()
        return torch.sqrt(total)

# %% one: the norms are added up under the root
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.sqrt(sum(g.norm() for g in gradients))

# %% one: the last tensor overwrites
def global_norm(gradients):
    total = torch.tensor(0.0)
    for g in gradients:
        total = torch.sum(g**2)
    return total.sqrt()

# %% one: nothing is returned
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    norm = torch.cat([g.view(-1) for g in gradients]).norm(2)
    print("norm", norm)

# %% one: shape (1,)
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    total = torch.zeros(1, dtype=gradients[0].dtype)
    for g in gradients:
        total += (g**2).sum()
    return torch.sqrt(total)

# %% one: the first tensor is left out
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    total = 0.0
    for i in range(1, len(gradients)):
        total = total + (gradients[i] ** 2).sum()
    return torch.sqrt(torch.as_tensor(total))

# %% two: sum of the norms, a Python number
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    total = 0.0
    for g in gradients:
        total += g.norm().item()
    return total

# %% two: absolute values, the mean
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes to the norm of all their numbers together."""
    # TODO 2.7: Add up all squares, then take the root.
    return torch.cat([g.flatten() for g in gradients]).abs().mean()

# %% two: no root, a mean
def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    flat = torch.cat([g.flatten() for g in gradients])
    return (flat**2).mean()

# %% two: no root, return inside the loop
def global_norm(gradients):
    s = 0
    for g in gradients:
        s += (g**2).sum()
        return s
