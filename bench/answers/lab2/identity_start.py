# %% right: no_grad and copy_
def identity_start(rnn):
    with torch.no_grad():
        rnn.weight_hh_l0.copy_(torch.eye(rnn.hidden_size))
        rnn.bias_ih_l0.fill_(0)
        rnn.bias_hh_l0.fill_(0)

# %% right: by the names of the parameters
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    for name, p in rnn.named_parameters():
        if name == "weight_hh_l0":
            nn.init.eye_(p)
        elif name.startswith("bias"):
            nn.init.zeros_(p)

# %% right: constant_ for the biases
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    torch.nn.init.eye_(rnn.weight_hh_l0)
    for b in (rnn.bias_ih_l0, rnn.bias_hh_l0):
        torch.nn.init.constant_(b, 0.0)

# %% right: zeros, then the diagonal
def identity_start(rnn):
    with torch.no_grad():
        W = rnn.weight_hh_l0
        W.zero_()
        W.fill_diagonal_(1.0)
        rnn.bias_ih_l0.mul_(0)
        rnn.bias_hh_l0.mul_(0)

# %% one: a tensor is no parameter
def identity_start(rnn):
    rnn.weight_hh_l0 = torch.eye(rnn.hidden_size)
    rnn.bias_ih_l0 = torch.zeros(rnn.hidden_size)
    rnn.bias_hh_l0 = torch.zeros(rnn.hidden_size)

# %% one: ones everywhere
def identity_start(rnn: nn.RNN) -> None:
    nn.init.ones_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: the other matrix
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    nn.init.eye_(rnn.weight_ih_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: both matrices
def identity_start(rnn):
    nn.init.eye_(rnn.weight_hh_l0)
    nn.init.eye_(rnn.weight_ih_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: in place on leaves, without no_grad
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    rnn.weight_hh_l0.copy_(torch.eye(rnn.hidden_size))
    rnn.bias_ih_l0.zero_()
    rnn.bias_hh_l0.zero_()

# %% one: orthogonal for the identity
def identity_start(rnn: nn.RNN) -> None:
    nn.init.orthogonal_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: the biases are left alone
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    nn.init.eye_(rnn.weight_hh_l0)

# %% one: the matrix is zero as well
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    nn.init.zeros_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: names that lead nowhere
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    W_hh = rnn.weight_hh_l0
    W_hh = torch.eye(len(W_hh))
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: a function that does not exist
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    nn.init.identity_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: the weights stop learning
def identity_start(rnn):
    rnn.weight_hh_l0.requires_grad = False
    rnn.bias_ih_l0.requires_grad = False
    rnn.bias_hh_l0.requires_grad = False
    rnn.weight_hh_l0.copy_(torch.eye(rnn.hidden_size))
    rnn.bias_ih_l0.zero_()
    rnn.bias_hh_l0.zero_()

# %% one: a copy is changed
def identity_start(rnn):
    import copy

    rnn = copy.deepcopy(rnn)
    nn.init.eye_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)
    nn.init.zeros_(rnn.bias_hh_l0)

# %% one: added to what was there
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    with torch.no_grad():
        rnn.weight_hh_l0.add_(torch.eye(rnn.hidden_size))
        rnn.bias_ih_l0.zero_()
        rnn.bias_hh_l0.zero_()

# %% two: ones, one of the biases
def identity_start(rnn: nn.RNN) -> None:
    """Set the recurrent matrix to the identity and both biases to zero."""
    # TODO 2.9: Fill weight_hh_l0, bias_ih_l0 and bias_hh_l0.
    nn.init.ones_(rnn.weight_hh_l0)
    nn.init.zeros_(rnn.bias_ih_l0)

# %% two: both matrices, biases are 1
def identity_start(rnn):
    nn.init.eye_(rnn.weight_hh_l0)
    nn.init.eye_(rnn.weight_ih_l0)
    nn.init.ones_(rnn.bias_ih_l0)
    nn.init.ones_(rnn.bias_hh_l0)

# %% two: the other matrix, one of the biases
def identity_start(rnn):
    with torch.no_grad():
        nn.init.eye_(rnn.weight_ih_l0)
        rnn.bias_hh_l0.zero_()

# %% two: only the diagonal, one of the biases
def identity_start(rnn):
    rnn.weight_hh_l0.data.fill_diagonal_(1.0)
    rnn.bias_hh_l0.data.fill_(0.0)
