# %% right: one plus and one minus
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    # TODO 2.1: Multiply what comes from above by the slope of tanh.
    d_a = d_h * (1 + h) * (1 - h)
    return d_a

# %% one: what comes from above is left out
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    # TODO 2.1: Multiply what comes from above by the slope of tanh.
    return 1 - h**2

# %% one: slope of the sigmoid
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    return d_h * h * (1 - h)

# %% one: the square of the difference
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    return torch.mul(d_h, (1 - h) ** 2)

# %% one: h in place of d_h
def tanh_backward(d_h, h):
    return h * (1 - h**2)

# %% one: the sign turned
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    return d_h * (h**2 - 1)

# %% one: the sum over the last axis
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    return (d_h * (1 - h * h)).sum(dim=-1)

# %% one: the root of the slope
def tanh_backward(d_h, h):
    return d_h * torch.sqrt(1 - h**2)

# %% two: plus for minus, h in place of d_h
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    return h * (1 + h**2)
