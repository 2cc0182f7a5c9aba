# %% right: the sigmoid written with exp
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    def sigma(z):
        return 1 / (1 + torch.exp(-z))

    gates = x @ W_xh + h @ W_hh + b
    a, bb, cc, d = torch.chunk(gates, 4, dim=-1)
    cell = sigma(bb) * c + sigma(a) * torch.tanh(cc)
    return sigma(d) * torch.tanh(cell), cell

# %% one: the new content goes through a sigmoid
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = torch.sigmoid(x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c = f * c + i * g
    return o * torch.tanh(c), c

# %% one: the old cell is shown
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c_new = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h_new = o.sigmoid() * c.tanh()
    return h_new, c_new

# %% one: the bias is forgotten
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    z = x @ W_xh + h @ W_hh
    i, f, g, o = z.chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c

# %% one: the state h is kept in place of the cell
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c = torch.sigmoid(f) * h + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    return h, c

# %% one: the cell is detached, so no gradient reaches the past
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).chunk(4, dim=1)
    c = torch.sigmoid(f) * c.detach() + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c

# %% two: new content with a sigmoid; the old cell is shown
def lstm_step(x, h, c, W_xh, W_hh, b) -> tuple[torch.Tensor, torch.Tensor]:
    """Words x (batch, features), state h and cell c (batch, hidden) to the new h and c."""
    i, f, g, o = (x @ W_xh + h @ W_hh + b).sigmoid().chunk(4, dim=1)
    c2 = f * c + i * g
    return o * torch.tanh(c), c2
