# %% right: name by name
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    last = []
    for name, n in zip(every, lengths):
        last.append(name[n - 1])
    return every, torch.stack(last)

# %% right: step by step
def outputs(states, lengths, W_hy, b_y):
    outs = [dense(states[:, t], W_hy, b_y) for t in range(states.shape[1])]
    every = torch.stack(outs, dim=1)
    rows = torch.arange(every.size(0))
    last = every[rows, lengths.long() - 1, :]
    return every, last

# %% one: every length for every name
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    return every, every[:, lengths - 1]

# %% one: one axis too many in last
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    every = dense(states, W_hy, b_y)
    idx = (lengths - 1).view(-1, 1, 1).expand(-1, 1, every.size(2))
    last = torch.gather(every, 1, idx)
    return every, last

# %% one: only every output
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    every = dense(states, W_hy, b_y)
    return every

# %% one: lengths are changed in place
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = dense(states, W_hy, b_y)
    lengths -= 1
    last = every[torch.arange(len(lengths)), lengths]
    return every, last

# %% one: the mean over the name
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    last = torch.stack([every[i, :n].mean(dim=0) for i, n in enumerate(lengths)])
    return every, last

# %% one: last is cut from the gradients
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    every = dense(states, W_hy, b_y)
    last = []
    for i in range(len(lengths)):
        last.append(every[i, lengths[i] - 1].detach())
    return every, torch.stack(last)

# %% two: one letter too early, one axis too many
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = dense(states, W_hy, b_y)
    idx = (lengths - 2)[:, None, None].expand(-1, 1, every.shape[2])
    return every, every.gather(1, idx)
