# %% right: by torch.rnn_tanh and by hand
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    x = E[ids]
    h = torch.zeros(1, ids.shape[0], W_hh.shape[0])
    weights = [W_xh.t(), W_hh.t(), b_h, torch.zeros_like(b_h)]
    states, _ = torch.rnn_tanh(x, h, weights, True, 1, 0.0, False, False, True)
    every = states @ W_hy + b_y
    return every, every[range(len(ids)), lengths - 1]

# %% right: step by step
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(ids.size(0), W_hh.size(1))
    states = []
    for t in range(ids.size(1)):
        h = rnn_step(embed(ids[:, t], E), h, W_xh, W_hh, b_h)
        states.append(h)
    every, last = outputs(torch.stack(states, 1), lengths, W_hy, b_y)
    return every, last

# %% right: one memory for all names, since it is empty
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    """Ids (batch, time), lengths (batch,) to logits: every (batch, time, n), last (batch, n)."""
    empty = torch.zeros_like(b_h).expand(len(ids), -1)
    return outputs(unroll(embed(ids, E), empty, W_xh, W_hh, b_h), lengths, W_hy, b_y)

# %% right: a list of two
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    vectors = embed(ids, E)
    first = vectors.new_zeros(vectors.shape[0], W_hh.shape[0])
    states = unroll(vectors, first, W_xh, W_hh, b_h)
    every, last = outputs(states, lengths, W_hy, b_y)
    return (every, last)

# %% one: a random memory
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.randn(len(ids), W_hh.shape[0])
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    return outputs(states, lengths, W_hy, b_y)

# %% one: the memory as wide as a letter's vector
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    x = embed(ids, E)
    h = torch.zeros(x.shape[0], x.shape[2])
    return outputs(unroll(x, h, W_xh, W_hh, b_h), lengths, W_hy, b_y)

# %% one: not embedded
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(len(ids), W_hh.shape[0])
    states = unroll(ids, h, W_xh, W_hh, b_h)
    return outputs(states, lengths, W_hy, b_y)

# %% one: the last result alone
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(len(ids), W_hh.shape[0])
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    every, last = outputs(states, lengths, W_hy, b_y)
    return last

# %% one: the two exchanged
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(len(ids), W_hh.shape[0])
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    every, last = outputs(states, lengths, W_hy, b_y)
    return last, every

# %% one: one letter too early
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(len(ids), len(W_hh))
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    return outputs(states, lengths - 1, W_hy, b_y)

# %% one: the end of the row
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(len(ids), len(W_hh))
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    every = dense(states, W_hy, b_y)
    return every, every[:, -1]

# %% one: probabilities
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(len(ids), len(b_h))
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    every, last = outputs(states, lengths, W_hy, b_y)
    return F.softmax(every, dim=-1), F.softmax(last, dim=-1)

# %% two: the end of the row, of probabilities
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.zeros(len(ids), len(b_h))
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    every = dense(states, W_hy, b_y).softmax(-1)
    return every, every[:, -1]

# %% two: ones at the start, and exchanged
def read(ids, lengths, E, W_xh, W_hh, b_h, W_hy, b_y):
    h = torch.ones(len(ids), len(b_h))
    states = unroll(embed(ids, E), h, W_xh, W_hh, b_h)
    every, last = outputs(states, lengths, W_hy, b_y)
    return last, every
