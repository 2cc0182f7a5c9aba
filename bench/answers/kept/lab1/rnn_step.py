# %% right: columns, as on the slide
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    a = W_hh.T @ h.T + W_xh.T @ x.T
    return torch.tanh(a.T + b_h)

# %% right: row by row
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    rows = []
    for x_i, h_i in zip(x, h):
        rows.append(torch.tanh(x_i @ W_xh + h_i @ W_hh + b_h))
    return torch.stack(rows)

# %% one: W_hh transposed
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(x @ W_xh + h @ W_hh.T + b_h)

# %% one: sigmoid for tanh
def rnn_step(x, h, W_xh, W_hh, b_h):
    z = dense(x, W_xh, b_h) + h @ W_hh
    return torch.sigmoid(z)

# %% one: the bias comes after tanh
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(x @ W_xh + h @ W_hh) + b_h

# %% one: output and state, like nn.RNN
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    h = torch.tanh(x @ W_xh + h @ W_hh + b_h)
    return h, h

# %% one: the memory is subtracted
def rnn_step(x, h, W_xh, W_hh, b_h):
    return ((x @ W_xh) - (h @ W_hh) + b_h).tanh()

# %% one: letter and memory multiplied
def rnn_step(x, h, W_xh, W_hh, b_h):
    a = (x @ W_xh) * (h @ W_hh) + b_h
    return torch.tanh(a)

# %% one: numpy cuts it from the gradients
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    import numpy as np

    a = x @ W_xh + h @ W_hh + b_h
    return torch.tensor(np.tanh(a.detach().numpy()))

# %% two: no tanh, the old state cut off
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return x @ W_xh + h.detach() @ W_hh + b_h

# %% two: the letter is not used, no bias
def rnn_step(x, h, W_xh, W_hh, b_h) -> torch.Tensor:
    """Inputs x (batch, features), state h (batch, hidden) to the new h (batch, hidden).

    W_xh (features, hidden), W_hh (hidden, hidden), b_h (hidden,).
    """
    # TODO 1.5: Letter and memory, each through its weights; the bias; one tanh.
    return torch.tanh(h @ W_hh)
