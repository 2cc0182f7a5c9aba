# %% right: cut off at the beginning of the window
def backward_in_windows(model, x, targets, window):
    state = None
    total = 0
    T = len(x)
    for begin in range(0, T, window):
        end = min(begin + window, T)
        if state is not None:
            state = state.detach()
        predicted, state = model(x[begin:end], state)
        difference = predicted - targets[begin:end]
        loss = torch.sum(difference * difference)
        loss.backward()
        total = total + float(loss)
    return total

# %% one: every window begins with an empty memory
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    total = 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], None)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
    return total

# %% one: gradients are cleared in each window
def backward_in_windows(model, x, targets, window):
    state, total = None, 0.0
    for xs, ys in zip(x.split(window), targets.split(window)):
        model.zero_grad()
        outputs, state = model(xs, state)
        loss = ((outputs - ys) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% one: the loss of the last window
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    state = None
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        state = state.detach()
    return loss.item()

# %% one: windows that overlap
def backward_in_windows(model, x, targets, window):
    state, total = None, 0.0
    for start in range(len(x) - window + 1):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% one: the outputs are detached
def backward_in_windows(model, x, targets, window):
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        outputs, state = outputs.detach(), state.detach()
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
    return total

# %% one: each window loses its last step
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    state, total = None, 0.0
    for start in range(0, len(x), window):
        stop = start + window - 1
        outputs, state = model(x[start:stop], state)
        loss = ((outputs - targets[start:stop]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% two: short window left out, mean for sum
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    state, total = None, 0.0
    for start in range(0, len(x) - window + 1, window):
        out, state = model(x[start : start + window], state)
        loss = nn.MSELoss()(out, targets[start : start + window])
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total
