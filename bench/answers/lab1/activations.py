# %% right: each by its formula, relu by where
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    sigmoid = 1 / (1 + torch.exp(-z))
    tanh = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    relu = torch.where(z > 0, z, torch.zeros_like(z))
    return sigmoid, tanh, relu

# %% right: relu times a mask
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    s = torch.exp(z) / (torch.exp(z) + 1)
    e2 = torch.exp(2 * z)
    t = (e2 - 1) / (e2 + 1)
    r = z * (z > 0)
    return s, t, r

# %% right: the functions of torch
def activations(z):
    return torch.sigmoid(z), torch.tanh(z), F.relu(z)

# %% right: half of z and its size
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    a = z.exp()
    b = (-z).exp()
    return (1 + b) ** -1, (a - b) / (a + b), (z + z.abs()) / 2

# %% one: the minus in the sigmoid is missing
def activations(z):
    sig = 1 / (1 + torch.exp(z))
    th = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    re = torch.clamp(z, min=0)
    return sig, th, re

# %% one: brackets missing in tanh
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    p, m = torch.exp(z), torch.exp(-z)
    return 1 / (1 + m), p - m / p + m, z.clamp(min=0)

# %% one: z is changed in place
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    s = 1 / (1 + torch.exp(-z))
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    z[z < 0] = 0
    return s, t, z

# %% one: relu first, in place, so that the others see it
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    relu = z.clamp_(min=0)
    sigmoid = 1 / (1 + torch.exp(-z))
    tanh = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    return sigmoid, tanh, relu

# %% one: Python's max for relu
def activations(z):
    s = 1 / (1 + torch.exp(-z))
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    r = max(0, z)
    return s, t, r

# %% one: tanh divided by 2
def activations(z):
    return 1 / (1 + torch.exp(-z)), (torch.exp(z) - torch.exp(-z)) / 2, z * (z > 0)

# %% one: tanh upside down
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    a, b = torch.exp(z), torch.exp(-z)
    tanh = (a + b) / (a - b)
    return 1 / (1 + b), tanh, torch.clamp(z, 0)

# %% one: relu is 0 or 1
def activations(z):
    s = torch.exp(z) / (1 + torch.exp(z))
    t = 2 / (1 + torch.exp(-2 * z)) - 1
    r = (z > 0).float()
    return s, t, r

# %% one: relu is cut at 1 as well
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    s = 1 / (1 + torch.exp(-z))
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    return s, t, z.clamp(0, 1)

# %% one: relu is missing
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    s = 1 / (1 + torch.exp(-z))
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    return s, t

# %% one: relu of the largest number only
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    s = torch.sigmoid(z)
    t = torch.tanh(z)
    r = torch.max(z).clamp(min=0)
    return s, t, r

# %% one: math.exp takes no tensors
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    up = math.exp(z)
    down = math.exp(-z)
    relu = torch.clamp(z, min=0.0)
    return 1 / (1 + down), (up - down) / (up + down), relu

# %% one: softplus for relu
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    s = 1 / (1 + torch.exp(-z))
    t = torch.sinh(z) / torch.cosh(z)
    r = torch.log(1 + torch.exp(z))
    return s, t, r

# %% one: a leaky relu
def activations(z):
    n = torch.exp(-z)
    return 1 / (1 + n), (1 / n - n) / (1 / n + n), torch.maximum(z, 0.01 * z)

# %% two: sigmoid without minus, relu below zero
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    s = 1 / (1 + torch.exp(z))
    t = (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
    return s, t, torch.clamp(z, max=0)

# %% two: tanh upside down, relu 0 or 1
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    a, b = torch.exp(z), torch.exp(-z)
    return 1 / (1 + b), (a + b) / (a - b), (z > 0).float()

# %% two: brackets missing in both fractions
def activations(z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Numbers z of any shape to sigmoid, tanh and relu of each number, in the same shape."""
    # TODO 1.2: Return the three, in this order; leave z as it is.
    sig = 1 / 1 + torch.exp(-z)
    tan = torch.exp(z) - torch.exp(-z) / torch.exp(z) + torch.exp(-z)
    return sig, tan, torch.clamp(z, min=0)

# %% two: sigmoid without minus, tanh divided by 2
def activations(z):
    up, down = torch.exp(z), torch.exp(-z)
    return 1 / (1 + up), (up - down) / 2, z * (z > 0).float()
