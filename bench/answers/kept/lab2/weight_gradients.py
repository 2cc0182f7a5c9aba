# %% right: step_backward for each step
def weight_gradients(d_a, x, states, h_0):
    hidden = h_0.shape[-1]
    unused = torch.zeros(hidden, hidden, dtype=h_0.dtype)
    totals = None
    h_prev = h_0
    for t in range(len(x)):
        _, *parts = step_backward(d_a[t], x[t], h_prev, unused)
        totals = parts if totals is None else [a + b for a, b in zip(totals, parts)]
        h_prev = states[t]
    return tuple(totals)

# %% one: only the last step counts
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    prev = h_0
    for t in range(len(d_a)):
        d_W_xh = x[t].T @ d_a[t]
        d_W_hh = prev.T @ d_a[t]
        d_b = d_a[t].sum(dim=0)
        prev = states[t]
    return d_W_xh, d_W_hh, d_b

# %% one: the bias is not added up over the batch
def weight_gradients(d_a, x, states, h_0):
    before = torch.cat([h_0[None], states[:-1]])
    d_W_xh = (x.transpose(1, 2) @ d_a).sum(dim=0)
    d_W_hh = (before.transpose(1, 2) @ d_a).sum(dim=0)
    return d_W_xh, d_W_hh, d_a.sum(dim=0)

# %% one: the last step is left out
def weight_gradients(d_a, x, states, h_0):
    d_W_xh = d_W_hh = d_b = 0
    h_prev = h_0
    for t in range(len(d_a) - 1):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + h_prev.T @ d_a[t]
        d_b = d_b + d_a[t].sum(dim=0)
        h_prev = states[t]
    return d_W_xh, d_W_hh, d_b

# %% one: the matrices in the wrong order
def weight_gradients(d_a, x, states, h_0):
    prev = torch.cat([h_0[None], states[:-1]])
    gW = torch.einsum("tbj,tbh->jh", prev, d_a)
    gX = torch.einsum("tbi,tbh->ih", x, d_a)
    return gW, gX, d_a.sum(dim=[0, 1])

# %% one: a gradient for each step
def weight_gradients(d_a, x, states, h_0):
    prev = torch.cat([h_0[None], states[:-1]])
    d_W_xh = torch.matmul(x.transpose(1, 2), d_a)
    d_W_hh = torch.matmul(prev.transpose(1, 2), d_a)
    d_b = d_a.sum(dim=1)
    return d_W_xh, d_W_hh, d_b

# %% one: the tanh once more
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    prev = torch.cat([h_0[None], states[:-1]])
    d_a = d_a * (1 - states**2)
    d_W_xh = torch.einsum("tbi,tbh->ih", x, d_a)
    d_W_hh = torch.einsum("tbj,tbh->jh", prev, d_a)
    return d_W_xh, d_W_hh, d_a.sum((0, 1))

# %% two: last step left out, W_hh's gradient transposed
def weight_gradients(d_a, x, states, h_0):
    d_W_xh = d_W_hh = d_b = 0
    prev = h_0
    for t in range(len(d_a) - 1):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + d_a[t].T @ prev
        d_b = d_b + d_a[t].sum(dim=0)
        prev = states[t]
    return d_W_xh, d_W_hh, d_b
