# %% right: F.one_hot as floats
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    return F.one_hot(ids, num_classes=size).float()

# %% right: zeros and scatter
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    batch, time = ids.shape
    result = torch.zeros(batch, time, size)
    result.scatter_(2, ids.unsqueeze(-1), 1.0)
    return result

# %% right: two loops
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    vec = torch.zeros((len(ids), len(ids[0]), size))
    for i in range(len(ids)):
        for j in range(len(ids[0])):
            vec[i][j][ids[i][j]] = 1
    return vec

# %% right: rows of the identity, by flat ids
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    I = torch.eye(size)
    flat = I.index_select(0, ids.reshape(-1))
    return flat.reshape(ids.size(0), ids.size(1), size)

# %% one: whole numbers
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    return F.one_hot(ids, size)

# %% one: the size is not used
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    return F.one_hot(ids).float()

# %% one: truth values
def one_hot(ids, size):
    numbers = torch.arange(size).view(1, 1, size)
    return ids.unsqueeze(2) == numbers

# %% one: counted from 1
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    return torch.eye(size)[ids - 1]

# %% one: the id in place of the 1
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    z = torch.zeros(*ids.shape, size)
    return z.scatter(2, ids.unsqueeze(2), ids.unsqueeze(2).float())

# %% one: the padding has no 1
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    # TODO 1.4: Return the one-hot vectors, as floats.
    out = F.one_hot(ids, size).float()
    out[ids == 0] = 0
    return out

# %% one: batch and time in one axis
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    return torch.eye(size)[ids.flatten()]

# %% one: a place too many
def one_hot(ids, size):
    out = torch.zeros(ids.shape[0], ids.shape[1], size + 1)
    out.scatter_(-1, ids[:, :, None], 1)
    return out

# %% one: the last letter is left out
def one_hot(ids, size):
    out = torch.zeros(ids.shape[0], ids.shape[1], size)
    for b in range(ids.shape[0]):
        for t in range(ids.shape[1] - 1):
            out[b, t, ids[b, t]] = 1
    return out

# %% one: a batch of one loses its axis
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    return torch.eye(size)[ids.squeeze(0)]

# %% one: time first
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    rows = [F.one_hot(ids[:, t], size).float() for t in range(ids.shape[1])]
    return torch.stack(rows)

# %% one: the zeros are never filled
def one_hot(ids, size):
    out = torch.zeros(ids.size(0), ids.size(1), size)
    out.scatter(2, ids.unsqueeze(-1), 1.0)
    return out

# %% two: size not used, whole numbers
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    """Ids (batch, time) to floats (batch, time, size), with a 1 at the place of each id."""
    return nn.functional.one_hot(ids)

# %% two: counted from 1, axes swapped
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    return torch.eye(size)[ids - 1].permute(0, 2, 1)

# %% two: the id in place of the 1, last letter left out
def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    out = torch.zeros(*ids.shape, size)
    for b in range(ids.shape[0]):
        for t in range(ids.shape[1] - 1):
            out[b, t, ids[b, t]] = ids[b, t].float()
    return out

# %% two: whole numbers, the padding has no 1
def one_hot(ids, size):
    hot = F.one_hot(ids, num_classes=size)
    hot[:, :, 0] = 0
    return hot
