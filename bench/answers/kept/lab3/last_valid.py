# %% right: the largest position with a word
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    positions = torch.arange(mask.shape[1])
    last = (positions * mask).max(dim=1).values
    return states[range(len(states)), last]

# %% one: one place too early
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    lengths = mask.sum(dim=1)
    return states[torch.arange(len(states)), lengths - 2]

# %% one: padding set to zero, then the last place
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    states = states * mask.unsqueeze(-1)
    return states[:, -1, :]

# %% one: the place of the longest sentence for all
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    longest = mask.sum(dim=1).max()
    return states[:, longest - 1]

# %% one: the axis of time stays with size 1
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    last = mask.sum(1) - 1
    return states.gather(1, last[:, None, None].expand(-1, 1, states.shape[2]))

# %% one: the last word of the whole batch for all
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    return states[mask][-1].expand(states.shape[0], -1)

# %% one: the numbers are taken out of the graph, one by one
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    out = torch.zeros(states.shape[0], states.shape[2])
    for k in range(states.shape[0]):
        place = int(mask[k].sum()) - 1
        for j in range(states.shape[2]):
            out[k, j] = states[k, place, j].item()
    return out

# %% two: the mask turned round; the axis of time stays
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    n = (mask == 0).sum(dim=1)
    index = (n - 1).clamp(min=0)[:, None, None].expand(-1, 1, states.shape[2])
    return states.gather(1, index)
