# %% right: concatenated along time
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    hidden = W_hh.shape[0]
    h, c = torch.zeros(2, x.shape[0], hidden)
    result = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        result.append(h.unsqueeze(1))
    return torch.cat(result, dim=1)

# %% one: stacked along a new first axis
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states)

# %% one: returns the list of states
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return states

# %% one: the state is kept before the step
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        states.append(h)
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
    return torch.stack(states, dim=1)

# %% one: the memory is emptied at every word
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    states = []
    for t in range(x.shape[1]):
        h = torch.zeros(x.shape[0], W_hh.shape[0])
        c = torch.zeros(x.shape[0], W_hh.shape[0])
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: the empty state stands in front, one too many
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = [h]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% two: keeps the cells; h is not handed on
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h0 = torch.zeros(x.shape[0], W_hh.shape[0])
    c = h0
    cells = []
    for t in range(x.shape[1]):
        _, c = lstm_step(x[:, t], h0, c, W_xh, W_hh, b)
        cells.append(c)
    return torch.stack(cells, dim=1)
