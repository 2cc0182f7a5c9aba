# %% right: two loops
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    mask = torch.zeros(time, time, dtype=torch.bool)
    for row in range(time):
        for column in range(row + 1):
            mask[row, column] = True
    return mask

# %% one: one word into the future
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.tril(torch.ones(time, time, dtype=torch.bool), diagonal=1)

# %% one: minus infinity and zeros, to be added
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    mask = torch.full((time, time), float("-inf"))
    return torch.triu(mask, diagonal=1)

# %% one: a strict comparison, the word itself is hidden
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    mask = torch.zeros(time, time, dtype=torch.bool)
    for i in range(time):
        for j in range(time):
            if j < i:
                mask[i, j] = True
    return mask

# %% one: ints
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    mask = torch.zeros(time, time, dtype=torch.long)
    for k in range(time):
        mask[k, : k + 1] = 1
    return mask

# %% one: only the word itself and the one before
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    i = torch.arange(time)
    distance = i[:, None] - i[None, :]
    return (distance == 0) | (distance == 1)

# %% two: upper triangle; an axis too many
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.ones(1, time, time, dtype=torch.bool).triu()
