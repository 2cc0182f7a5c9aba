# %% right: step_backward does it
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    out = list(direct)
    for t in range(len(out) - 1, 0, -1):
        d_a = tanh_backward(out[t], states[t])
        through, _, _, _ = step_backward(d_a, states[t - 1], states[t - 1], W_hh)
        out[t - 1] = out[t - 1] + through
    return torch.stack(out)

# %% one: not through tanh
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_h[t] = d_h[t] + d_h[t + 1] @ W_hh.T
    return d_h

# %% one: only one step back
def states_backward(direct, states, W_hh):
    d_h = direct.clone()
    for t in range(len(direct) - 1):
        d_h[t] = direct[t] + tanh_backward(direct[t + 1], states[t + 1]) @ W_hh.T
    return d_h

# %% one: the list stays in the order of going back
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    grads = []
    nxt = torch.zeros_like(direct[0])
    for t in range(len(direct) - 1, -1, -1):
        d_h = direct[t] + nxt
        grads.append(d_h)
        nxt = tanh_backward(d_h, states[t]) @ W_hh.T
    return torch.stack(grads)

# %% one: d_a in place of d_h
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    out = torch.zeros_like(direct)
    carry = torch.zeros_like(direct[0])
    for t in reversed(range(direct.shape[0])):
        d_a = tanh_backward(direct[t] + carry, states[t])
        out[t] = d_a
        carry = d_a @ W_hh.T
    return out

# %% one: tanh of the states once more
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        slope = 1 - torch.tanh(states[t + 1]) ** 2
        d_h[t] += (d_h[t + 1] * slope) @ W_hh.T
    return d_h

# %% one: the last step counts twice
def states_backward(direct, states, W_hh):
    d_h = direct.clone()
    carry = direct[-1]
    for t in range(len(direct) - 1, -1, -1):
        d_h[t] = direct[t] + carry
        carry = tanh_backward(d_h[t], states[t]) @ W_hh.T
    return d_h

# %% two: slope at the wrong step, not transposed
def states_backward(direct, states, W_hh):
    grads = [direct[-1]]
    for t in range(len(direct) - 2, -1, -1):
        d_a = tanh_backward(grads[0], states[t])
        grads.insert(0, direct[t] + d_a @ W_hh)
    return torch.stack(grads)
