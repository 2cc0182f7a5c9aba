# %% right: contiguous and view
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    batch, heads, time, size = x.size()
    return x.transpose(1, 2).contiguous().view(batch, time, heads * size)

# %% right: the heads side by side
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return torch.cat([x[:, h] for h in range(x.shape[1])], dim=-1)

# %% right: permute and reshape
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    y = x.permute(0, 2, 1, 3)
    return y.reshape(*y.shape[:2], -1)

# %% right: a tensor filled head by head
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    b, h, t, s = x.shape
    out = x.new_empty(b, t, h * s)
    for k in range(h):
        out[:, :, k * s : k * s + s] = x[:, k]
    return out

# %% one: reshaped without turning
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    batch, heads, time, size = x.shape
    return x.reshape(batch, time, heads * size)

# %% one: view after transpose, not contiguous
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    batch, heads, time, size = x.shape
    return x.transpose(1, 2).view(batch, time, heads * size)

# %% one: everything behind the batch is flattened
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.transpose(1, 2).flatten(1)

# %% one: the mean of the heads
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.mean(dim=1)

# %% one: turned, not joined
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.transpose(1, 2)

# %% one: features of the heads are interleaved
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.permute(0, 2, 3, 1).flatten(2)

# %% one: the wrong two axes are turned
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    b, h, t, s = x.shape
    return x.transpose(2, 3).reshape(b, t, h * s)

# %% one: the heads in reversed order
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    heads = list(x.unbind(1))
    heads.reverse()
    return torch.cat(heads, dim=-1)

# %% one: a width of 64 is fixed
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], 64)

# %% one: squeeze drops a batch of one
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    b, h, t, s = x.shape
    return x.transpose(1, 2).reshape(b, t, h * s).squeeze(0)

# %% one: detached
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.data.transpose(1, 2).flatten(2)

# %% two: interleaved; heads reversed
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.flip(1).permute(0, 2, 3, 1).flatten(2)

# %% two: interleaved; time is last
def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Join the heads of x (batch, heads, time, size): (batch, time, heads * size)."""
    return x.permute(0, 3, 1, 2).flatten(1, 2)
