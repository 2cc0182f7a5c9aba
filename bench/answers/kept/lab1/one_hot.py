# %% right: compared with all numbers
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    return (ids[..., None] == torch.arange(size)).float()

# %% right: places set by three indices
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    B, T = ids.shape
    out = torch.zeros(B, T, size)
    out[torch.arange(B)[:, None], torch.arange(T)[None, :], ids] = 1.0
    return out

# %% one: the letters before the time
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    onehot = torch.eye(size)[ids]
    return onehot.transpose(1, 2)

# %% one: one row for all letters of a name
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    out = torch.zeros(ids.shape[0], size)
    for t in range(ids.shape[1]):
        out[torch.arange(len(ids)), ids[:, t]] = 1.0
    return out

# %% one: a fixed size
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    return torch.eye(32)[ids]

# %% one: filled along the time
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    out = torch.zeros(*ids.shape, size)
    for i, row in enumerate(ids):
        for t, k in enumerate(row):
            out[i, :, k] = 1.0
    return out

# %% one: ones and zeros changed about
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    out = torch.ones(*ids.shape, size)
    out.scatter_(2, ids.unsqueeze(-1), 0.0)
    return out

# %% one: a list of lists
def one_hot(ids, size):
    return [[[1.0 if k == i else 0.0 for k in range(size)] for i in row] for row in ids.tolist()]

# %% two: time first, truth values
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    return ids.T[:, :, None] == torch.arange(size)
