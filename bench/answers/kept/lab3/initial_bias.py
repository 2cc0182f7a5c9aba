# %% right: each of four numbers repeated
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    return torch.tensor([0.0, 1.0, 0.0, 0.0]).repeat_interleave(hidden_size)

# %% one: ones everywhere
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    return torch.ones(4 * hidden_size)

# %% one: shape (4, hidden)
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4, hidden_size)
    b[1, :] = 1.0
    return b

# %% one: begins one place too late
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    for k in range(hidden_size + 1, 2 * hidden_size):
        b[k] = 1.0
    return b

# %% one: minus one
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[hidden_size : 2 * hidden_size] = -1.0
    return b

# %% one: only the quarter is returned
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[hidden_size : 2 * hidden_size] = 1.0
    return b[hidden_size : 2 * hidden_size]

# %% two: third quarter; float64
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size, dtype=torch.float64)
    b[2 * hidden_size : 3 * hidden_size] = 1
    return b
