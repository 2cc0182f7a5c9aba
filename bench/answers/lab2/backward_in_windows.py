# %% right: split
def backward_in_windows(model, x, targets, window):
    h = None
    loss_sum = 0.0
    for x_part, y_part in zip(x.split(window), targets.split(window)):
        out, h = model(x_part, h)
        loss = (out - y_part).pow(2).sum()
        loss.backward()
        h = h.detach()
        loss_sum += loss.item()
    return loss_sum

# %% right: while, detach in place
def backward_in_windows(model, x, targets, window: int) -> float:
    t = 0
    state = None
    losses = []
    while t < x.shape[0]:
        y, state = model(x[t : t + window], state)
        l = F.mse_loss(y, targets[t : t + window], reduction="sum")
        l.backward()
        state.detach_()
        losses.append(l.item())
        t += window
    return sum(losses)

# %% right: a copy of the data
def backward_in_windows(model, x, targets, window: int) -> float:
    state, total = None, 0.0
    n_windows = (len(x) + window - 1) // window
    for k in range(n_windows):
        piece = slice(k * window, (k + 1) * window)
        out, new_state = model(x[piece], state)
        loss = ((targets[piece] - out) ** 2).sum()
        loss.backward()
        state = new_state.data.clone()
        total += loss.detach().item()
    return total

# %% right: an inner function for one window
def backward_in_windows(model, x, targets, window):
    def one_window(state, start):
        outputs, state = model(x[start : start + window], state)
        loss = torch.square(outputs - targets[start : start + window]).sum()
        loss.backward()
        return loss.item(), state.detach()

    total, state = 0.0, None
    for start in range(0, len(x), window):
        value, state = one_window(state, start)
        total += value
    return total

# %% one: the state keeps its history
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    state, total = None, 0.0
    for i in range(0, len(x), window):
        outputs, state = model(x[i : i + window], state)
        loss = ((outputs - targets[i : i + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
    return total

# %% one: retain_graph in place of detach
def backward_in_windows(model, x, targets, window: int) -> float:
    state = None
    total = 0.0
    for i in range(0, len(x), window):
        outputs, state = model(x[i : i + window], state)
        loss = ((outputs - targets[i : i + window]) ** 2).sum()
        loss.backward(retain_graph=True)
        total += loss.item()
    return total

# %% one: mean for sum
def backward_in_windows(model, x, targets, window):
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = F.mse_loss(outputs, targets[start : start + window])
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% one: the result of detach is not kept
def backward_in_windows(model, x, targets, window):
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state.detach()
    return total

# %% one: no backward
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        total += loss.item()
        state = state.detach()
    return total

# %% one: the short window at the end is left out
def backward_in_windows(model, x, targets, window: int) -> float:
    state, total = None, 0.0
    for k in range(len(x) // window):
        a, b = k * window, (k + 1) * window
        outputs, state = model(x[a:b], state)
        loss = ((outputs - targets[a:b]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% one: a tensor is returned
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.detach()
        state = state.detach()
    return total

# %% one: the new state is not taken
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, _ = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
    return total

# %% one: windows of the batch, not of the time
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    state, total = None, 0.0
    for start in range(0, x.shape[1], window):
        outputs, state = model(x[:, start : start + window], state)
        loss = ((outputs - targets[:, start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% one: the difference is not squared
def backward_in_windows(model, x, targets, window):
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = (outputs - targets[start : start + window]).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% one: the outputs are taken for the state
def backward_in_windows(model, x, targets, window: int) -> float:
    state, total = None, 0.0
    for start in range(0, len(x), window):
        state, outputs = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
    return total

# %% one: the mean of the windows' losses
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    state, losses = None, []
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        state = state.detach()
    return sum(losses) / len(losses)

# %% one: return inside the loop
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total += loss.item()
        state = state.detach()
        return total

# %% two: retain_graph in place of detach, mean for sum
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    state, total = None, 0.0
    for start in range(0, len(x), window):
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).mean()
        loss.backward(retain_graph=True)
        total += loss.item()
    return total

# %% two: empty memory, loss of the last window
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    for start in range(0, len(x), window):
        outputs, _ = model(x[start : start + window], None)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
    return loss.item()

# %% two: cleared in each window, a tensor returned
def backward_in_windows(model, x, targets, window: int) -> float:
    """Take x and targets (time, batch, ...), fill the .grad of the weights, return the loss."""
    # TODO 2.5: Go through the windows; cut the state off from its history between them.
    state, total = None, 0.0
    for start in range(0, len(x), window):
        model.zero_grad()
        outputs, state = model(x[start : start + window], state)
        loss = ((outputs - targets[start : start + window]) ** 2).sum()
        loss.backward()
        total = total + loss
        state = state.detach()
    return total

# %% two: no backward, empty memory
def backward_in_windows(model, x, targets, window):
    total = 0.0
    for x_w, y_w in zip(x.split(window), targets.split(window)):
        out, state = model(x_w)
        total += ((out - y_w) ** 2).sum().item()
    return total
