# %% right: Categorical
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    dist = torch.distributions.Categorical(logits=logits / temperature)
    return dist.sample()

# %% right: Gumbel noise and the largest
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    u = torch.rand_like(logits).clamp(1e-10, 1 - 1e-7)
    noise = -torch.log(-torch.log(u))
    return (logits / temperature + noise).argmax(dim=-1)

# %% right: where a random number falls among the added-up probabilities
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    p = F.softmax(logits / temperature, dim=1)
    edges = p.cumsum(dim=1)
    r = torch.rand(len(p), 1) * edges[:, -1:]
    return (edges < r).sum(dim=1).clamp(max=p.shape[1] - 1)

# %% right: row by row
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    drawn = []
    for row in logits:
        p = torch.softmax(row / temperature, dim=0)
        drawn.append(torch.multinomial(p, num_samples=1)[0])
    return torch.stack(drawn)

# %% one: the likeliest
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probabilities = torch.softmax(logits / temperature, dim=-1)
    return probabilities.argmax(dim=-1)

# %% one: the temperature is ignored
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probs = F.softmax(logits, dim=-1)
    return torch.multinomial(probs, num_samples=1).squeeze(1)

# %% one: the temperature after the softmax
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probs = torch.softmax(logits, dim=-1) / temperature
    return torch.multinomial(probs, num_samples=1).squeeze(-1)

# %% one: no softmax
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    return torch.multinomial(logits / temperature, num_samples=1).squeeze(1)

# %% one: squeeze drops a batch of one
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probabilities = torch.softmax(logits / temperature, dim=-1)
    return torch.multinomial(probabilities, num_samples=1).squeeze()

# %% one: the softmax goes over the batch
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probabilities = torch.softmax(logits / temperature, dim=0)
    return torch.multinomial(probabilities, num_samples=1).squeeze(1)

# %% one: only for the first of the batch
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    probabilities = torch.softmax(logits[0] / temperature, dim=-1)
    return torch.multinomial(probabilities, num_samples=1)

# %% one: the probabilities are returned
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    return torch.softmax(logits / temperature, dim=-1)

# %% one: the logits of the caller are changed
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    logits /= temperature
    probs = logits.softmax(dim=-1)
    return torch.multinomial(probs, 1).squeeze(1)

# %% one: a sigmoid in place of the softmax
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    weights = torch.sigmoid(logits / temperature)
    return torch.multinomial(weights, 1)[:, 0]

# %% one: gumbel_softmax, whose tau does not change which one is the largest
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    return F.gumbel_softmax(logits, tau=temperature, hard=True).argmax(dim=-1)

# %% one: only among the three likeliest
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    values, places = logits.topk(3, dim=-1)
    p = torch.softmax(values / temperature, dim=-1)
    return places.gather(1, torch.multinomial(p, 1)).squeeze(1)

# %% two: the likeliest; shape (batch, 1)
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    p = torch.softmax(logits / temperature, dim=-1)
    return p.argmax(dim=-1, keepdim=True)

# %% two: multiplied; squeeze drops a batch of one
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    p = torch.softmax(logits * temperature, dim=-1)
    return torch.multinomial(p, 1).squeeze()

# %% two: after the softmax; shape (batch, 1)
def sample_next(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Logits (batch, V) to drawn ids (batch,)."""
    return torch.multinomial(logits.softmax(-1) / temperature, num_samples=1)
