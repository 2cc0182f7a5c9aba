# %% right: unbind and cat
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return torch.cat(x.unbind(dim=1), dim=2)

# %% one: flattened at the wrong axes
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.transpose(1, 2).flatten(1, 2)

# %% one: the sum of the heads
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.sum(1)

# %% one: joined along time
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return torch.cat([x[:, k] for k in range(x.shape[1])], dim=1)

# %% one: only the first head
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x[:, 0]

# %% one: time is last
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    b, h, t, s = x.shape
    return x.transpose(2, 3).reshape(b, h * s, t)

# %% two: mean of the heads; squeeze drops a batch of one
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.mean(dim=1).squeeze()
