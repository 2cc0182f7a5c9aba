# %% right: stacked, then the norm over two axes
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.stack(torch.autograd.grad(loss, list(states), retain_graph=True))
    return torch.linalg.vector_norm(grads, dim=(1, 2))

# %% one: the norms of the states
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([h.norm() for h in states]).detach()

# %% one: no root
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    gradients = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g.pow(2).sum() for g in gradients])

# %% one: the means of the absolute values
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g.abs().mean() for g in grads])

# %% one: the largest entries
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.tensor([g.abs().max().item() for g in grads])

# %% one: relative to the last
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    norms = torch.stack([g.norm() for g in torch.autograd.grad(loss, states, retain_graph=True)])
    return norms / norms[-1]

# %% one: the graph is thrown away by the last of the calls
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    norms = []
    for i, h in enumerate(states):
        keep = i < len(states) - 1
        g = torch.autograd.grad(loss, h, retain_graph=keep)[0]
        norms.append(g.norm())
    return torch.stack(norms)

# %% two: a norm for each sequence, graph not kept
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    g = torch.stack(torch.autograd.grad(loss, states))
    return g.norm(dim=2)
