# %% right: copies made without gradient
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    with torch.no_grad():
        h, c = state[0].clone(), state[1].clone()
    return (h, c)

# %% one: only c is detached
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    return state[0], state[1].detach()

# %% one: always empty
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    return None

# %% one: only h is handed on
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    return state[0].detach()

# %% one: clone keeps the history
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    h, c = state
    return h.clone(), c.clone()

# %% one: the values are set to zero, the memory is lost
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    h, c = state
    return torch.zeros_like(h), torch.zeros_like(c)

# %% two: zeros in place of None; not detached
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return tuple(torch.zeros_like(s) for s in state)
    return state
