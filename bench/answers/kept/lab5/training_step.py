# %% right: clipped by hand
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    logits, state = model(batch.inputs, carry(state, batch.fresh))
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    norm = torch.sqrt(sum((g**2).sum() for g in grads))
    if norm > 1:
        for g in grads:
            g /= norm
    optimizer.step()
    return loss.detach().item(), state

# %% one: not clipped
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item(), state

# %% one: each number is clipped
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_value_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: the state is not carried
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    logits, state = model(batch.inputs)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: no back-propagation
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: fresh is turned round
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, not batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item(), state

# %% one: cleared only after the step
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    state = carry(state, batch.fresh)
    logits, state = model(batch.inputs, state)
    loss = next_char_loss(logits, batch.targets)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item(), state

# %% two: the state is not carried; the optimizer does not step
def training_step(model, optimizer, batch: Batch, state):
    """Make one update; return the loss as a number and the new state."""
    logits, state = model(batch.inputs)
    loss = next_char_loss(logits, batch.targets)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    return loss.item(), state
