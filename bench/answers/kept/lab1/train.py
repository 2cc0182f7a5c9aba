# %% right: an inner function for one update
def train(batches, loss_of, optimizer):
    def update(batch):
        loss = loss_of(*batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return [update(b) for b in batches]

# %% right: a closure for the optimizer
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    for batch in batches:
        def closure(batch=batch):
            optimizer.zero_grad()
            loss = loss_of(*batch)
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())
    return losses

# %% one: the batch is not unpacked
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    for batch in batches:
        loss = loss_of(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% one: the mean of the losses
def train(batches, loss_of, optimizer):
    total = 0.0
    n = 0
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        total += loss.item()
        n += 1
    return total / n

# %% one: batches indexed, but it is a generator
def train(batches, loss_of, optimizer):
    losses = []
    for i in range(len(batches)):
        optimizer.zero_grad()
        loss = loss_of(*batches[i])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% one: one step after all batches
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    optimizer.zero_grad()
    for batch in batches:
        loss = loss_of(*batch)
        loss.backward()
        losses.append(loss.item())
    optimizer.step()
    return losses

# %% one: the loss is computed without gradients
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    losses = []
    for batch in batches:
        with torch.no_grad():
            loss = loss_of(*batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

# %% one: the number is taken before backward
def train(batches, loss_of, optimizer) -> list[float]:
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(*batch).item()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses

# %% two: never cleared, return inside the loop
def train(batches, loss_of, optimizer) -> list[float]:
    """Make one update for each batch; return the losses, one number for each."""
    # TODO 1.10: Loss, zero_grad, backward, step, for every batch.
    losses = []
    for batch in batches:
        loss = loss_of(*batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        return losses
