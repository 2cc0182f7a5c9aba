# %% right: a list, joined by cat
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    out = []
    for x_t in x.unbind(dim=1):
        h = rnn_step(x_t, h, W_xh, W_hh, b_h)
        out.append(h.unsqueeze(1))
    return torch.cat(out, dim=1)

# %% right: a tensor that is filled
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    batch, time, _ = x.shape
    states = torch.zeros(batch, time, h.shape[1], dtype=x.dtype)
    for t in range(time):
        h = rnn_step(x[:, t, :], h, W_xh, W_hh, b_h)
        states[:, t, :] = h
    return states

# %% right: time first, turned at the end
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    xs = x.transpose(0, 1)
    result = []
    for xt in xs:
        h = rnn_step(xt, h, W_xh, W_hh, b_h)
        result += [h]
    return torch.stack(result).transpose(0, 1)

# %% right: by recursion
def unroll(x, h, W_xh, W_hh, b_h):
    h1 = rnn_step(x[:, 0], h, W_xh, W_hh, b_h)
    first = h1[:, None]
    if x.shape[1] == 1:
        return first
    return torch.cat([first, unroll(x[:, 1:], h1, W_xh, W_hh, b_h)], dim=1)

# %% one: stacked along the wrong axis
def unroll(x, h, W_xh, W_hh, b_h):
    states = []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states)

# %% one: the state is not handed on
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    states = []
    for t in range(x.shape[1]):
        h_t = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h_t)
    return torch.stack(states, dim=1)

# %% one: loops over the names
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    states = []
    for t in range(len(x)):
        h = rnn_step(x[t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: the first state is kept as well
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    hs = [h]
    for t in range(x.shape[1]):
        hs.append(rnn_step(x[:, t], hs[t], W_xh, W_hh, b_h))
    return torch.stack(hs, dim=1)

# %% one: states and last state
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    states = torch.zeros(x.shape[0], x.shape[1], h.shape[1])
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states[:, t] = h
    return states, h

# %% one: cat makes one long row
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    states = []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.cat(states, dim=1)

# %% one: the first letter is skipped
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    states = []
    for t in range(1, x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: the last letter is skipped
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    T = x.shape[1]
    states = []
    t = 0
    while t < T - 1:
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
        t += 1
    return torch.stack(states, dim=1)

# %% one: begins with zeros, not with h
def unroll(x, h, W_xh, W_hh, b_h):
    batch = x.shape[0]
    state = torch.zeros(batch, W_hh.shape[0])
    states = []
    for t in range(x.shape[1]):
        state = rnn_step(x[:, t], state, W_xh, W_hh, b_h)
        states.append(state)
    return torch.stack(states, dim=1)

# %% one: the first letter again and again
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    states = []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, 0], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: a copy of the numbers only
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    states = torch.zeros(x.shape[0], x.shape[1], h.shape[1])
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states[:, t] = h.data
    return states

# %% one: reshaped where it should be transposed
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    batch, time = x.shape[:2]
    hs = []
    for t in range(time):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        hs.append(h)
    return torch.stack(hs).reshape(batch, time, -1)

# %% one: twelve letters for all times
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    states = []
    for t in range(12):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states, dim=1)

# %% one: numpy has no gradients
def unroll(x, h, W_xh, W_hh, b_h):
    import numpy as np

    states = []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h.detach().numpy())
    return torch.tensor(np.stack(states, axis=1))

# %% two: not handed on, wrong axis
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    out = [rnn_step(x[:, t], h, W_xh, W_hh, b_h) for t in range(x.shape[1])]
    return torch.stack(out, dim=0)

# %% two: last letter skipped, first state kept
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    hs = [h]
    for t in range(x.shape[1] - 1):
        hs.append(rnn_step(x[:, t], hs[-1], W_xh, W_hh, b_h))
    return torch.stack(hs, dim=1)

# %% two: wrong axis, states and last state
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    outs = []
    for xt in x.transpose(0, 1):
        h = rnn_step(xt, h, W_xh, W_hh, b_h)
        outs.append(h)
    return torch.stack(outs), h

# %% two: begins with zeros, first letter skipped
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    h = torch.zeros_like(h)
    states = []
    for t in range(1, x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states, dim=1)
