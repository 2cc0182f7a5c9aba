# %% right: F.embedding
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    return F.embedding(ids, E)

# %% right: one-hot times E
def embed(ids, E):
    hot = F.one_hot(ids, E.shape[0]).to(E.dtype)
    return hot @ E

# %% right: index_select on flat ids
def embed(ids, E):
    batch, time = ids.shape
    vectors = torch.index_select(E, 0, ids.reshape(batch * time))
    return vectors.view(batch, time, -1)

# %% right: a tensor filled letter by letter
def embed(ids, E):
    out = E.new_zeros(*ids.shape, E.size(1))
    for t in range(ids.size(1)):
        out[:, t, :] = E[ids[:, t], :]
    return out

# %% one: columns in place of rows
def embed(ids, E):
    return E[:, ids]

# %% one: E transposed
def embed(ids, E):
    return E.T[ids]

# %% one: cut from the gradients
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    vectors = E.detach()
    return vectors[ids]

# %% one: a new embedding with random rows
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    layer = nn.Embedding(E.shape[0], E.shape[1])
    return layer(ids)

# %% one: only the first name
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    # TODO 1.4: Look up the row of each id.
    return E[ids[0]]

# %% one: mean over the letters
def embed(ids, E):
    return E[ids].mean(dim=1)

# %% one: the arguments of F.embedding in the wrong order
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    # TODO 1.4: Look up the row of each id.
    return F.embedding(E, ids)

# %% one: features before the time
def embed(ids, E):
    return F.embedding(ids, E).permute(0, 2, 1)

# %% one: one-hot times E transposed
def embed(ids, E):
    return F.one_hot(ids, E.shape[0]).float() @ E.T

# %% one: ids as floats
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    return E[ids.float()]

# %% one: the padding becomes zero
def embed(ids, E):
    out = E[ids]
    return out * (ids != 0).unsqueeze(-1)

# %% one: squeeze breaks a batch of one
def embed(ids, E):
    return E[ids].squeeze(0)

# %% one: a list of Python lists
def embed(ids, E):
    return [[E[i].tolist() for i in row] for row in ids]

# %% one: printed, not returned
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    # TODO 1.4: Look up the row of each id.
    vectors = F.embedding(ids, E)
    print(vectors)

# %% two: counted from 1, cut from the gradients
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    # TODO 1.4: Look up the row of each id.
    return E.data[ids - 1]

# %% two: time first, last letter missing
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    return torch.stack([E[ids[:, t]] for t in range(ids.shape[1] - 1)])

# %% two: only the first name, scaled
def embed(ids, E):
    return F.embedding(ids[0], E) * E.shape[1] ** 0.5

# %% two: E transposed, features before the time
def embed(ids: torch.Tensor, E: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) and E (size, features) to vectors (batch, time, features)."""
    # TODO 1.4: Look up the row of each id.
    return E.T[ids].transpose(1, 2)
