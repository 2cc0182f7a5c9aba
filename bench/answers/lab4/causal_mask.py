# %% right: rows and columns compared
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    i = torch.arange(time)
    return i[None, :] <= i[:, None]

# %% right: not above the diagonal
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return ~torch.triu(torch.ones(time, time), diagonal=1).bool()

# %% right: rows cut with slices
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    rows = [[True] * (k + 1) + [False] * (time - k - 1) for k in range(time)]
    return torch.tensor(rows, dtype=torch.bool).reshape(time, time)

# %% right: the identity added up
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.eye(time).cumsum(dim=0) > 0

# %% one: the upper triangle
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.ones(time, time, dtype=torch.bool).triu()

# %% one: without the diagonal
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.ones(time, time, dtype=torch.bool).tril(diagonal=-1)

# %% one: floats
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.tril(torch.ones(time, time))

# %% one: True where one may not look
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    mask = torch.triu(torch.ones(time, time), diagonal=1)
    return mask == 1

# %% one: an axis for the batch
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.tril(torch.ones(1, time, time)).bool()

# %% one: rows and columns exchanged in the comparison
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    row = torch.arange(time).unsqueeze(0)
    column = torch.arange(time).unsqueeze(1)
    return row >= column

# %% one: only the diagonal
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.eye(time, dtype=torch.bool)

# %% one: True everywhere
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.ones(time, time, dtype=torch.bool)

# %% one: one row and column too few
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.ones(time - 1, time - 1, dtype=torch.bool).tril()

# %% one: tril is called, its result is not used
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    mask = torch.ones(time, time, dtype=torch.bool)
    mask.tril()
    return mask

# %% one: a list of lists
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return [[j <= i for j in range(time)] for i in range(time)]

# %% two: upper triangle; floats
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.triu(torch.ones(time, time))

# %% two: without the diagonal; ints
def causal_mask(time: int) -> torch.Tensor:
    """Return booleans (time, time): True where word i (row) may look at word j (column)."""
    return torch.ones(time, time, dtype=torch.int).tril(-1)
