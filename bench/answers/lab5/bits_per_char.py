# %% right: multiplied with log2 of e
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss * math.log2(math.e)

# %% right: the log of exp with base 2, written as a fraction
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    ln2 = math.log(2.0)
    bits = loss / ln2
    return bits

# %% right: torch for the constant only
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / torch.log(torch.tensor(2.0, dtype=torch.float64)).item()

# %% one: multiplied with ln 2
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss * math.log(2)

# %% one: the loss is not changed
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss

# %% one: the perplexity
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return math.exp(loss)

# %% one: two to the power
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return 2**loss

# %% one: divided by log10 of 2
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / math.log10(2)

# %% one: divided by log2 of 2, which is 1
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / math.log2(2)

# %% one: a negative number
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return -loss / math.log(2)

# %% one: divided by the number of bits of the vocabulary
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / math.log2(54)

# %% one: rounded
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return round(loss / math.log(2), 2)

# %% one: whole division
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss // math.log(2)

# %% one: divided by 8, for bytes
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return loss / math.log(2) / 8

# %% one: printed, not returned
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    bits = loss / math.log(2)
    print(bits)

# %% two: multiplied with ln 2; negative
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return -loss * math.log(2)

# %% two: log2 of the loss; rounded
def bits_per_char(loss: float) -> float:
    """Change a loss from nats to bits."""
    return round(math.log2(loss), 2)
