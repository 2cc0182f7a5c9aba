# %% right: one chain of elif
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    change = (flow[0] / flow[-1]).item()
    if change >= 30:
        result = "exploding"
    elif change <= 1e-4:
        result = "vanishing"
    elif operations.max() > 1.5 * operations.min():
        result = "not detached"
    elif updates.max() > 0.1:
        result = "learning rate"
    else:
        result = "healthy"
    return result

# %% right: operations first
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    growing = not torch.allclose(operations, operations[0].expand_as(operations))
    if growing:
        return "not detached"
    first, last = float(flow[0]), float(flow[-1])
    if first > last * 20:
        return "exploding"
    if first < last / 1000:
        return "vanishing"
    return "learning rate" if float(max(updates)) > 0.05 else "healthy"

# %% right: what is wrong, in a list
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    r = flow[0] / flow[-1]
    findings = []
    if r > 25:
        findings.append("exploding")
    if r < 0.0005:
        findings.append("vanishing")
    if operations.std() > 0.1 * operations.mean():
        findings.append("not detached")
    if updates.max() > 0.1:
        findings.append("learning rate")
    return findings[0] if findings else "healthy"

# %% right: healthy first
def diagnose(flow, updates, operations):
    ratio = flow[-1] / flow[0]
    big = updates.max() > 0.1
    same = operations[-1] <= 1.2 * operations[0]
    if 0.1 < ratio < 1000 and same and not big:
        return "healthy"
    if ratio <= 0.1:
        return "exploding"
    if ratio >= 1000:
        return "vanishing"
    return "learning rate" if same else "not detached"

# %% one: the updates before the flow
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if updates.max() > 0.1:
        return "learning rate"
    if ratio > 30:
        return "exploding"
    if ratio < 1e-4:
        return "vanishing"
    if operations[-1] > operations[0]:
        return "not detached"
    return "healthy"

# %% one: the fraction upside down
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    ratio = flow[-1] / flow[0]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: the mean of the updates
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    elif ratio < 1e-3:
        return "vanishing"
    elif operations[-1] > 2 * operations[0]:
        return "not detached"
    elif updates.mean() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: the last update only
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations[-1] > operations[0]:
        return "not detached"
    if updates[-1] > 0.1:
        return "learning rate"
    return "healthy"

# %% one: vanished too early
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 0.3:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: nothing for the healthy
def diagnose(flow, updates, operations):
    ratio = flow[0] / flow[-1]
    if ratio >= 30:
        return "exploding"
    if ratio <= 1e-4:
        return "vanishing"
    if operations[-1] > operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"

# %% one: the last finding wins
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    finding = "healthy"
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        finding = "exploding"
    if ratio < 1e-3:
        finding = "vanishing"
    if operations[-1] > 2 * operations[0]:
        finding = "not detached"
    if updates.max() > 0.1:
        finding = "learning rate"
    return finding

# %% one: exploding and vanishing changed about
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "vanishing"
    if ratio < 1e-3:
        return "exploding"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: 10 percent is 10
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if ratio > 30:
        return "exploding"
    if ratio < 0.0001:
        return "vanishing"
    if not torch.all(operations == operations[0]):
        return "not detached"
    if updates.max() > 10:
        return "learning rate"
    return "healthy"

# %% one: exploded too late
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    ratio = flow[0] / flow[-1]
    if ratio > 10000:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: a list of findings
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return ["exploding"]
    if ratio < 1e-3:
        return ["vanishing"]
    if operations[-1] > 2 * operations[0]:
        return ["not detached"]
    if updates.max() > 0.1:
        return ["learning rate"]
    return ["healthy"]

# %% one: the difference of the flows
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    change = flow[0] - flow[-1]
    if change > 30:
        return "exploding"
    if change < -1:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"
    return "healthy"

# %% one: healthy updates are too large already
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    ratio = flow[0] / flow[-1]
    if ratio > 10:
        return "exploding"
    if ratio < 1e-3:
        return "vanishing"
    if operations[-1] > 2 * operations[0]:
        return "not detached"
    if updates.max() > 0.003:
        return "learning rate"
    return "healthy"

# %% two: upside down, the mean of the updates
def diagnose(flow, updates, operations):
    ratio = flow[-1] / flow[0]
    if ratio > 30:
        return "exploding"
    if ratio < 1e-4:
        return "vanishing"
    if operations[-1] > operations[0]:
        return "not detached"
    if updates.mean() > 0.1:
        return "learning rate"
    return "healthy"

# %% two: updates before the flow, operations not looked at
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    # TODO 2.11: Compare first and last flow, look at the largest update, and at the operations.
    r = flow[0] / flow[-1]
    if updates.max() > 0.1:
        return "learning rate"
    if r > 30:
        return "exploding"
    if r < 1e-4:
        return "vanishing"
    return "healthy"

# %% two: nothing for the healthy, vanished too early
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    ratio = flow[0] / flow[-1]
    if ratio > 30:
        return "exploding"
    if ratio < 0.5:
        return "vanishing"
    if operations[-1] > operations[0]:
        return "not detached"
    if updates.max() > 0.1:
        return "learning rate"

# %% two: capitals, the last finding wins
def diagnose(flow: torch.Tensor, updates: torch.Tensor, operations: torch.Tensor) -> str:
    """Curves of one patient, flow (time,), updates (steps,), operations (steps,), to a finding."""
    finding = "Healthy"
    ratio = flow[0] / flow[-1]
    if ratio > 30:
        finding = "Exploding"
    if ratio < 1e-4:
        finding = "Vanishing"
    if operations[-1] > operations[0]:
        finding = "Not detached"
    if updates.max() > 0.1:
        finding = "Learning rate"
    return finding
