# %% right: the first of the two
def orthogonal(noise):
    return torch.linalg.qr(noise)[0]

# %% right: the field Q
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    factors = torch.linalg.qr(noise, mode="complete")
    return factors.Q

# %% right: Gram and Schmidt
def orthogonal(noise):
    columns = []
    for j in range(noise.shape[1]):
        v = noise[:, j].clone()
        for _ in range(2):
            for q in columns:
                v = v - torch.dot(q, v) * q
        columns.append(v / v.norm())
    return torch.stack(columns, dim=1)

# %% right: from the singular value decomposition
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    U, S, Vh = torch.linalg.svd(noise)
    return U @ Vh

# %% one: the other factor
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    Q, R = torch.linalg.qr(noise)
    return R

# %% one: both factors
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    return torch.linalg.qr(noise)

# %% one: columns of length 1, no right angles
def orthogonal(noise):
    return noise / noise.norm(dim=0, keepdim=True)

# %% one: rows of length 1, no right angles
def orthogonal(noise):
    lengths = torch.linalg.norm(noise, dim=1, keepdim=True)
    return noise / lengths

# %% one: names in the wrong order
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    R, Q = torch.linalg.qr(noise)
    return Q

# %% one: the mode that leaves Q empty
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    Q, R = torch.linalg.qr(noise, mode="r")
    return Q

# %% one: variance 1/n
def orthogonal(noise):
    n = noise.shape[0]
    return noise / n**0.5

# %% one: Q times its transpose
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    # TODO 2.10: Return the orthogonal factor of the noise.
    Q, _ = torch.linalg.qr(noise)
    return Q @ Q.T

# %% one: not made of length 1
def orthogonal(noise):
    cols = []
    for j in range(noise.shape[1]):
        v = noise[:, j]
        for u in cols:
            v = v - (u @ v) / (u @ u) * u
        cols.append(v)
    return torch.stack(cols, dim=1)

# %% one: only against the column before
def orthogonal(noise):
    cols = []
    for j in range(noise.shape[1]):
        v = noise[:, j].clone()
        if cols:
            v = v - (cols[-1] @ v) * cols[-1]
        cols.append(v / v.norm())
    return torch.stack(cols, dim=1)

# %% one: symmetric is not orthogonal
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    A = (noise + noise.T) / 2
    return A

# %% one: the inverse
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    """Standard normal noise (n, n) to an orthogonal matrix (n, n)."""
    return torch.linalg.inv(noise)

# %% one: the exponent of the noise as it is
def orthogonal(noise):
    return torch.matrix_exp(noise)

# %% two: the other factor, over its norm
def orthogonal(noise):
    _, R = torch.linalg.qr(noise)
    return R / R.norm()

# %% two: both factors, in the wrong order
def orthogonal(noise: torch.Tensor) -> torch.Tensor:
    Q, R = torch.linalg.qr(noise)
    return R, Q

# %% two: columns over rows' lengths, and scaled
def orthogonal(noise):
    n = noise.shape[0]
    return noise / noise.norm(dim=1) / n**0.5

# %% two: the other factor, and nothing is returned
def orthogonal(noise):
    Q, R = torch.linalg.qr(noise)
    result = R
    print(result)
