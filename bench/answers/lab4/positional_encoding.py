# %% right: two loops with math
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    P = torch.zeros(time, d)
    for t in range(time):
        for k in range(d // 2):
            angle = t / 10000 ** (2 * k / d)
            P[t, 2 * k] = math.sin(angle)
            P[t, 2 * k + 1] = math.cos(angle)
    return P

# %% right: the exp and log form
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    position = torch.arange(time).unsqueeze(1).float()
    div_term = torch.exp(torch.arange(0, d, 2).float() * (-math.log(10000.0) / d))
    pe = torch.zeros(time, d)
    pe[:, 0::2] = torch.sin(position * div_term)
    pe[:, 1::2] = torch.cos(position * div_term)
    return pe

# %% right: a cosine is a sine a quarter turn later
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    j = torch.arange(d)
    k = j // 2
    angles = torch.arange(time)[:, None] / torch.pow(10000.0, 2 * k / d)
    return torch.sin(angles + (j % 2) * (math.pi / 2))

# %% right: column by column
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    t = torch.arange(time, dtype=torch.float32)
    columns = []
    for k in range(d // 2):
        w = 1 / 10000 ** (2 * k / d)
        columns += [torch.sin(t * w), torch.cos(t * w)]
    return torch.stack(columns, dim=1)

# %% one: sine and cosine exchanged
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2] = torch.cos(angles)
    pe[:, 1::2] = torch.sin(angles)
    return pe

# %% one: all sines, then all cosines
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    k = torch.arange(d // 2)
    angles = torch.arange(time)[:, None] / 10000 ** (2 * k / d)
    return torch.cat([angles.sin(), angles.cos()], dim=1)

# %% one: 2k of numbers that are already even
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    even = torch.arange(0, d, 2)
    angles = torch.arange(time)[:, None] / 10000 ** (2 * even / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = angles.sin(), angles.cos()
    return pe

# %% one: base 1000
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    pe = torch.zeros(time, d)
    for t in range(time):
        for k in range(d // 2):
            pe[t, 2 * k] = math.sin(t / 1000 ** (2 * k / d))
            pe[t, 2 * k + 1] = math.cos(t / 1000 ** (2 * k / d))
    return pe

# %% one: multiplied in place of divided
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] * 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = torch.sin(angles), torch.cos(angles)
    return pe

# %% one: each feature has an exponent of its own
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    pe = torch.zeros(time, d)
    for t in range(time):
        for j in range(d):
            angle = t / 10000 ** (j / d)
            pe[t, j] = math.sin(angle) if j % 2 == 0 else math.cos(angle)
    return pe

# %% one: only sines
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2] = angles.sin()
    pe[:, 1::2] = angles.sin()
    return pe

# %% one: the cosines stay zero
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2] = angles.sin()
    return pe

# %% one: the exponent is divided by half of d
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    k = torch.arange(0, d, 2)
    angles = torch.arange(time)[:, None] / 10000 ** (k / (d // 2))
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = angles.sin(), angles.cos()
    return pe

# %% one: float64
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    t = torch.arange(time, dtype=torch.float64)[:, None]
    angles = t / 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d, dtype=torch.float64)
    pe[:, 0::2], pe[:, 1::2] = angles.sin(), angles.cos()
    return pe

# %% one: the exponent is not divided by d
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    k = torch.arange(0, d, 2).float()
    angles = torch.arange(time)[:, None] / 10000**k
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = angles.sin(), angles.cos()
    return pe

# %% two: sines then cosines; positions from 1
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    t = torch.arange(time)[:, None] + 1
    angles = t / 10000 ** (torch.arange(0, d, 2) / d)
    return torch.cat([torch.sin(angles), torch.cos(angles)], dim=-1)

# %% two: sine and cosine exchanged; base 1000
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] / 1000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(time, d)
    pe[:, 0::2], pe[:, 1::2] = angles.cos(), angles.sin()
    return pe

# %% two: an axis for the batch; only sines
def positional_encoding(time: int, d: int) -> torch.Tensor:
    """Return the encoding of the positions 0 to time - 1, (time, d); d is even."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    return angles.sin().repeat_interleave(2, dim=1)[None]
