# %% right: cross_entropy on the chosen places
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    return F.cross_entropy(logits[mask], targets[mask])

# %% right: cross_entropy of each place, times the mask
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    n = logits.shape[-1]
    losses = F.cross_entropy(logits.reshape(-1, n), targets.reshape(-1), reduction="none")
    m = mask.reshape(-1).float()
    return (losses * m).sum() / m.sum()

# %% right: padding as the index to ignore
def masked_loss(logits, targets, mask):
    t = targets.clone()
    t[~mask] = -100
    return F.cross_entropy(logits.flatten(0, 1), t.flatten(), ignore_index=-100)

# %% right: two loops
def masked_loss(logits, targets, mask) -> torch.Tensor:
    total, letters = 0, 0
    for b in range(logits.shape[0]):
        for t in range(logits.shape[1]):
            if mask[b, t]:
                p = torch.softmax(logits[b, t], dim=0)
                total = total - torch.log(p[targets[b, t]])
                letters += 1
    return total / letters

# %% one: the mean over all places
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    log_p = torch.log_softmax(logits, dim=-1)
    right = log_p.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return -(right * mask).mean()

# %% one: the mask is not used
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    n = logits.shape[-1]
    return F.cross_entropy(logits.view(-1, n), targets.reshape(-1))

# %% one: sum for mean
def masked_loss(logits, targets, mask):
    return F.cross_entropy(logits[mask], targets[mask], reduction="sum")

# %% one: the mask turned round
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    ce = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    return ce[~mask].mean()

# %% one: no softmax
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    picked = logits.gather(-1, targets[..., None])[..., 0]
    return -picked[mask].mean()

# %% one: no logarithm
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    p = torch.softmax(logits, dim=-1).gather(-1, targets[..., None]).squeeze(-1)
    return -(p * mask).sum() / mask.sum()

# %% one: softmax over the time
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    log_p = F.log_softmax(logits, dim=1)
    log_p = log_p.gather(2, targets.unsqueeze(2)).squeeze(2)
    return -log_p[mask].mean()

# %% one: divided by the number of names
def masked_loss(logits, targets, mask):
    log_p = F.log_softmax(logits, dim=-1)
    nll = -log_p.gather(-1, targets[..., None]).squeeze(-1)
    return (nll * mask).sum() / logits.shape[0]

# %% one: bits in place of nats
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    p = torch.softmax(logits, -1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return -torch.log2(p)[mask].mean()

# %% one: a Python number
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    loss = F.cross_entropy(logits[mask], targets[mask])
    return loss.item()

# %% one: the logarithm of the mean probability
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    p = torch.softmax(logits, dim=-1)
    p = p.gather(-1, targets[..., None]).squeeze(-1)
    return -torch.log((p * mask).sum() / mask.sum())

# %% one: the loss of each place
def masked_loss(logits, targets, mask):
    log_p = F.log_softmax(logits, dim=-1).gather(-1, targets[..., None]).squeeze(-1)
    return -log_p * mask / mask.sum()

# %% one: logarithm to base 10
def masked_loss(logits, targets, mask):
    total, n = 0.0, 0
    for lo, ta, ma in zip(logits, targets, mask):
        p = lo.softmax(-1)
        for i in range(len(ta)):
            if ma[i]:
                total = total - torch.log10(p[i, ta[i]])
                n += 1
    return total / n

# %% one: nll_loss of plain logits
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    return F.nll_loss(logits[mask], targets[mask])

# %% one: cut from the gradients
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    ce = F.cross_entropy(logits.detach()[mask], targets[mask])
    return ce

# %% two: mask not used, sum for mean
def masked_loss(logits, targets, mask) -> torch.Tensor:
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum")

# %% two: no minus, mean over all places
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    lp = F.log_softmax(logits, dim=-1).gather(-1, targets[..., None]).squeeze(-1)
    return (lp * mask).mean()

# %% two: the mask turned round, bits
def masked_loss(logits, targets, mask):
    p = logits.softmax(-1).gather(-1, targets[..., None])[..., 0]
    return -p.log2()[~mask].mean()

# %% two: softmax twice, mask not used
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    probs = torch.softmax(logits, dim=-1)
    return F.cross_entropy(probs.permute(0, 2, 1), targets)
