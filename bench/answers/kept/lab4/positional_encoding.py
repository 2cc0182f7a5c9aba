# %% right: stacked and flattened
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    k = torch.arange(d // 2)
    a = torch.outer(torch.arange(time).float(), 10000.0 ** (-2 * k / d))
    return torch.stack([a.sin(), a.cos()], dim=-1).reshape(time, d)

# %% one: k in place of 2k in the exponent
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    k = torch.arange(d // 2)
    angles = torch.arange(time)[:, None] / 10000 ** (k / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = angles.sin(), angles.cos()
    return pe

# %% one: positions from 1
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    t = torch.arange(1, time + 1)[:, None]
    angles = t / 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = angles.sin(), angles.cos()
    return pe

# %% one: whole division makes the exponent 0
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    pe = torch.zeros(time, d)
    for t in range(time):
        for k in range(d // 2):
            angle = t / 10000 ** (2 * k // d)
            pe[t, 2 * k] = math.sin(angle)
            pe[t, 2 * k + 1] = math.cos(angle)
    return pe

# %% one: rows are features
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time) / 10000 ** (torch.arange(0, d, 2) / d)[:, None]
    pe = torch.zeros(d, time)
    pe[0::2], pe[1::2] = angles.sin(), angles.cos()
    return pe

# %% one: an axis for the batch in front
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = angles.sin(), angles.cos()
    return pe.unsqueeze(0)

# %% two: exponent k / d; sines then cosines
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(d // 2) / d)
    return torch.cat([angles.sin(), angles.cos()], 1)
