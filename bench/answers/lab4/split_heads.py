# %% right: view and permute
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    b, t, d = x.size()
    x = x.view(b, t, heads, d // heads)
    return x.permute(0, 2, 1, 3)

# %% right: unflatten
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    return x.unflatten(-1, (heads, -1)).movedim(2, 1)

# %% right: split by size in a loop
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    size = x.shape[2] // heads
    parts = []
    for k in range(heads):
        parts.append(x[:, :, k * size : (k + 1) * size].unsqueeze(1))
    return torch.cat(parts, dim=1)

# %% right: einsum only turns the axes
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    cut = torch.reshape(x, (*x.shape[:2], heads, -1))
    return torch.einsum("bthd->bhtd", cut).contiguous()

# %% one: cut into the right shape without turning
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, heads, time, d // heads)

# %% one: not turned
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads)

# %% one: turned at the wrong axes
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).transpose(2, 3)

# %% one: the heads come first
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).permute(2, 0, 1, 3)

# %% one: the size of the heads and their number are exchanged
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, d // heads, heads).transpose(1, 2)

# %% one: split takes the size, not the number
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    return torch.stack(x.split(heads, dim=-1), dim=1)

# %% one: stacked behind time
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    return torch.stack(x.chunk(heads, dim=2), dim=2)

# %% one: the time is cut in place of the features
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    return torch.stack(x.chunk(heads, dim=1), dim=1)

# %% one: time is the last axis
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).permute(0, 2, 3, 1)

# %% one: the transpose is not used
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    x = x.reshape(batch, time, heads, d // heads)
    x.transpose(1, 2)
    return x

# %% one: each head gets all the features
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    return x.unsqueeze(1).repeat(1, heads, 1, 1)

# %% two: every heads-th feature; not turned
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, d // heads, heads).transpose(2, 3)

# %% two: the heads come first; detached
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    b, t, d = x.shape
    return x.detach().reshape(b, t, heads, d // heads).permute(2, 0, 1, 3)
