# %% right: unfold into pairs
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    pairs = ids.unfold(1, 2, 1)
    return pairs[..., 0], pairs[..., 1]

# %% one: the inputs are not cut
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    inputs = ids
    targets = ids[:, 1:]
    return inputs, targets

# %% one: roll without a cut, the end is followed by the start
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids, torch.roll(ids, -1, dims=1)

# %% one: the target is the id plus one
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    inputs = ids[:, :-1]
    return inputs, inputs + 1

# %% one: stacked into one tensor with the pair last
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return torch.stack([ids[:, :-1], ids[:, 1:]], dim=-1)

# %% one: squeeze drops a batch of one
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, :-1].squeeze(), ids[:, 1:].squeeze()

# %% two: exchanged; floats
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, 1:].float(), ids[:, :-1].float()
