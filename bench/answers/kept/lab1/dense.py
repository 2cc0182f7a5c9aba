# %% right: F.linear wants the other layout
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    out = F.linear(x, W.T, b)
    return out

# %% right: matmul and an addition in place
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    Y = torch.matmul(x, W)
    Y += b
    return Y

# %% one: the matrix stands before the rows
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    # TODO 1.3: One matrix product and the bias.
    return W @ x + b

# %% one: multiplied number by number
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    y = x * W
    return y + b

# %% one: the bias goes down the rows
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    # TODO 1.3: One matrix product and the bias.
    return x @ W + b[:, None]

# %% one: only the first row
def dense(x, W, b):
    y = x[0] @ W
    y = y + b
    return y

# %% one: a layer of torch with weights of its own
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    layer = nn.Linear(W.shape[0], W.shape[1])
    return layer(x)

# %% one: printed, not returned
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    # TODO 1.3: One matrix product and the bias.
    Y = x @ W + b
    print(Y.shape)

# %% two: mean over the inputs, no bias
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    return torch.matmul(x, W) / W.shape[0]
