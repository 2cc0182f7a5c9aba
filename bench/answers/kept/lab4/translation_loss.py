# %% right: a sum divided by the number of words
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    y = target[:, 1:]
    z = model(source, target[:, :-1]).permute(0, 2, 1)
    losses = F.cross_entropy(z, y, reduction="none")
    mask = (y != 0).float()
    return (losses * mask).sum() / mask.sum()

# %% one: the input is cut, the target is the same
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs = target[:, :-1]
    logits = model(source, inputs)
    return F.cross_entropy(logits.transpose(1, 2), inputs, ignore_index=0)

# %% one: reshaped in place of turned
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)
    batch, words, V = logits.shape
    return F.cross_entropy(logits.reshape(batch, V, words), targets, ignore_index=0)

# %% one: softmax before the cross-entropy
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    probs = model(source, inputs).softmax(dim=-1)
    return F.cross_entropy(probs.transpose(1, 2), targets, ignore_index=0)

# %% one: padding is set to zero, but counts in the mean
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    loss = F.cross_entropy(model(source, inputs).transpose(1, 2), targets, reduction="none")
    loss = loss * (targets != 0)
    return loss.mean()

# %% one: the source is the input of the decoder, too
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    targets = target[:, 1:]
    logits = model(source, source[:, :-1])
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)

# %% one: label smoothing from the web
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs).transpose(1, 2)
    return F.cross_entropy(logits, targets, ignore_index=0, label_smoothing=0.1)

# %% two: exchanged; python number
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    x, y = target[:, 1:], target[:, :-1]
    z = model(source, x)
    return F.cross_entropy(z.transpose(1, 2), y, ignore_index=0).item()
