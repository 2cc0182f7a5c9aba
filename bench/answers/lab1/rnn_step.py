# %% right: side by side, one product
def rnn_step(x, h, W_xh, W_hh, b_h):
    xh = torch.cat([x, h], dim=1)
    W = torch.cat([W_xh, W_hh], dim=0)
    return torch.tanh(xh @ W + b_h)

# %% right: dense for each
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    from_letter = dense(x, W_xh, b_h)
    from_memory = torch.matmul(h, W_hh)
    return (from_letter + from_memory).tanh()

# %% right: tanh by its formula
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    z = torch.einsum("bf,fh->bh", x, W_xh) + torch.einsum("bk,kh->bh", h, W_hh) + b_h
    e = torch.exp(-2 * z)
    return (1 - e) / (1 + e)

# %% one: the bias is forgotten
def rnn_step(x, h, W_xh, W_hh, b_h):
    return torch.tanh(torch.matmul(x, W_xh) + torch.matmul(h, W_hh))

# %% one: no tanh
def rnn_step(x, h, W_xh, W_hh, b_h):
    h_new = x @ W_xh + h @ W_hh + b_h
    return h_new

# %% one: both transposed, as on the slide
def rnn_step(x, h, W_xh, W_hh, b_h):
    return torch.tanh(W_hh.T @ h + W_xh.T @ x + b_h)

# %% one: two tanh
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    letter = torch.tanh(x @ W_xh + b_h)
    memory = torch.tanh(h @ W_hh)
    return letter + memory

# %% one: the memory does not go through its weights
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(x @ W_xh + h + b_h)

# %% one: the memory is not used
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    new = torch.tanh(x @ W_xh + b_h)
    return new

# %% one: the bias twice
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(dense(x, W_xh, b_h) + dense(h, W_hh, b_h))

# %% one: h is changed in place
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    h[:] = torch.tanh(x @ W_xh + h @ W_hh + b_h)
    return h

# %% one: the weights are swapped
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(x @ W_hh + h @ W_xh + b_h)

# %% one: the old state is returned
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    h_t = torch.tanh(x @ W_xh + h @ W_hh + b_h)
    return h

# %% one: the old state is cut off
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(x @ W_xh + h.detach() @ W_hh + b_h)

# %% one: the old state is added again
def rnn_step(x, h, W_xh, W_hh, b_h):
    update = torch.tanh(x @ W_xh + h @ W_hh + b_h)
    return h + update

# %% one: the letter goes through W_hh as well
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    s = (x @ W_xh + h) @ W_hh
    return torch.tanh(s + b_h)

# %% one: relu for tanh
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return F.relu(torch.cat((x, h), 1) @ torch.cat((W_xh, W_hh), 0) + b_h)

# %% two: no bias, sigmoid
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.sigmoid(x @ W_xh + h @ W_hh)

# %% two: W_hh transposed, bias subtracted
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    z = x @ W_xh + h @ W_hh.T - b_h
    return torch.tanh(z)

# %% two: bias after tanh, memory without weights
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(torch.mm(x, W_xh) + h) + b_h

# %% two: state twice, bias twice
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    h = torch.tanh(x @ W_xh + b_h + h @ W_hh + b_h)
    return h, h
