# %% right: not equal zero, turned round, with a view
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    batch, time = ids.shape
    is_pad = ids == 0
    return ~is_pad.view(batch, 1, time)

# %% one: the new axis is the first
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids != 0)[None]

# %% one: ints
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    mask = torch.zeros_like(ids)
    mask[ids != 0] = 1
    return mask.unsqueeze(1)

# %% one: compared with 1
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids != 1).unsqueeze(1)

# %% one: only the first sentence
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    mask = ids[0] != 0
    return mask[None, None].expand(len(ids), 1, -1)

# %% one: minus infinity to be added
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    mask = torch.zeros(ids.shape[0], 1, ids.shape[1])
    mask[:, 0][ids == 0] = float("-inf")
    return mask

# %% two: padding True; floats
def padding_mask(ids: torch.Tensor) -> torch.Tensor:
    """Ids (batch, time) to booleans (batch, 1, time): True where there is a word."""
    return (ids == 0).float().unsqueeze(1)
