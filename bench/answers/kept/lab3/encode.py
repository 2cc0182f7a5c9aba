# %% right: a tensor full of unknown, then filled
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    out = torch.full((len(tokens),), word_to_id["<unknown>"], dtype=torch.int64)
    for i, tok in enumerate(tokens):
        if tok in word_to_id:
            out[i] = word_to_id[tok]
    return out

# %% one: unknown words are skipped
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    ids = [word_to_id[t] for t in tokens if t in word_to_id]
    return torch.tensor(ids, dtype=torch.long)

# %% one: float ids
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    ids = torch.zeros(len(tokens))
    for i, t in enumerate(tokens):
        ids[i] = word_to_id.get(t, word_to_id["<unknown>"])
    return ids

# %% one: the entry is looked up under <unk>
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.tensor([word_to_id.get(t, word_to_id["<unk>"]) for t in tokens])

# %% one: letters in place of words
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    unknown = word_to_id["<unknown>"]
    ids = [word_to_id.get(letter, unknown) for word in tokens for letter in word]
    return torch.tensor(ids)

# %% one: unknown is the last id plus one
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.tensor([word_to_id.get(t, len(word_to_id)) for t in tokens])

# %% one: off by one, a 0 in front
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    ids = torch.zeros(len(tokens) + 1, dtype=torch.long)
    for k, t in enumerate(tokens, start=1):
        ids[k] = word_to_id.get(t, word_to_id["<unknown>"])
    return ids

# %% two: unknown words are padding; an axis too many
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.tensor([word_to_id.get(t, word_to_id["<pad>"]) for t in tokens]).unsqueeze(0)
