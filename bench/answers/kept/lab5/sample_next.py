# %% right: exp without a sum, multinomial divides itself
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    z = logits.div(temperature)
    weights = torch.exp(z - z.max(dim=1, keepdim=True).values)
    return torch.multinomial(weights, 1).flatten()

# %% one: multiplied with the temperature
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probs = F.softmax(logits * temperature, dim=-1)
    return torch.multinomial(probs, num_samples=1).squeeze(1)

# %% one: the shape is (batch, 1)
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probabilities = torch.softmax(logits / temperature, dim=-1)
    return torch.multinomial(probabilities, num_samples=1)

# %% one: log_softmax in place of softmax
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    logp = F.log_softmax(logits / temperature, dim=-1)
    return torch.multinomial(logp, num_samples=1).squeeze(1)

# %% one: drawn evenly
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    return torch.randint(logits.shape[1], (logits.shape[0],))

# %% one: the same random number for all rows
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    p = torch.softmax(logits / temperature, dim=-1)
    r = torch.rand(1)
    return (p.cumsum(dim=1) < r).sum(dim=1).clamp(max=p.shape[1] - 1)

# %% one: the probability to the power of the temperature
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    p = logits.softmax(dim=-1) ** temperature
    return torch.multinomial(p, num_samples=1).squeeze(1)

# %% two: ignored; over the batch
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    return torch.multinomial(logits.softmax(0), 1).squeeze(1)
