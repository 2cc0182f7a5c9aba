# %% right: the letters multiplied all at once
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    from_letters = x @ W_xh + b_h
    hs = [h]
    for t in range(x.size(1)):
        hs.append(torch.tanh(from_letters[:, t] + hs[-1] @ W_hh))
    return torch.stack(hs[1:], dim=1)

# %% right: itertools.accumulate
def unroll(x, h, W_xh, W_hh, b_h):
    from itertools import accumulate

    step = lambda state, x_t: rnn_step(x_t, state, W_xh, W_hh, b_h)
    states = list(accumulate(x.unbind(1), step, initial=h))
    return torch.stack(states[1:], 1)

# %% one: only the last state
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    for t in range(x.size(1)):
        h = rnn_step(x[:, t, :], h, W_xh, W_hh, b_h)
    return h

# %% one: kept before the step
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    states = []
    for x_t in x.unbind(1):
        states.append(h)
        h = rnn_step(x_t, h, W_xh, W_hh, b_h)
    return torch.stack(states, 1)

# %% one: cut from step to step
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    T = x.shape[1]
    out = []
    for t in range(T):
        h = rnn_step(x[:, t], h.detach(), W_xh, W_hh, b_h)
        out.append(h)
    return torch.stack(out, dim=1)

# %% one: a plain list
def unroll(x, h, W_xh, W_hh, b_h):
    states = []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return states

# %% one: return inside the loop
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    states = []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
        return torch.stack(states, dim=1)

# %% one: from right to left
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    # TODO 1.6: Take one step per letter, hand the state on, stack the states along time.
    states = []
    for t in reversed(range(x.shape[1])):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h)
        states.append(h)
    return torch.stack(states, dim=1)

# %% two: right to left, cut from step to step
def unroll(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, time, features), first h (batch, hidden) to states (batch, time, hidden)."""
    states = []
    for t in range(x.shape[1] - 1, -1, -1):
        h = rnn_step(x[:, t], h, W_xh, W_hh, b_h).detach()
        states.append(h)
    return torch.stack(states, dim=1)

# %% two: no tanh, wrong axis
def unroll(x, h, W_xh, W_hh, b_h):
    hs = []
    for t in range(x.shape[1]):
        h = x[:, t] @ W_xh + h @ W_hh + b_h
        hs.append(h)
    return torch.stack(hs)
