# %% right: logarithms
def diagnose(flow, updates, operations):
    decades = torch.log10(flow[0]) - torch.log10(flow[-1])
    if decades > 1:
        return "exploding"
    if decades < -3:
        return "vanishing"
    if operations[-1] != operations[0]:
        return "not detached"
    if (updates > 0.1).any():
        return "learning rate"
    return "healthy"

# %% one: the size of the flow, not the change
def diagnose(flow, updates, operations):
    if flow[0] > 30:
        return "exploding"
    if flow[0] < 1e-4:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: the operations are not looked at
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: an underscore in the name
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not_detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: operations may not be many
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations.max() > 10000:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: the operations compared the wrong way round
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations[0] > operations[-1]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: printed, not returned
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        print("exploding")
    elif ratio < 1e-3:
        print("vanishing")
    elif operations[-1] > 2 * operations[0]:
        print("not detached")
    elif updates.max() > 0.1:
        print("learning rate")
    else:
        print("healthy")

# %% two: size of the flow, names with underscores
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    if flow[0] >= 30:
        return "exploding"
    if flow[0] <= 1e-4:
        return "vanishing"
    if operations[-1] > operations[0]:
        return "not_detached"
    if updates.max() > 0.1:
        return "learning_rate"
    return "healthy"
