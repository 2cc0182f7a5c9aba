# %% right: gradients cleared first
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses

# %% right: cleared by hand
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    history = []
    for args in batches:
        L = loss_of(*args)
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.grad = None
        L.backward()
        optimizer.step()
        history += [L.item()]
    return history

# %% right: numbers at the end
def train(batches, loss_of, optimizer):
    kept = []
    for b in batches:
        optimizer.zero_grad(set_to_none=False)
        loss = loss_of(*b)
        kept.append(loss.detach().clone())
        loss.backward()
        optimizer.step()
    return [value.item() for value in kept]

# %% right: written down before the step
def train(batches, loss_of, optimizer):
    all_losses = list()
    iterator = iter(batches)
    while True:
        try:
            batch = next(iterator)
        except StopIteration:
            break
        loss = loss_of(*batch)
        all_losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return all_losses

# %% one: gradients are never cleared
def train(batches, loss_of, optimizer) -> list[float]:
    losses = []
    for batch in batches:
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% one: tensors, not numbers
def train(batches, loss_of, optimizer) -> list[float]:
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses

# %% one: no step
def train(batches, loss_of, optimizer):
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        losses.append(loss.item())
    return losses

# %% one: cleared after backward
def train(batches, loss_of, optimizer):
    losses = []
    for batch in batches:
        loss = loss_of(*batch)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% one: step before backward
def train(batches, loss_of, optimizer):
    losses = []
    for batch in batches:
        loss = loss_of(*batch)
        optimizer.zero_grad()
        optimizer.step()
        loss.backward()
        losses.append(loss.item())
    return losses

# %% one: no backward
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    result = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        optimizer.step()
        result.append(loss.item())
    return result

# %% one: cleared once, before the loop
def train(batches, loss_of, optimizer):
    losses = []
    optimizer.zero_grad()
    for batch in batches:
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% one: return inside the loop
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        return losses

# %% one: the loss after the update
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    losses = []
    for batch in batches:
        loss = loss_of(*batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(loss_of(*batch).item())
    return losses

# %% one: only the last loss
def train(batches, loss_of, optimizer):
    for batch in batches:
        loss = loss_of(*batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()

# %% one: nothing is returned
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    for i, batch in enumerate(batches):
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if i % 100 == 0:
            print(i, loss.item())

# %% one: running totals
def train(batches, loss_of, optimizer) -> list[float]:
    losses = []
    running = 0.0
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        running += loss.item()
        losses.append(running)
    return losses

# %% one: ten passes over the batches
def train(batches, loss_of, optimizer):
    losses = []
    data = list(batches)
    for epoch in range(10):
        for batch in data:
            optimizer.zero_grad()
            loss = loss_of(*batch)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

# %% two: never cleared, tensors
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    losses = []
    for batch in batches:
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses

# %% two: no step, the mean
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        losses.append(loss.item())
    return sum(losses) / len(losses)

# %% two: cleared once, only the last loss
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    optimizer.zero_grad()
    for b in batches:
        loss = loss_of(*b)
        loss.backward()
        optimizer.step()
    return [loss.item()]

# %% two: step before backward, tensors
def train(batches, loss_of, optimizer):
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        optimizer.step()
        loss.backward()
        losses.append(loss.detach())
    return losses
