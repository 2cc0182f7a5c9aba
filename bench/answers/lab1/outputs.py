# %% right: gather
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = dense(states, W_hy, b_y)
    index = (lengths - 1)[:, None, None].expand(-1, 1, every.shape[-1])
    return every, every.gather(1, index).squeeze(1)

# %% right: the last states first, then the layer
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    y = states @ W_hy + b_y
    final = states[torch.arange(states.shape[0]), lengths - 1]
    return y, dense(final, W_hy, b_y)

# %% right: a mask that is 1 at the end
def outputs(states, lengths, W_hy, b_y):
    every = torch.matmul(states, W_hy) + b_y
    at_end = torch.arange(states.shape[1]) == (lengths - 1).unsqueeze(1)
    last = (every * at_end.unsqueeze(-1)).sum(dim=1)
    return every, last

# %% right: cut to length, the last of what is left
def outputs(states, lengths, W_hy, b_y):
    every = torch.einsum("bth,hn->btn", states, W_hy) + b_y
    last = torch.stack([every[i, : lengths[i]][-1] for i in range(len(lengths))])
    return (every, last)

# %% one: the last of the row, padding or not
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = dense(states, W_hy, b_y)
    last = every[:, -1]
    return every, last

# %% one: the place after the last
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = dense(states, W_hy, b_y)
    last = every[torch.arange(len(lengths)), lengths]
    return every, last

# %% one: last are states, not logits
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    last = states[torch.arange(len(states)), lengths - 1]
    return every, last

# %% one: the bias is forgotten
def outputs(states, lengths, W_hy, b_y):
    every = states @ W_hy
    last = every[torch.arange(every.shape[0]), lengths - 1]
    return every, last

# %% one: last comes first
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    last = every[torch.arange(len(lengths)), lengths - 1]
    return last, every

# %% one: softmax of the logits
def outputs(states, lengths, W_hy, b_y):
    every = torch.softmax(dense(states, W_hy, b_y), dim=-1)
    last = every[torch.arange(len(lengths)), lengths - 1]
    return every, last

# %% one: one letter too early
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    every = dense(states, W_hy, b_y)
    last = every[range(len(lengths)), lengths - 2]
    return every, last

# %% one: the longest name's end for all
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    end = lengths.max() - 1
    return every, every[:, end, :]

# %% one: zeros where there is padding
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = dense(states, W_hy, b_y)
    mask = torch.arange(states.shape[1])[None, :] < lengths[:, None]
    every = every * mask.unsqueeze(-1)
    last = every[torch.arange(len(lengths)), lengths - 1]
    return every, last

# %% one: last without its bias
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    h_last = torch.stack([s[n - 1] for s, n in zip(states, lengths)])
    last = h_last @ W_hy
    return every, last

# %% one: the length of the first name for all
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    last = every[:, lengths[0] - 1]
    return every, last

# %% one: tanh on the logits
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = torch.tanh(states @ W_hy + b_y)
    last = every[torch.arange(len(states)), lengths - 1]
    return every, last

# %% one: squeeze breaks a batch of one
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    every = dense(states, W_hy, b_y)
    last = every.gather(1, (lengths - 1).view(-1, 1, 1).expand(-1, -1, W_hy.shape[1])).squeeze()
    return every, last

# %% one: counted from the back
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    last = torch.stack([every[i, -int(lengths[i])] for i in range(len(every))])
    return every, last

# %% two: last of the row, no bias
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    # TODO 1.7: The logits after every letter, and those at each name's own end.
    every = torch.matmul(states, W_hy)
    return every, every[:, -1, :]

# %% two: softmax, the order turned
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    every = dense(states, W_hy, b_y).softmax(dim=-1)
    last = every[torch.arange(len(lengths)), lengths - 1]
    return last, every

# %% two: states for last, from the end of the row
def outputs(states, lengths, W_hy, b_y):
    every = dense(states, W_hy, b_y)
    last = states[:, -1]
    return every, last

# %% two: tanh on the states, every length for every name
def outputs(states, lengths, W_hy, b_y) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, time, hidden), lengths (batch,) to every (batch, time, n), last (batch, n)."""
    every = dense(torch.tanh(states), W_hy, b_y)
    last = every[:, lengths - 1, :]
    return every, last
