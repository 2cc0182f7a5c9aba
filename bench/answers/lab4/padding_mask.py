# %% right: ne and unsqueeze
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return ids.ne(0).unsqueeze(1)

# %% right: bool
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    mask = ids.bool()
    return mask[:, None, :]

# %% right: loops
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    mask = torch.zeros(ids.shape[0], 1, ids.shape[1], dtype=torch.bool)
    for b in range(ids.shape[0]):
        for t in range(ids.shape[1]):
            mask[b, 0, t] = ids[b, t].item() != 0
    return mask

# %% right: torch.where and stack
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    words = torch.where(ids == 0, False, True)
    return torch.stack([words], dim=1)

# %% one: the axis is missing
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return ids != 0

# %% one: the new axis is the last
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids != 0).unsqueeze(-1)

# %% one: True where there is padding
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids == 0)[:, None, :]

# %% one: floats
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids != 0).float()[:, None]

# %% one: stretched to (batch, time, time)
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    batch, time = ids.shape
    return (ids != 0)[:, None, :].expand(batch, time, time)

# %% one: also an axis for the heads
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids != 0)[:, None, None, :]

# %% one: greater than 1, so the first id counts as padding
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids > 1).unsqueeze(1)

# %% one: the ids themselves, not a mask
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return ids[:, None]

# %% one: is not in place of a comparison number by number
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    mask = [[[word is not 0 for word in row]] for row in ids]
    return torch.tensor(mask)

# %% one: the ids of the caller are changed
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    ids[ids > 0] = 1
    return ids.bool().unsqueeze(1)

# %% one: squeezed, a batch of one loses its axis
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    mask = (ids != 0)[:, None]
    return mask.squeeze(0) if len(ids) == 1 else mask

# %% two: padding True; the axis is missing
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return ids == 0

# %% two: the new axis is the last; ints
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids != 0).long()[..., None]
