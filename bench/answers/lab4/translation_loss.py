# %% right: flattened, as in most tutorials
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    decoder_input = target[:, :-1]
    decoder_target = target[:, 1:]
    logits = model(source, decoder_input)
    V = logits.shape[-1]
    return F.cross_entropy(logits.reshape(-1, V), decoder_target.reshape(-1), ignore_index=0)

# %% right: log_softmax and gather
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    logp = F.log_softmax(model(source, target[:, :-1]), dim=-1)
    y = target[:, 1:]
    picked = logp.gather(2, y.unsqueeze(2)).squeeze(2)
    words = y != 0
    return -picked[words].mean()

# %% right: padding is cut out first
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    keep = targets.ne(0)
    logits = model(source, inputs)
    return nn.CrossEntropyLoss()(logits[keep], targets[keep])

# %% one: nothing is shifted
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    logits = model(source, target)
    return F.cross_entropy(logits.transpose(1, 2), target, ignore_index=0)

# %% one: inputs and targets exchanged
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    targets, inputs = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)

# %% one: padding counts
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)
    return F.cross_entropy(logits.transpose(1, 2), targets)

# %% one: the vocabulary stays last
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)
    return F.cross_entropy(logits, targets, ignore_index=0)

# %% one: the sum in place of the mean
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs).transpose(1, 2)
    return F.cross_entropy(logits, targets, ignore_index=0, reduction="sum")

# %% one: a python number without gradient
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0).item()

# %% one: the arguments of the model exchanged
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(inputs, source)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)

# %% one: the start is ignored in place of padding
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=1)

# %% one: a mean per sentence, then the mean of these
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    logits = model(source, inputs)
    losses = [F.cross_entropy(z, y, ignore_index=0) for z, y in zip(logits, targets)]
    return torch.stack(losses).mean()

# %% one: detached logits
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-1], target[:, 1:]
    with torch.no_grad():
        logits = model(source, inputs)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)

# %% one: cut along the batch
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:-1], target[1:]
    logits = model(source[:-1], inputs)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)

# %% one: two words ahead
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    inputs, targets = target[:, :-2], target[:, 2:]
    logits = model(source, inputs)
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=0)

# %% two: nothing shifted; padding counts
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    logits = model(source, target)
    return F.cross_entropy(logits.flatten(0, 1), target.flatten())

# %% two: softmax before; the sum
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    x, y = target[:, :-1], target[:, 1:]
    p = torch.softmax(model(source, x), dim=-1)
    return F.cross_entropy(p.transpose(1, 2), y, ignore_index=0, reduction="sum")

# %% two: padding counts; reshaped in place of turned
def translation_loss(model, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Source (batch, time) and target (batch, words), from <start> to <end>, to the mean loss."""
    x, y = target[:, :-1], target[:, 1:]
    z = model(source, x)
    return F.cross_entropy(z.view(z.shape[0], z.shape[2], z.shape[1]), y)
