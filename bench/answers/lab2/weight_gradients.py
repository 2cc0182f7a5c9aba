# %% right: einsum over time and batch
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    prev = torch.cat([h_0.unsqueeze(0), states[:-1]], dim=0)
    d_W_xh = torch.einsum("tbi,tbh->ih", x, d_a)
    d_W_hh = torch.einsum("tbj,tbh->jh", prev, d_a)
    return d_W_xh, d_W_hh, d_a.sum(dim=(0, 1))

# %% right: time and batch as one axis
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    before = torch.stack([h_0] + list(states)[:-1])
    flat_d = d_a.flatten(0, 1)
    return x.flatten(0, 1).T @ flat_d, before.flatten(0, 1).T @ flat_d, flat_d.sum(0)

# %% right: the first step apart
def weight_gradients(d_a, x, states, h_0):
    dWx = x[0].T @ d_a[0]
    dWh = h_0.T @ d_a[0]
    db = d_a[0].sum(0)
    for t in range(1, d_a.shape[0]):
        dWx += x[t].T @ d_a[t]
        dWh += states[t - 1].T @ d_a[t]
        db += d_a[t].sum(0)
    return dWx, dWh, db

# %% right: a batch of products, then the sum
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    previous = torch.roll(states, 1, dims=0)
    previous[0] = h_0
    d_W_xh = torch.bmm(x.transpose(1, 2), d_a).sum(0)
    d_W_hh = torch.bmm(previous.transpose(1, 2), d_a).sum(0)
    return d_W_xh, d_W_hh, d_a.sum(0).sum(0)

# %% one: the state of the step itself
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    d_W_xh = d_W_hh = d_b = 0
    for t in range(len(d_a)):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + states[t].T @ d_a[t]
        d_b = d_b + d_a[t].sum(dim=0)
    return d_W_xh, d_W_hh, d_b

# %% one: h_0 is never used, the first step is skipped for W_hh
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    d_W_xh = torch.einsum("tbi,tbh->ih", x, d_a)
    d_W_hh = torch.einsum("tbj,tbh->jh", states[:-1], d_a[1:])
    d_b = d_a.sum(dim=(0, 1))
    return d_W_xh, d_W_hh, d_b

# %% one: before the first comes the last
def weight_gradients(d_a, x, states, h_0):
    d_W_xh = d_W_hh = d_b = 0
    for t in range(len(d_a)):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + states[t - 1].T @ d_a[t]
        d_b = d_b + d_a[t].sum(dim=0)
    return d_W_xh, d_W_hh, d_b

# %% one: h_0 at every step
def weight_gradients(d_a, x, states, h_0):
    d_W_xh = d_W_hh = d_b = 0
    for t in range(len(d_a)):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + h_0.T @ d_a[t]
        d_b = d_b + d_a[t].sum(dim=0)
    return d_W_xh, d_W_hh, d_b

# %% one: the mean over the steps
def weight_gradients(d_a, x, states, h_0):
    T = len(d_a)
    prev = torch.cat([h_0[None], states[:-1]])
    d_W_xh = sum(x[t].T @ d_a[t] for t in range(T)) / T
    d_W_hh = sum(prev[t].T @ d_a[t] for t in range(T)) / T
    d_b = sum(d_a[t].sum(0) for t in range(T)) / T
    return d_W_xh, d_W_hh, d_b

# %% one: W_hh's gradient transposed
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    prev = torch.cat([h_0.unsqueeze(0), states[:-1]])
    d_W_xh = torch.einsum("tbi,tbh->ih", x, d_a)
    d_W_hh = torch.einsum("tbh,tbj->hj", d_a, prev)
    return d_W_xh, d_W_hh, d_a.sum((0, 1))

# %% one: h_0 put at the end
def weight_gradients(d_a, x, states, h_0):
    prev = torch.cat([states[:-1], h_0[None]])
    d_W_xh = d_W_hh = d_b = 0
    for t in range(len(d_a)):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + prev[t].T @ d_a[t]
        d_b = d_b + d_a[t].sum(dim=0)
    return d_W_xh, d_W_hh, d_b

# %% one: zeros for h_0
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    zero = torch.zeros_like(h_0)
    prev = torch.cat([zero[None], states[:-1]])
    flat = d_a.reshape(-1, d_a.shape[-1])
    d_W_xh = x.reshape(-1, x.shape[-1]).T @ flat
    d_W_hh = prev.reshape(-1, prev.shape[-1]).T @ flat
    return d_W_xh, d_W_hh, flat.sum(dim=0)

# %% one: the bias is the mean over the batch
def weight_gradients(d_a, x, states, h_0):
    d_W_xh = d_W_hh = d_b = 0
    h = h_0
    for t in range(d_a.shape[0]):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + h.T @ d_a[t]
        d_b = d_b + d_a[t].mean(dim=0)
        h = states[t]
    return d_W_xh, d_W_hh, d_b

# %% one: h_prev is not moved on
def weight_gradients(d_a, x, states, h_0):
    grads = [0, 0, 0]
    h_prev = h_0
    for t in range(len(x)):
        grads[0] = grads[0] + x[t].T @ d_a[t]
        grads[1] = grads[1] + h_prev.T @ d_a[t]
        grads[2] = grads[2] + d_a[t].sum(0)
        h_prev = h_prev
    return tuple(grads)

# %% one: divided by the batch
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    batch = h_0.shape[0]
    prev = torch.cat([h_0[None], states[:-1]])
    d_W_xh = torch.einsum("tbi,tbh->ih", x, d_a) / batch
    d_W_hh = torch.einsum("tbj,tbh->jh", prev, d_a) / batch
    return d_W_xh, d_W_hh, d_a.sum((0, 1)) / batch

# %% one: return inside the loop
def weight_gradients(d_a, x, states, h_0):
    d_W_xh = d_W_hh = d_b = 0
    prev = [h_0, *states]
    for t in range(len(d_a)):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + prev[t].T @ d_a[t]
        d_b = d_b + d_a[t].sum(dim=0)
        return d_W_xh, d_W_hh, d_b

# %% two: state of the step itself, bias not over the batch
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    d_W_xh = d_W_hh = d_b = 0
    for t in range(len(d_a)):
        d_W_xh = d_W_xh + x[t].T @ d_a[t]
        d_W_hh = d_W_hh + states[t].T @ d_a[t]
        d_b = d_b + d_a[t]
    return d_W_xh, d_W_hh, d_b

# %% two: mean over the steps, state of the step itself
def weight_gradients(d_a, x, states, h_0):
    d_W_xh = torch.einsum("tbi,tbh->tih", x, d_a).mean(0)
    d_W_hh = torch.einsum("tbj,tbh->tjh", states, d_a).mean(0)
    d_b = d_a.sum(1).mean(0)
    return d_W_xh, d_W_hh, d_b

# %% two: h_0 at every step, mean for the bias
def weight_gradients(d_a, x, states, h_0):
    """d_a, x, states h_1 ... h_T, each (time, batch, ...), and h_0 (batch, hidden).

    Return d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.4: Sum over all steps; the state before the first step is h_0.
    d_W_xh = sum(x[t].T @ d_a[t] for t in range(len(x)))
    d_W_hh = sum(h_0.T @ d_a[t] for t in range(len(x)))
    d_b = sum(d_a[t].mean(0) for t in range(len(x)))
    return d_W_xh, d_W_hh, d_b

# %% two: wrong order, before the first comes the last
def weight_gradients(d_a, x, states, h_0):
    prev = torch.roll(states, 1, dims=0)
    d_W_xh = torch.einsum("tbi,tbh->ih", x, d_a)
    d_W_hh = torch.einsum("tbj,tbh->jh", prev, d_a)
    return d_W_hh, d_W_xh, d_a.sum((0, 1))
