# %% right: the norm by its formula
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([(g * g).sum().sqrt() for g in grads])

# %% right: one state after the other
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    norms = []
    for h in states:
        (g,) = torch.autograd.grad(loss, h, retain_graph=True)
        norms.append(torch.linalg.norm(g))
    return torch.stack(norms)

# %% right: flat rows
def state_gradient_norms(loss, states):
    g = torch.autograd.grad(outputs=loss, inputs=states, retain_graph=True)
    flat = torch.cat([gi.reshape(1, -1) for gi in g])
    return flat.norm(dim=1)

# %% right: create_graph keeps the graph too
def state_gradient_norms(loss, states):
    gradients = torch.autograd.grad(loss, states, create_graph=True)
    return torch.stack([g.detach().norm() for g in gradients])

# %% one: the graph is not kept
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    gradients = torch.autograd.grad(loss, states)
    return torch.stack([gradient.norm() for gradient in gradients])

# %% one: a list, no tensor
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return [g.norm() for g in grads]

# %% one: a norm for each sequence
def state_gradient_norms(loss, states):
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g.norm(dim=1) for g in grads])

# %% one: latest first
def state_gradient_norms(loss, states):
    norms = []
    for g in torch.autograd.grad(loss, states, retain_graph=True)[::-1]:
        norms.append(g.norm())
    return torch.stack(norms)

# %% one: the sums, not the norms
def state_gradient_norms(loss, states):
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g.sum() for g in grads])

# %% one: one norm for all steps
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack(grads).norm()

# %% one: the last state only
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states[-1], retain_graph=True)
    return torch.stack([g.norm() for g in grads])

# %% one: backward, which fills the weights' gradients
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    for h in states:
        h.retain_grad()
    loss.backward(retain_graph=True)
    return torch.stack([h.grad.norm() for h in states])

# %% one: the gradients themselves
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack(grads)

# %% one: over the number of sequences
def state_gradient_norms(loss, states):
    batch = states[0].shape[0]
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g.norm() for g in grads]) / batch

# %% one: sums of absolute values
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g.norm(p=1) for g in grads])

# %% one: the first state is left out
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states[1:], retain_graph=True)
    return torch.stack([g.norm() for g in grads])

# %% one: the first sequence only
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g[0].norm() for g in grads])

# %% one: .grad, which is empty
def state_gradient_norms(loss, states):
    torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([h.grad.norm() for h in states])

# %% two: graph not kept, latest first
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states)
    return torch.stack([g.norm() for g in reversed(grads)])

# %% two: a list, no root
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return [(g**2).sum() for g in grads]

# %% two: the first state left out, relative to the last
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    """A loss and the states h_1 ... h_T, each (batch, hidden), to T norms, earliest first."""
    # TODO 2.6: Take the gradients with respect to the states, keep the graph, return their norms.
    grads = torch.autograd.grad(loss, states[1:], retain_graph=True)
    norms = torch.stack([g.norm() for g in grads])
    return norms / norms[-1]

# %% two: sums, latest first
def state_gradient_norms(loss: torch.Tensor, states: list[torch.Tensor]) -> torch.Tensor:
    grads = torch.autograd.grad(loss, states, retain_graph=True)
    return torch.stack([g.sum() for g in grads]).flip(0)
