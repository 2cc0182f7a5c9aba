# %% right: tanh from the sigmoid
def activations(z):
    def sigma(a):
        return 1 / (1 + torch.exp(-a))

    return sigma(z), 2 * sigma(2 * z) - 1, torch.maximum(z, torch.zeros_like(z))

# %% right: a copy set to 0
def activations(z):
    relu = z.clone()
    relu[relu < 0] = 0
    sig = torch.reciprocal(1 + torch.exp(-z))
    tan = torch.sub(torch.exp(z), torch.exp(-z)).div(torch.exp(z) + torch.exp(-z))
    return (sig, tan, relu)

# %% one: relu takes the negative side
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    s = 1 / (1 + torch.exp(-z))
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    r = torch.minimum(z, torch.zeros_like(z))
    return s, t, r

# %% one: tanh comes first
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    up = torch.exp(z)
    down = torch.exp(-z)
    return (up - down) / (up + down), 1 / (1 + down), torch.where(z > 0, z, 0.0)

# %% one: brackets missing in the sigmoid
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    e = torch.exp(-z)
    sig = 1 / 1 + e
    return sig, torch.tanh(z), torch.relu(z)

# %% one: relu is the absolute value
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    s = 1 / (1 + torch.exp(-z))
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    return s, t, torch.abs(z)

# %% one: tanh with the wrong sign
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    e = torch.exp(-2 * z)
    return 1 / (1 + torch.exp(-z)), (e - 1) / (e + 1), torch.where(z < 0, torch.zeros_like(z), z)

# %% one: cut from the gradients
def activations(z):
    z = z.detach()
    p = torch.exp(z)
    n = torch.exp(-z)
    return 1 / (1 + n), (p - n) / (p + n), torch.clamp(z, min=0)

# %% two: tanh first, z changed in place
def activations(z):
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    s = 1 / (1 + torch.exp(-z))
    z[z < 0] = 0.0
    return t, s, z

# %% two: absolute value for relu, and in the second place
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    return 1 / (1 + torch.exp(-z)), z.abs(), torch.tanh(z)
