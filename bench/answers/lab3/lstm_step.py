# %% right: slices of the four quarters
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    n = h.shape[1]
    z = torch.matmul(x, W_xh) + torch.matmul(h, W_hh) + b
    inp = torch.sigmoid(z[:, :n])
    forget = torch.sigmoid(z[:, n : 2 * n])
    new = torch.tanh(z[:, 2 * n : 3 * n])
    out = torch.sigmoid(z[:, 3 * n :])
    c_new = forget * c + inp * new
    h_new = out * c_new.tanh()
    return h_new, c_new

# %% right: x and h side by side, one product
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    both = torch.cat((x, h), dim=1)
    W = torch.cat((W_xh, W_hh), dim=0)
    i, f, g, o = torch.split(both @ W + b, h.size(-1), dim=-1)
    c = c * f.sigmoid() + g.tanh() * i.sigmoid()
    h = c.tanh() * o.sigmoid()
    return h, c

# %% right: einsum and an axis for the four
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    z = torch.einsum("bf,fk->bk", x, W_xh) + torch.einsum("bh,hk->bk", h, W_hh) + b
    z = z.view(len(x), 4, -1)
    gate = torch.sigmoid(z)
    new_c = gate[:, 1] * c + gate[:, 0] * torch.tanh(z[:, 2])
    return gate[:, 3] * torch.tanh(new_c), new_c

# %% right: the weights are cut in place of the sums
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    Wi, Wf, Wg, Wo = W_xh.chunk(4, dim=1)
    Ui, Uf, Ug, Uo = W_hh.chunk(4, dim=1)
    bi, bf, bg, bo = b.chunk(4)
    i = torch.sigmoid(x @ Wi + h @ Ui + bi)
    f = torch.sigmoid(x @ Wf + h @ Uf + bf)
    g = torch.tanh(x @ Wg + h @ Ug + bg)
    o = torch.sigmoid(x @ Wo + h @ Uo + bo)
    c = f * c + i * g
    return o * torch.tanh(c), c

# %% one: the order of the slide, f, i, g, o
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    f, i, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c

# %% one: the order i, f, o, g
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    gates = x @ W_xh + h @ W_hh + b
    i, f, o, g = gates.chunk(4, 1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h = o.sigmoid() * c.tanh()
    return h, c

# %% one: no tanh before the cell is shown
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * c
    return h, c

# %% one: h and c are returned in the wrong order
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c_next = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h_next = torch.sigmoid(o) * torch.tanh(c_next)
    return c_next, h_next

# %% one: the input gate is not used
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
    c = f * c + g
    return o * torch.tanh(c), c

# %% one: one minus the forget gate
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    f = torch.sigmoid(f)
    c = (1 - f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c

# %% one: the state h is not read
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    z = x @ W_xh + b
    i, f, g, o = z.chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c

# %% one: chunk cuts the batch
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    z = x @ W_xh + h @ W_hh + b
    i, f, g, o = z.chunk(4)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c

# %% one: the cell is changed in place
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c *= torch.sigmoid(f)
    c += torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c

# %% one: only h is returned
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c)

# %% one: the output gate goes through a tanh
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.tanh(o) * torch.tanh(c), c

# %% one: a hidden size of 64 is fixed
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    z = x @ W_xh + h @ W_hh + b
    i, f, g, o = torch.sigmoid(z[:, :64]), torch.sigmoid(z[:, 64:128]), z[:, 128:192], z[:, 192:]
    c = f * c + i * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c

# %% two: order f, i, g, o; no tanh at the output
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    f, i, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * c, c

# %% two: no bias; h and c exchanged
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return c, torch.sigmoid(o) * torch.tanh(c)

# %% two: input and forget gate exchanged in the update; h not read
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + b).chunk(4, dim=1)
    c = torch.sigmoid(i) * c + torch.sigmoid(f) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
