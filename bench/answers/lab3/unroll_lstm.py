# %% right: new_zeros and unbind
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = x.new_zeros(x.size(0), W_hh.size(0))
    c = torch.zeros_like(h)
    out = []
    for word in x.unbind(dim=1):
        h, c = lstm_step(word, h, c, W_xh, W_hh, b)
        out.append(h)
    return torch.stack(out, 1)

# %% right: a tensor filled step by step
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    batch, time, _ = x.shape
    hidden = b.shape[0] // 4
    states = torch.zeros(batch, time, hidden)
    h = torch.zeros(batch, hidden)
    c = torch.zeros(batch, hidden)
    for t in range(time):
        h, c = lstm_step(x[:, t, :], h, c, W_xh, W_hh, b)
        states[:, t, :] = h
    return states

# %% right: time first, then turned back
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    steps = x.transpose(0, 1)
    memory = (torch.zeros(x.shape[0], W_hh.shape[0]), torch.zeros(x.shape[0], W_hh.shape[0]))
    hs = []
    for xt in steps:
        memory = lstm_step(xt, memory[0], memory[1], W_xh, W_hh, b)
        hs.append(memory[0])
    return torch.stack(hs).transpose(0, 1)

# %% right: itertools accumulate
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    from itertools import accumulate

    zero = torch.zeros(len(x), W_hh.shape[0])
    pairs = accumulate(
        x.unbind(1), lambda hc, word: lstm_step(word, *hc, W_xh, W_hh, b), initial=(zero, zero)
    )
    return torch.stack([h for h, _ in pairs][1:], dim=1)

# %% one: h is not handed on
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = torch.zeros(len(x), len(W_hh))
    c = torch.zeros(len(x), len(W_hh))
    states = []
    for t in range(x.shape[1]):
        new_h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(new_h)
    return torch.stack(states, dim=1)

# %% one: c is not handed on
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = torch.zeros(len(x), len(W_hh))
    c = torch.zeros(len(x), len(W_hh))
    states = []
    for t in range(x.shape[1]):
        h, _ = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: only the last state is returned
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
    return h

# %% one: keeps the cells in place of the states
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    cells = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        cells.append(c)
    return torch.stack(cells, dim=1)

# %% one: goes over the batch in place of time
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[1], W_hh.shape[0])
    states = []
    for xt in x:
        h, c = lstm_step(xt, h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=0)

# %% one: zeros of the width of all four gates
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    batch, time, features = x.shape
    h = torch.zeros(batch, W_hh.shape[1])
    c = torch.zeros(batch, W_hh.shape[1])
    states = []
    for t in range(time):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: the first word is left out
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(1, x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: begins with random numbers
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = torch.randn(x.shape[0], W_hh.shape[0])
    c = torch.randn(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: detached at every step
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h.detach(), c.detach(), W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: h is given for the cell, too
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, h, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: joined along the features
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.cat(states, dim=1)

# %% one: the result is written into a tensor without gradient
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = torch.zeros(x.shape[0], x.shape[1], W_hh.shape[0])
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.data[:, t] = h
    return states

# %% two: c is not handed on; stacked along the first axis
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        h = lstm_step(x[:, t], h, c, W_xh, W_hh, b)[0]
        states.append(h)
    return torch.stack(states)

# %% two: begins with ones; the last word is left out
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = torch.ones(x.shape[0], W_hh.shape[0])
    c = torch.ones(x.shape[0], W_hh.shape[0])
    states = []
    for t in range(x.shape[1] - 1):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        states.append(h)
    return torch.stack(states, dim=1)

# %% two: detached at every step; read backwards
def unroll_lstm(x, W_xh, W_hh, b) -> torch.Tensor:
    """Words x (batch, time, features) to the states h after each word (batch, time, hidden)."""
    h = c = torch.zeros(x.shape[0], W_hh.shape[0])
    states = []
    for t in reversed(range(x.shape[1])):
        h, c = lstm_step(x[:, t], h, c, W_xh, W_hh, b)
        h, c = h.detach(), c.detach()
        states.append(h)
    return torch.stack(states, dim=1)
