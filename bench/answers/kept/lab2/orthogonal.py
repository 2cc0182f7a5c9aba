# %% right: signs so that R's diagonal is positive
def orthogonal(noise):
    Q, R = torch.linalg.qr(noise)
    return Q * torch.sign(torch.diagonal(R))

# %% one: multiplied again
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    q, r = torch.linalg.qr(noise)
    return q @ r

# %% one: the noise over its norm
def orthogonal(noise):
    return noise / noise.norm()

# %% one: the identity, not from the noise
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    return torch.eye(noise.shape[0])

# %% one: noise of its own
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    W = torch.empty(noise.shape)
    nn.init.orthogonal_(W)
    return W

# %% one: the singular values still in it
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    U, S, Vh = torch.linalg.svd(noise)
    return U * S

# %% one: nothing is returned
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    Q, R = torch.linalg.qr(noise)

# %% two: not made of length 1, only against the column before
def orthogonal(noise):
    out = noise.clone()
    for j in range(1, noise.shape[1]):
        u = out[:, j - 1]
        out[:, j] = out[:, j] - (u @ out[:, j]) / (u @ u) * u
    return out
