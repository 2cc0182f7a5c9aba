# %% right: through data
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    n = rnn.weight_hh_l0.shape[0]
    rnn.weight_hh_l0.data[:] = torch.eye(n)
    rnn.bias_ih_l0.data.zero_()
    rnn.bias_hh_l0.data.zero_()

# %% one: only one of the biases
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    nn.init.eye_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: new parameters in place of the old
def identity_start(rnn):
    rnn.weight_hh_l0 = nn.Parameter(torch.eye(rnn.hidden_size))
    rnn.bias_ih_l0 = nn.Parameter(torch.zeros(rnn.hidden_size))
    rnn.bias_hh_l0 = nn.Parameter(torch.zeros(rnn.hidden_size))

# %% one: the biases are 1
def identity_start(rnn):
    with torch.no_grad():
        rnn.weight_hh_l0.copy_(torch.eye(rnn.hidden_size))
        rnn.bias_ih_l0.fill_(1)
        rnn.bias_hh_l0.fill_(1)

# %% one: only the diagonal is set
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    with torch.no_grad():
        rnn.weight_hh_l0.fill_diagonal_(1)
        rnn.bias_ih_l0.zero_()
        rnn.bias_hh_l0.zero_()

# %% one: everything else becomes zero too
def identity_start(rnn):
    for p in rnn.parameters():
        nn.init.zeros_(p)
    nn.init.eye_(rnn.weight_hh_l0)

# %% one: the other bias is set twice
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    nn.init.eye_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_ih_l0)

# %% two: orthogonal, biases left alone
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    nn.init.orthogonal_(rnn.weight_hh_l0)
