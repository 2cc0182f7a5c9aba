# %% right: the former mode is set again at the end
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    was_training = model.training
    model.eval()
    total = 0.0
    count = 0
    for inputs, targets in batches:
        z = model(inputs)[0]
        V = z.shape[-1]
        total += F.cross_entropy(z.reshape(-1, V), targets.reshape(-1), ignore_index=0, reduction="sum")
        count += targets.count_nonzero()
    model.train(was_training)
    return bits_per_char((total / count).item())

# %% one: nats
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        n = (targets != 0).sum().item()
        total += next_char_loss(logits, targets).item() * n
        count += n
    return total / count

# %% one: divided by the number of tunes
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="sum")
        total += loss.item()
        count += len(targets)
    return bits_per_char(total / count)

# %% one: the total is set to zero in each round
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    for inputs, targets in batches:
        total, count = 0.0, 0
        logits, _ = model(inputs)
        loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="sum")
        total += loss.item()
        count += (targets != 0).sum().item()
    return bits_per_char(total / count)

# %% one: the state of the batch before is handed on
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count, state = 0.0, 0, None
    for inputs, targets in batches:
        logits, state = model(inputs, state)
        loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="sum")
        total += loss.item()
        count += (targets != 0).sum().item()
    return bits_per_char(total / count)

# %% one: multiplied with ln 2
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        n = (targets != 0).sum().item()
        total += n * next_char_loss(logits, targets).item()
        count += n
    return total / count * math.log(2)

# %% two: padding counts; return inside the loop
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for x, y in batches:
        z, _ = model(x)
        total += F.cross_entropy(z.transpose(1, 2), y, reduction="sum").item()
        count += y.numel()
        return bits_per_char(total / count)
