# %% right: one name for each
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    d_h_prev = torch.matmul(d_a, W_hh.transpose(0, 1))
    d_W_xh = torch.matmul(x.transpose(0, 1), d_a)
    d_W_hh = torch.matmul(h_prev.transpose(0, 1), d_a)
    d_b = torch.sum(d_a, 0)
    return d_h_prev, d_W_xh, d_W_hh, d_b

# %% right: einsum
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    return (
        torch.einsum("bk,jk->bj", d_a, W_hh),
        torch.einsum("bi,bh->ih", x, d_a),
        torch.einsum("bj,bk->jk", h_prev, d_a),
        torch.einsum("bh->h", d_a),
    )

# %% right: the other way round, then transposed
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    dh = W_hh.mm(d_a.t()).t()
    dWx = d_a.t().mm(x).t()
    dWh = d_a.t().mm(h_prev).t()
    db = torch.ones(d_a.shape[0], dtype=d_a.dtype) @ d_a
    return dh, dWx, dWh, db

# %% right: axes of length 1
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_h_prev = (d_a[:, None, :] * W_hh).sum(-1)
    d_W_xh = (x[:, :, None] * d_a[:, None, :]).sum(0)
    d_W_hh = (h_prev[:, :, None] * d_a[:, None, :]).sum(0)
    return d_h_prev, d_W_xh, d_W_hh, d_a.sum(0)

# %% one: W_hh is not transposed
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_h_prev = d_a @ W_hh
    d_W_xh = x.T @ d_a
    d_W_hh = h_prev.T @ d_a
    d_b = d_a.sum(dim=0)
    return d_h_prev, d_W_xh, d_W_hh, d_b

# %% one: d_b is not added up
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    return d_a @ W_hh.T, x.T @ d_a, h_prev.T @ d_a, d_a

# %% one: d_b is added up along the neurons
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    d_h_prev = torch.mm(d_a, W_hh.T)
    d_W_xh = torch.mm(x.T, d_a)
    d_W_hh = torch.mm(h_prev.T, d_a)
    d_b = torch.sum(d_a, dim=1)
    return d_h_prev, d_W_xh, d_W_hh, d_b

# %% one: d_W_hh transposed
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    return d_a @ W_hh.T, x.T @ d_a, d_a.T @ h_prev, d_a.sum(0)

# %% one: the two matrices in the wrong order
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_h_prev = d_a @ W_hh.T
    d_W_hh = h_prev.T @ d_a
    d_W_xh = x.T @ d_a
    return d_h_prev, d_W_hh, d_W_xh, d_a.sum(0)

# %% one: tanh again
def step_backward(d_a, x, h_prev, W_hh):
    d_h_prev = (d_a @ W_hh.T) * (1 - h_prev**2)
    return d_h_prev, x.T @ d_a, h_prev.T @ d_a, d_a.sum(dim=0)

# %% one: d_b keeps an axis
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_b = d_a.sum(dim=0, keepdim=True)
    return d_a @ W_hh.T, x.T @ d_a, h_prev.T @ d_a, d_b

# %% one: x is not transposed
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_h_prev = d_a @ W_hh.T
    d_W_xh = x @ d_a
    d_W_hh = h_prev.T @ d_a
    d_b = d_a.sum(dim=0)
    return d_h_prev, d_W_xh, d_W_hh, d_b

# %% one: the first matrices are means over the batch
def step_backward(d_a, x, h_prev, W_hh):
    batch = len(x)
    d_W_xh = x.T @ d_a / batch
    d_W_hh = h_prev.T @ d_a
    return d_a @ W_hh.T, d_W_xh, d_W_hh, d_a.sum(0)

# %% one: everything over the size of the batch
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    n = d_a.shape[0]
    return d_a @ W_hh.T / n, x.T @ d_a / n, h_prev.T @ d_a / n, d_a.sum(0) / n

# %% one: the new d_h_prev in place of h_prev
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    h_prev = d_a @ W_hh.T
    d_W_hh = h_prev.T @ d_a
    return h_prev, x.T @ d_a, d_W_hh, d_a.sum(0)

# %% one: d_h_prev comes last
def step_backward(d_a, x, h_prev, W_hh):
    return x.T @ d_a, h_prev.T @ d_a, d_a.sum(0), d_a @ W_hh.T

# %% one: d_b is 1, as the derivative of b
def step_backward(d_a, x, h_prev, W_hh):
    d_b = torch.ones_like(d_a[0])
    return d_a @ W_hh.T, x.T @ d_a, h_prev.T @ d_a, d_b

# %% one: descent already, with a minus
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    return d_a @ W_hh.T, -x.T @ d_a, -h_prev.T @ d_a, -d_a.sum(dim=0)

# %% two: W_hh not transposed, d_b not added up
def step_backward(d_a, x, h_prev, W_hh):
    return d_a @ W_hh, x.T @ d_a, h_prev.T @ d_a, d_a

# %% two: d_W_hh transposed, d_b the mean
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    d_W_hh = d_a.T @ h_prev
    d_b = torch.mean(d_a, dim=0)
    return d_a @ W_hh.T, x.T @ d_a, d_W_hh, d_b

# %% two: matrices in the wrong order, d_b along the neurons
def step_backward(d_a, x, h_prev, W_hh):
    return d_a @ W_hh.T, h_prev.T @ d_a, x.T @ d_a, d_a.sum(1)

# %% two: both matrices transposed, columns of the slide
def step_backward(d_a, x, h_prev, W_hh):
    """Back through a = x @ W_xh + h_prev @ W_hh + b_h.

    d_a and h_prev are (batch, hidden), x is (batch, input), W_hh is (hidden, hidden).
    Return d_h_prev (batch, hidden), d_W_xh (input, hidden), d_W_hh (hidden, hidden), d_b (hidden,).
    """
    # TODO 2.2: Return the four gradients.
    return W_hh.T @ d_a, d_a.T @ x, d_a.T @ h_prev, d_a.sum(dim=0)
