# %% right: four pieces joined
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    zero = torch.zeros(hidden_size)
    one = torch.ones(hidden_size)
    return torch.cat([zero, one, zero, zero])

# %% right: four rows, the second filled, then flat
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    bias = torch.zeros(4, hidden_size)
    bias[1] = 1
    return bias.flatten()

# %% right: the chunk is a view and is filled
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(hidden_size * 4)
    i, f, g, o = b.chunk(4)
    f.fill_(1.0)
    return b

# %% right: a python list
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    return torch.tensor([0.0] * hidden_size + [1.0] * hidden_size + [0.0] * (2 * hidden_size))

# %% one: ones in the first quarter
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[:hidden_size] = 1
    return b

# %% one: ones in the third quarter
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[2 * hidden_size : 3 * hidden_size] = 1.0
    return b

# %% one: ones from the second quarter to the end
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[hidden_size:] = 1.0
    return b

# %% one: only one number is set
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[1] = 1.0
    return b

# %% one: each fourth number
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[1::4] = 1.0
    return b

# %% one: whole numbers in place of floats
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    return torch.tensor([0] * hidden_size + [1] * hidden_size + [0] * 2 * hidden_size)

# %% one: ends one place too late
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    for k in range(hidden_size, 2 * hidden_size + 1):
        b[k] = 1.0
    return b

# %% one: the gate's value in place of its bias
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[hidden_size : 2 * hidden_size] = torch.sigmoid(torch.tensor(1.0))
    return b

# %% one: float64 from numpy
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = np.zeros(4 * hidden_size)
    b[hidden_size : 2 * hidden_size] = 1
    return torch.from_numpy(b)

# %% one: 64 is fixed
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * 64)
    b[64:128] = 1.0
    return b

# %% one: the others are random
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.randn(4 * hidden_size)
    b[hidden_size : 2 * hidden_size] = 1.0
    return b

# %% one: the result of the assignment is lost, no return
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size)
    b[hidden_size : 2 * hidden_size] = 1.0
    print(b)

# %% two: first quarter; shape (4, hidden)
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4, hidden_size)
    b[0] = 1
    return b

# %% two: each fourth number; ints
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(4 * hidden_size, dtype=torch.int64)
    b[1::4] = 1
    return b

# %% two: the last quarter; an axis too many
def initial_bias(hidden_size: int) -> torch.Tensor:
    """Return the first bias b (4 * hidden_size,) in the order i, f, g, o."""
    b = torch.zeros(1, 4 * hidden_size)
    b[:, 3 * hidden_size :] = 1
    return b
