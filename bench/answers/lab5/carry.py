# %% right: a tuple of a generator
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh or state is None:
        return None
    return tuple(s.detach() for s in state)

# %% right: one expression
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    return None if fresh else (state[0].detach(), state[1].detach())

# %% right: not fresh first, data
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if not fresh and state is not None:
        h, c = state
        return h.data, c.data
    return None

# %% one: not detached
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    h, c = state
    return h, c

# %% one: only h is detached
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    h, c = state
    return h.detach(), c

# %% one: the condition is turned round
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if not fresh:
        return None
    h, c = state
    return h.detach(), c.detach()

# %% one: fresh is ignored
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if state is None:
        return None
    h, c = state
    return h.detach(), c.detach()

# %% one: zeros in place of None
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    h, c = state
    if fresh:
        return torch.zeros_like(h), torch.zeros_like(c)
    return h.detach(), c.detach()

# %% one: h and c exchanged
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    h, c = state
    return c.detach(), h.detach()

# %% one: detach of a tuple
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    return state.detach()

# %% one: the result of detach is not used
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    h, c = state
    h.detach()
    c.detach()
    return h, c

# %% one: no_grad does not cut what is there
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    with torch.no_grad():
        h, c = state
    return h, c

# %% one: h and c stacked into one tensor
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    return torch.stack([s.detach() for s in state])

# %% one: numpy arrays
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    return tuple(s.detach().numpy() for s in state)

# %% one: a pair of None
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None, None
    h, c = state
    return h.detach(), c.detach()

# %% two: turned round; not detached
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if not fresh:
        return None
    return state

# %% two: only h is detached; fresh is ignored
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    h, c = state
    return h.detach(), c

# %% two: exchanged; clone keeps the history
def carry(state, fresh: bool):
    """State (h, c) or None to the state for the next window: detached, or None if fresh."""
    if fresh:
        return None
    h, c = state
    return c.clone(), h.clone()
