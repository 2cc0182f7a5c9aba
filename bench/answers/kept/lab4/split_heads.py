# %% right: chunk and stack
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    return torch.stack(x.chunk(heads, dim=-1), dim=1)

# %% one: every heads-th feature goes to a head
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, d // heads, heads).permute(0, 3, 1, 2)

# %% one: a real division gives a float size
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d / heads).transpose(1, 2)

# %% one: stacked along the first axis
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    return torch.stack(x.chunk(heads, dim=-1))

# %% one: heads of four are fixed
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, 4, d // 4).transpose(1, 2)

# %% one: squeeze drops a batch of one
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).transpose(1, 2).squeeze(0)

# %% two: every heads-th feature; time last
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Share out the features of x (batch, time, d): (batch, heads, time, d / heads)."""
    b, t, d = x.shape
    return x.reshape(b, t, d // heads, heads).permute(0, 3, 2, 1)
