# %% right: flattened
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    V = logits.size(-1)
    return F.cross_entropy(logits.reshape(-1, V), targets.reshape(-1), ignore_index=0)

# %% right: log_softmax, gather, mean over the words
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    logp = torch.log_softmax(logits, dim=2)
    right = logp.gather(-1, targets[..., None])[..., 0]
    return -right[targets > 0].mean()

# %% right: nll_loss
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    logp = F.log_softmax(logits, dim=-1).permute(0, 2, 1)
    return F.nll_loss(logp, targets, ignore_index=0)

# %% right: the sum divided by the count
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    total = nn.CrossEntropyLoss(reduction="sum", ignore_index=0)(logits.flatten(0, 1), targets.flatten())
    return total / (targets != 0).sum()

# %% one: padding counts
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.transpose(1, 2), targets)

# %% one: reshaped in place of turned
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    batch, time, V = logits.shape
    return F.cross_entropy(logits.reshape(batch, V, time), targets, ignore_index=0)

# %% one: the sum in place of the mean
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="sum")

# %% one: one number for each character
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="none")

# %% one: a python number
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0).item()

# %% one: padding is set to zero and counts in the mean
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    losses = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    return (losses * (targets != 0)).mean()

# %% one: the mean for each tune, then the mean of these
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    losses = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="none")
    per_tune = losses.sum(dim=1) / (targets != 0).sum(dim=1)
    return per_tune.mean()

# %% one: bits in place of nats
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0) / math.log(2)

# %% one: the sign is missing
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    logp = logits.log_softmax(dim=-1)
    picked = logp.gather(2, targets.unsqueeze(2)).squeeze(2)
    return picked[targets != 0].mean()

# %% one: the softmax goes over time
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    logp = F.log_softmax(logits, dim=1)
    return F.nll_loss(logp.transpose(1, 2), targets, ignore_index=0)

# %% one: detached
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    logits = logits.detach()
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)

# %% one: the squared error to one-hot vectors
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    onehot = F.one_hot(targets, logits.shape[-1]).float()
    keep = targets != 0
    return F.mse_loss(logits.softmax(-1)[keep], onehot[keep])

# %% two: padding counts; the sum
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.transpose(1, 2), targets, reduction="sum")

# %% two: softmax before; padding counts
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.softmax(2).flatten(0, 1), targets.flatten())

# %% two: bits; the mean for each tune
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    losses = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0, reduction="none")
    return (losses.sum(1) / (targets != 0).sum(1)).mean() / math.log(2)
