# %% right: a list from the back
def states_backward(direct, states, W_hh):
    T = direct.shape[0]
    grads = [direct[T - 1]]
    for t in range(T - 1, 0, -1):
        back = (grads[-1] * (1 - states[t] ** 2)) @ W_hh.T
        grads.append(direct[t - 1] + back)
    grads.reverse()
    return torch.stack(grads)

# %% right: one running gradient
def states_backward(direct, states, W_hh):
    result = torch.empty_like(direct)
    carry = torch.zeros_like(direct[0])
    for t in reversed(range(len(direct))):
        d_h = direct[t] + carry
        result[t] = d_h
        carry = tanh_backward(d_h, states[t]) @ W_hh.T
    return result

# %% right: by recursion
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    if len(direct) == 1:
        return direct.clone()
    later = states_backward(direct[1:], states[1:], W_hh)
    here = direct[0] + tanh_backward(later[0], states[1]) @ W_hh.T
    return torch.cat([here[None], later])

# %% right: einsum and while
def states_backward(direct, states, W_hh):
    d_h = direct * 1
    t = d_h.shape[0] - 2
    while t >= 0:
        slope = 1 - states[t + 1].square()
        d_h[t] = direct[t] + torch.einsum("bk,jk->bj", d_h[t + 1] * slope, W_hh)
        t -= 1
    return d_h

# %% one: W_hh is not transposed
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_a = tanh_backward(d_h[t + 1], states[t + 1])
        d_h[t] += d_a @ W_hh
    return d_h

# %% one: the direct parts are changed in place
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    for t in range(len(direct) - 2, -1, -1):
        d_a = tanh_backward(direct[t + 1], states[t + 1])
        direct[t] += d_a @ W_hh.T
    return direct

# %% one: the slope at the wrong step
def states_backward(direct, states, W_hh):
    d_h = torch.zeros_like(direct)
    d_h[-1] = direct[-1]
    for t in range(len(direct) - 2, -1, -1):
        d_a = d_h[t + 1] * (1 - states[t] ** 2)
        d_h[t] = direct[t] + d_a @ W_hh.T
    return d_h

# %% one: the first state is left out
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    T = len(direct)
    d_h = direct.clone()
    for t in range(T - 2, 0, -1):
        d_h[t] += tanh_backward(d_h[t + 1], states[t + 1]) @ W_hh.T
    return d_h

# %% one: from the first step to the last
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    d_h = direct.clone()
    for t in range(len(direct) - 1):
        d_a = tanh_backward(d_h[t + 1], states[t + 1])
        d_h[t] += d_a @ W_hh.T
    return d_h

# %% one: the direct part is overwritten
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_h[t] = tanh_backward(d_h[t + 1], states[t + 1]) @ W_hh.T
    return d_h

# %% one: begins after the end
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    d_h = direct.clone()
    for t in range(len(direct) - 1, -1, -1):
        d_a = tanh_backward(d_h[t + 1], states[t + 1])
        d_h[t] += d_a @ W_hh.T
    return d_h

# %% one: from the previous step
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    d_h = direct.clone()
    for t in range(1, len(direct)):
        d_a = tanh_backward(d_h[t - 1], states[t - 1])
        d_h[t] += d_a @ W_hh.T
    return d_h

# %% one: only the first state's gradient
def states_backward(direct, states, W_hh):
    d_h = direct[-1]
    for t in range(len(direct) - 2, -1, -1):
        d_h = direct[t] + tanh_backward(d_h, states[t + 1]) @ W_hh.T
    return d_h

# %% one: subtracted
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_a = tanh_backward(d_h[t + 1], states[t + 1])
        d_h[t] -= d_a @ W_hh.T
    return d_h

# %% one: the matrix stands in front
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_a = tanh_backward(d_h[t + 1], states[t + 1])
        d_h[t] += W_hh.T @ d_a
    return d_h

# %% one: the slope comes after the matrix
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_h[t] += tanh_backward(d_h[t + 1] @ W_hh.T, states[t + 1])
    return d_h

# %% one: the carry goes on without the direct part
def states_backward(direct, states, W_hh):
    d_h = direct.clone()
    carry = direct[-1]
    for t in range(len(direct) - 2, -1, -1):
        carry = tanh_backward(carry, states[t + 1]) @ W_hh.T
        d_h[t] = direct[t] + carry
    return d_h

# %% two: not transposed, not through tanh
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    # TODO 2.3: Go from the last step to the first; add what comes back through the next state.
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_h[t] += d_h[t + 1] @ W_hh
    return d_h

# %% two: first state left out, direct changed in place
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    """Direct parts and states h_1 ... h_T, each (time, batch, hidden), to d_h of the same shape."""
    d_h = direct
    for t in range(len(direct) - 2, 0, -1):
        d_h[t] += tanh_backward(d_h[t + 1], states[t + 1]) @ W_hh.T
    return d_h

# %% two: direct part overwritten, not through tanh
def states_backward(direct: torch.Tensor, states: torch.Tensor, W_hh: torch.Tensor):
    d_h = direct.clone()
    for t in range(len(direct) - 2, -1, -1):
        d_h[t] = d_h[t + 1] @ W_hh.T
    return d_h

# %% two: order of going back, not transposed
def states_backward(direct, states, W_hh):
    grads = [direct[-1]]
    for t in range(len(direct) - 1, 0, -1):
        d_a = tanh_backward(grads[-1], states[t])
        grads.append(direct[t - 1] + d_a @ W_hh)
    return torch.stack(grads)
