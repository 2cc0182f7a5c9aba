# %% right: with names
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    inputs = ids[:, 0:-1]
    targets = ids[:, 1:]
    return inputs, targets

# %% right: narrow
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    T = ids.size(1) - 1
    return ids.narrow(1, 0, T), ids.narrow(1, 1, T)

# %% right: roll and cut
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    following = torch.roll(ids, shifts=-1, dims=1)
    x, y = ids[..., :-1].clone(), following[..., :-1].clone()
    return (x, y)

# %% one: exchanged
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, 1:], ids[:, :-1]

# %% one: cut along the batch
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:-1], ids[1:]

# %% one: the targets are the inputs
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    x = ids[:, :-1]
    y = ids[:, :-1]
    return x, y

# %% one: two steps ahead
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, :-2], ids[:, 2:]

# %% one: roll to the wrong side
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, 1:], torch.roll(ids, 1, dims=1)[:, 1:]

# %% one: only the last character is the target
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, :-1], ids[:, -1]

# %% one: both lose one place too many
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, :-2], ids[:, 1:-1]

# %% one: targets only
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, 1:]

# %% one: the halves of the tune
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    half = ids.shape[1] // 2
    return ids[:, :half], ids[:, half:]

# %% one: the targets are floats
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, :-1], ids[:, 1:].float()

# %% one: printed, not returned
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    print(ids[:, :-1], ids[:, 1:])

# %% two: exchanged; along the batch
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[1:], ids[:-1]

# %% two: two steps ahead; squeeze drops a batch of one
def shift(ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, time + 1) to inputs and targets, each (batch, time)."""
    return ids[:, :-2].squeeze(0), ids[:, 2:].squeeze(0)
