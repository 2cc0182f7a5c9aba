# %% right: outer products, example by example
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    d_W_xh, d_W_hh, d_b = 0, 0, 0
    for i in range(len(d_a)):
        d_W_xh = d_W_xh + torch.outer(x[i], d_a[i])
        d_W_hh = d_W_hh + torch.outer(h_prev[i], d_a[i])
        d_b = d_b + d_a[i]
    return (W_hh @ d_a.T).T, d_W_xh, d_W_hh, d_b

# %% one: d_b is the mean
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_b = d_a.mean(dim=0)
    return d_a @ W_hh.T, x.T @ d_a, h_prev.T @ d_a, d_b

# %% one: d_W_xh transposed
def step_backward(d_a, x, h_prev, W_hh):
    d_W_xh = d_a.T @ x
    d_W_hh = h_prev.T @ d_a
    return d_a @ W_hh.T, d_W_xh, d_W_hh, d_a.sum(0)

# %% one: d_b of one number
def step_backward(d_a, x, h_prev, W_hh):
    return d_a @ W_hh.T, x.T @ d_a, h_prev.T @ d_a, d_a.sum()

# %% one: the columns of the slide
def step_backward(d_a, x, h_prev, W_hh):
    d_h_prev = W_hh.T @ d_a
    return d_h_prev, x.T @ d_a, h_prev.T @ d_a, d_a.sum(dim=0)

# %% one: only three gradients
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    d_W_xh = x.T @ d_a
    d_W_hh = h_prev.T @ d_a
    d_b = d_a.sum(dim=0)
    return d_W_xh, d_W_hh, d_b

# %% one: only the last example counts
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    for i in range(len(d_a)):
        d_W_xh = torch.outer(x[i], d_a[i])
        d_W_hh = torch.outer(h_prev[i], d_a[i])
    return d_a @ W_hh.T, d_W_xh, d_W_hh, d_a.sum(0)

# %% two: tanh again, W_hh not transposed
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_h_prev = (d_a @ W_hh) * (1 - h_prev * h_prev)
    return d_h_prev, x.T @ d_a, h_prev.T @ d_a, d_a.sum(0)
