# %% one: einsum, for two axes only, though rows may have more in front
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    # TODO 1.3: One matrix product and the bias.
    return torch.einsum("bi,ij->bj", x, W) + b

# %% right: the other order, transposed twice
def dense(x, W, b):
    return (W.T @ x.T).T + b if x.dim() == 2 else torch.matmul(x, W) + b

# %% right: multiplied with axes of length 1 and added up
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    products = x.unsqueeze(-1) * W
    return products.sum(dim=-2) + b

# %% right: neuron by neuron
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    columns = []
    for j in range(W.shape[1]):
        columns.append((x * W[:, j]).sum(dim=-1) + b[j])
    return torch.stack(columns, dim=-1)

# %% one: W transposed
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    return x @ W.T + b

# %% one: the bias is forgotten
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    Y = torch.matmul(x, W)
    return Y

# %% one: the formula of the slide
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    return W.T @ x + b

# %% one: an activation follows
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    z = x @ W + b
    return 1 / (1 + torch.exp(-z))

# %% one: the result stays transposed
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    # TODO 1.3: One matrix product and the bias.
    Y = W.T @ x.T + b.unsqueeze(1)
    return Y

# %% one: the bias is subtracted
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    sums = torch.einsum("...i,ij->...j", x, W)
    return sums - b

# %% one: the sum of the biases
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    return torch.matmul(x, W) + b.sum()

# %% one: the bias is added to the weights
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    return x @ (W + b)

# %% one: mean over the inputs
def dense(x, W, b):
    return (x[..., :, None] * W).mean(dim=-2) + b

# %% one: the last neuron is left out
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    # TODO 1.3: One matrix product and the bias.
    n = W.shape[1]
    y = torch.zeros(x.shape[0], n)
    for j in range(n - 1):
        y[:, j] = x @ W[:, j] + b[j]
    return y

# %% one: cut from the gradients
def dense(x, W, b):
    return torch.matmul(x.data, W.data) + b.data

# %% one: a batch of one loses its axis
def dense(x, W, b):
    return (x @ W + b).squeeze()

# %% one: tanh
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Rows x (batch, m), W (m, n), b (n,) to the sums (batch, n), without activation."""
    return torch.tanh(torch.addmm(b, x, W))

# %% one: numpy cuts it from the gradients
def dense(x, W, b):
    import numpy as np

    y = np.dot(x.detach().numpy(), W.detach().numpy()) + b.detach().numpy()
    return torch.from_numpy(y)

# %% two: W transposed, no bias
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.mm(x, W.T)

# %% two: an activation, bias subtracted
def dense(x, W, b):
    return torch.relu(x @ W - b)

# %% two: result transposed, cut from the gradients
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    Y = (x.detach() @ W.detach() + b.detach()).T
    return Y

# %% two: only the first row, the bias summed
def dense(x: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    out = x[0].matmul(W) + torch.sum(b)
    return out
