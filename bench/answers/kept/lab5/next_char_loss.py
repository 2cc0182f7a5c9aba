# %% right: logsumexp by hand
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    keep = targets != 0
    z, y = logits[keep], targets[keep]
    return (z.logsumexp(dim=1) - z[torch.arange(len(y)), y]).mean()

# %% one: the classes are not on the second axis
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits, targets, ignore_index=0)

# %% one: softmax before the cross-entropy
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    probabilities = F.softmax(logits, dim=-1)
    return F.cross_entropy(probabilities.transpose(1, 2), targets, ignore_index=0)

# %% one: the end is ignored in place of padding
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=2)

# %% one: shifted once more
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.cross_entropy(logits[:, :-1].transpose(1, 2), targets[:, 1:], ignore_index=0)

# %% one: nll_loss of plain logits
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    return F.nll_loss(logits.transpose(1, 2), targets, ignore_index=0)

# %% two: reshaped; a python number
def next_char_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, time, V) and targets (batch, time) to the mean loss in nats."""
    b, t, V = logits.shape
    return F.cross_entropy(logits.reshape(b, V, t), targets, ignore_index=0).item()
