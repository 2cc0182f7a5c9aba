# %% right: h times h
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    # TODO 2.1: Multiply what comes from above by the slope of tanh.
    slope = 1 - h * h
    return slope * d_h

# %% right: brackets opened
def tanh_backward(d_h, h):
    return d_h - d_h * h.pow(2)

# %% right: by way of a
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    a = torch.atanh(h)
    return d_h / torch.cosh(a) ** 2

# %% right: ones and torch.mul
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    grad = torch.ones_like(h)
    grad = torch.sub(grad, torch.square(h))
    return torch.mul(d_h, grad)

# %% one: tanh once more
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    # TODO 2.1: Multiply what comes from above by the slope of tanh.
    return d_h * (1 - torch.tanh(h) ** 2)

# %% one: h is not squared
def tanh_backward(d_h, h):
    return d_h * (1 - h)

# %% one: brackets missing
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    return d_h * 1 - h**2

# %% one: the other gradient squared
def tanh_backward(d_h, h):
    slope = 1 - d_h**2
    return d_h * slope

# %% one: added, not multiplied
def tanh_backward(d_h, h):
    slope = 1 - torch.pow(h, 2)
    return d_h + slope

# %% one: plus for minus
def tanh_backward(d_h, h):
    return d_h * (1 + h.square())

# %% one: a matrix product
def tanh_backward(d_h, h):
    deriv = 1 - h**2
    return d_h @ deriv.T

# %% one: divided by the slope
def tanh_backward(d_h, h):
    return d_h / (1 - h**2)

# %% one: d_h is changed in place
def tanh_backward(d_h, h):
    d_h *= 1 - h**2
    return d_h

# %% one: h is changed in place
def tanh_backward(d_h, h):
    h.pow_(2)
    return d_h * (1 - h)

# %% one: forwards again
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    return torch.tanh(d_h) * (1 - h**2)

# %% one: nothing is returned
def tanh_backward(d_h, h):
    d_a = d_h * (1 - h**2)

# %% one: twice h, as for a square
def tanh_backward(d_h, h):
    return d_h * (1 - 2 * h)

# %% one: the exponent is 3
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    # TODO 2.1: Multiply what comes from above by the slope of tanh.
    return (1 - h**3) * d_h

# %% two: tanh once more, d_h left out
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    # TODO 2.1: Multiply what comes from above by the slope of tanh.
    t = torch.tanh(h)
    return 1 - t * t

# %% two: not squared, added
def tanh_backward(d_h: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """d_h and h = tanh(a), each (..., hidden), to d_a of the same shape."""
    return d_h + (1 - h)

# %% two: the sign turned, d_h changed in place
def tanh_backward(d_h, h):
    d_h.mul_(h**2 - 1)
    return d_h

# %% two: tanh once more, the square forgotten
def tanh_backward(d_h, h):
    return d_h * (1 - torch.tanh(h))
