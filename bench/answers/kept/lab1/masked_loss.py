# %% right: the classes in the second axis
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    ce = F.cross_entropy(logits.permute(0, 2, 1), targets, reduction="none")
    return ce[mask].mean()

# %% right: logsumexp minus the logit of the target
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    picked = torch.take_along_dim(logits, targets.unsqueeze(-1), dim=-1).squeeze(-1)
    surprise = torch.logsumexp(logits, dim=-1) - picked
    return torch.masked_select(surprise, mask).mean()

# %% one: no minus
def masked_loss(logits, targets, mask) -> torch.Tensor:
    p = F.softmax(logits, dim=-1)
    p_target = torch.gather(p, 2, targets[:, :, None])[:, :, 0]
    return (torch.log(p_target) * mask).sum() / mask.sum()

# %% one: the mean of the means of the names
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    ce = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    per_name = (ce * mask).sum(dim=1) / mask.sum(dim=1)
    return per_name.mean()

# %% one: softmax twice
def masked_loss(logits, targets, mask):
    probs = F.softmax(logits, dim=-1)
    return F.cross_entropy(probs[mask], targets[mask])

# %% one: target 0 is taken for padding
def masked_loss(logits, targets, mask) -> torch.Tensor:
    n = logits.size(-1)
    return F.cross_entropy(logits.reshape(-1, n), targets.reshape(-1), ignore_index=0)

# %% one: logits set to 0, but still counted
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    masked = logits * mask.unsqueeze(-1)
    return F.cross_entropy(masked.transpose(1, 2), targets)

# %% one: the best class in place of the target
def masked_loss(logits, targets, mask) -> torch.Tensor:
    log_p = F.log_softmax(logits, dim=-1)
    best = log_p.max(dim=-1).values
    return -best[mask].mean()

# %% one: the mean over letters and classes
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    log_p = F.log_softmax(logits, dim=-1)
    hot = F.one_hot(targets, logits.shape[-1])
    return -(log_p * hot)[mask].mean()

# %% two: no softmax, divided by the number of names
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    picked = logits.gather(2, targets[:, :, None]).squeeze(2)
    return -(picked * mask).sum() / len(logits)

# %% two: softmax over time, sum for mean
def masked_loss(logits, targets, mask) -> torch.Tensor:
    """Logits (batch, time, n), targets (batch, time), mask (batch, time) to the mean loss ()."""
    # TODO 1.9: The mean of -ln p(target) over the places where the mask is True.
    lp = torch.log(torch.softmax(logits, dim=1))
    lp = torch.gather(lp, -1, targets.unsqueeze(-1)).squeeze(-1)
    return -(lp * mask).sum()
