# %% right: next_char_loss weighted with the number of characters
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    nats, characters = 0.0, 0
    for x, y in batches:
        logits, _ = model(x)
        n = int((y != 0).sum())
        nats += next_char_loss(logits, y).item() * n
        characters += n
    return bits_per_char(nats / characters)

# %% right: log_softmax and gather
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    losses = []
    for inputs, targets in batches:
        logp = model(inputs)[0].log_softmax(dim=-1)
        picked = logp.gather(2, targets.unsqueeze(2)).squeeze(2)
        losses.append(-picked[targets > 0])
    losses = torch.cat(losses)
    return losses.double().sum().item() / len(losses) / math.log(2)

# %% right: one loss for each character, padding cut out
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model = model.eval()
    everything = []
    for x, y in batches:
        out, state = model(x)
        each = F.cross_entropy(out.permute(0, 2, 1), y, reduction="none")
        everything.extend(each[y != 0].tolist())
    return sum(everything) / len(everything) * math.log2(math.e)

# %% one: the mean of the means of the batches
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    losses = []
    for inputs, targets in batches:
        logits, _ = model(inputs)
        losses.append(next_char_loss(logits, targets).item())
    return bits_per_char(sum(losses) / len(losses))

# %% one: dropout is not switched off
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        n = (targets != 0).sum().item()
        total += next_char_loss(logits, targets).item() * n
        count += n
    return bits_per_char(total / count)

# %% one: padding counts in the divisor
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="sum")
        total += loss.item()
        count += targets.numel()
    return bits_per_char(total / count)

# %% one: padding counts in the sum
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        total += F.cross_entropy(logits.transpose(1, 2), targets, reduction="sum").item()
        count += (targets != 0).sum().item()
    return bits_per_char(total / count)

# %% one: a tensor
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        total = total + F.cross_entropy(
            logits.transpose(1, 2), targets, ignore_index=0, reduction="sum"
        )
        count = count + (targets != 0).sum()
    return bits_per_char(total / count)

# %% one: return stands inside the loop
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="sum")
        total += loss.item()
        count += (targets != 0).sum().item()
        return bits_per_char(total / count)

# %% one: the inputs are what should be predicted
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        loss = F.cross_entropy(logits.transpose(1, 2), inputs, ignore_index=0, reduction="sum")
        total += loss.item()
        count += (inputs != 0).sum().item()
    return bits_per_char(total / count)

# %% one: the sum, not divided
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total = 0.0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="sum")
        total += loss.item()
    return bits_per_char(total)

# %% one: the means are added up and divided by the characters
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        total += next_char_loss(logits, targets).item()
        count += (targets != 0).sum().item()
    return bits_per_char(total / count)

# %% one: weighted with the padded size
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        total += next_char_loss(logits, targets).item() * targets.numel()
        count += targets.numel()
    return bits_per_char(total / count)

# %% one: model.train in place of model.eval
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.train()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        n = (targets != 0).sum().item()
        total += n * next_char_loss(logits, targets).item()
        count += n
    return bits_per_char(total / count)

# %% one: reshaped in place of turned
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in batches:
        logits, _ = model(inputs)
        b, t, V = logits.shape
        loss = F.cross_entropy(logits.reshape(b, V, t), targets, ignore_index=0, reduction="sum")
        total += loss.item()
        count += (targets != 0).sum().item()
    return bits_per_char(total / count)

# %% two: the mean of the means; nats
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    losses = [next_char_loss(model(x)[0], y).item() for x, y in batches]
    return sum(losses) / len(losses)

# %% two: no eval; padding counts in the divisor
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    total, count = 0.0, 0
    for x, y in batches:
        z, _ = model(x)
        total += F.cross_entropy(z.transpose(1, 2), y, ignore_index=0, reduction="sum").item()
        count += y.numel()
    return bits_per_char(total / count)

# %% two: mean of the means; multiplied with ln 2
@torch.no_grad()
def held_out_bits(model, batches) -> float:
    """Batches of (inputs, targets), padded with 0, to bits per character."""
    model.eval()
    losses = []
    for x, y in batches:
        losses.append(next_char_loss(model(x)[0], y))
    return torch.stack(losses).mean().item() * math.log(2)
