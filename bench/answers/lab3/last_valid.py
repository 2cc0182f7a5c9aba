# %% right: a loop over the sentences
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    out = []
    for s, m in zip(states, mask):
        out.append(s[m][-1])
    return torch.stack(out)

# %% right: gather along time
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    last = mask.sum(1) - 1
    index = last.view(-1, 1, 1).expand(-1, 1, states.size(2))
    return states.gather(1, index).squeeze(1)

# %% right: the first place of padding less one; -1 is the end of a full row
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    where = mask.int().argmin(dim=1) - 1
    return states[torch.arange(states.shape[0]), where]

# %% right: a one-hot row times the states
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    n = mask.long().sum(dim=-1)
    onehot = F.one_hot(n - 1, mask.shape[1]).to(states.dtype)
    return torch.einsum("bt,bth->bh", onehot, states)

# %% one: the last place, also if it is padding
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    return states[:, -1]

# %% one: one place too far
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    lengths = mask.sum(dim=1).clamp(max=mask.shape[1] - 1)
    return states[torch.arange(len(states)), lengths]

# %% one: an index of time for all rows gives batch times batch
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    lengths = mask.sum(dim=1)
    return states[:, lengths - 1]

# %% one: the first state
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    first = mask.int().argmax(dim=1)
    return states[torch.arange(len(states)), first]

# %% one: the words are counted along the batch
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    lengths = mask.sum(dim=0)
    return states[torch.arange(len(states)), lengths - 1]

# %% one: the mean in place of the last
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    return (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)

# %% one: the place of the shortest sentence for all
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    shortest = int(mask.sum(dim=1).min())
    return states[:, shortest - 1]

# %% one: squeeze drops a batch of one
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    last = mask.sum(1) - 1
    index = last[:, None, None].expand(-1, 1, states.shape[2])
    return torch.gather(states, 1, index).squeeze()

# %% one: detached
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    lengths = mask.sum(dim=1)
    return states.detach()[torch.arange(len(states)), lengths - 1]

# %% one: return stands inside the loop
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    result = []
    for k in range(len(states)):
        n = int(mask[k].sum())
        result.append(states[k, n - 1])
        return torch.stack(result)

# %% one: the largest value of each feature
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    return states.masked_fill(~mask[..., None], float("-inf")).amax(dim=1)

# %% one: the last place of padding, the mask turned round
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    lengths = (~mask).sum(dim=1)
    return states[torch.arange(len(states)), lengths - 1]

# %% two: one place too early; squeeze drops a batch of one
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    last = (mask.sum(1) - 2).clamp(min=0)
    index = last[:, None, None].expand(-1, 1, states.shape[2])
    return states.gather(1, index).squeeze()

# %% two: the last place also of padding; detached
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    return states[:, -1].detach()

# %% two: the first state; detached
def last_valid(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """States (batch, time, hidden), mask (batch, time) to the last valid (batch, hidden)."""
    return states[:, 0].clone().detach()
