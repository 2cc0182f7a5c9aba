# %% right: clearing before the forward pass is as good
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    optimizer.zero_grad()
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    return loss.item(), state

# %% right: other names, model.zero_grad, float
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    old = carry(state, batch.fresh)
    z, new = model(batch.inputs, old)
    err = next_char_loss(z, batch.targets)
    model.zero_grad()
    err.backward()
    nn.utils.clip_grad_norm_(list(model.parameters()), 1)
    optimizer.step()
    return float(err), new

# %% right: the new state is already detached
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    x, y = batch.inputs, batch.targets
    logits, (h, c) = model(x, carry(state, batch.fresh))
    loss = next_char_loss(logits, y)
    for p in model.parameters():
        p.grad = None
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), (h.detach(), c.detach())

# %% one: the gradients are not cleared
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: cleared after back-propagation
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    loss.backward()
    optimizer.zero_grad()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: clipped before back-propagation
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    loss.backward()
    optimizer.step()
    return loss.item(), state

# %% one: clipped after the step
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    return loss.item(), state

# %% one: each matrix is clipped by its own norm
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    for p in model.parameters():
        nn.utils.clip_grad_norm_(p, 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: clipped to 5
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()
    return loss.item(), state

# %% one: the state is used as it is, not detached and not emptied
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: the optimizer does not step
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    return loss.item(), state

# %% one: the loss is a tensor
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss, state

# %% one: the old state is returned
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, new_state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: only the loss is returned
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()

# %% one: the model learns to copy its inputs
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.inputs)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% two: not cleared; not clipped
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    loss.backward()
    optimizer.step()
    return loss.item(), state

# %% two: not clipped; the loss is a tensor
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    logits, state = model(batch.inputs, carry(state, batch.fresh))
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss, state

# %% two: clipped before back-propagation; old state returned
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    old = carry(state, batch.fresh)
    logits, _ = model(batch.inputs, old)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    loss.backward()
    optimizer.step()
    return loss.item(), old
