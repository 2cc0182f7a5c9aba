# %% right: through the logarithm with base 10
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss * math.log10(math.e) / math.log10(2)

# %% one: the logarithm of the loss
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return math.log2(loss)

# %% one: divided by 2
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / 2

# %% one: divided by log2 of e
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / math.log2(math.e)

# %% one: divided by ln 10
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / math.log(10)

# %% one: a tensor
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return torch.tensor(loss) / torch.log(torch.tensor(2.0))

# %% two: divided by 2; a tensor
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return torch.tensor(loss) / 2
