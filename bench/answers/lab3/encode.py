# %% right: a loop with if and else
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    ids = []
    for t in tokens:
        if t in word_to_id:
            ids.append(word_to_id[t])
        else:
            ids.append(word_to_id["<unknown>"])
    return torch.tensor(ids, dtype=torch.long)

# %% right: LongTensor of a comprehension
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.LongTensor([word_to_id[w if w in word_to_id else "<unknown>"] for w in tokens])

# %% right: try and except KeyError
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    result = torch.zeros(len(tokens), dtype=torch.long)
    for k in range(len(tokens)):
        try:
            result[k] = word_to_id[tokens[k]]
        except KeyError:
            result[k] = word_to_id["<unknown>"]
    return result

# %% right: a defaultdict copy and map, through numpy int64
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    from collections import defaultdict

    table = defaultdict(lambda: word_to_id["<unknown>"], word_to_id)
    return torch.from_numpy(np.array(list(map(table.__getitem__, tokens)), dtype=np.int64))

# %% one: unknown words raise an error
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.tensor([word_to_id[t] for t in tokens])

# %% one: unknown words become 0, which is padding
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.tensor([word_to_id.get(t, 0) for t in tokens], dtype=torch.long)

# %% one: get without a second value gives None
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    ids = []
    for t in tokens:
        ids.append(word_to_id.get(t))
    return torch.tensor(ids)

# %% one: returns a list
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    unk = word_to_id["<unknown>"]
    return [word_to_id.get(t, unk) for t in tokens]

# %% one: the word unknown in place of its id
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.tensor([word_to_id.get(t, "<unknown>") for t in tokens])

# %% one: new words are added to the table
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    ids = []
    for token in tokens:
        if token not in word_to_id:
            word_to_id[token] = len(word_to_id)
        ids.append(word_to_id[token])
    return torch.tensor(ids)

# %% one: int32
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    unknown = word_to_id["<unknown>"]
    return torch.tensor([word_to_id.get(t, unknown) for t in tokens], dtype=torch.int32)

# %% one: a row with an axis for the batch
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    unknown = word_to_id["<unknown>"]
    return torch.tensor([[word_to_id.get(t, unknown) for t in tokens]])

# %% one: nothing is returned, it prints
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    unknown = word_to_id["<unknown>"]
    ids = torch.tensor([word_to_id.get(t, unknown) for t in tokens])
    print(ids)

# %% one: each word only once
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    unknown = word_to_id["<unknown>"]
    return torch.tensor([word_to_id.get(t, unknown) for t in dict.fromkeys(tokens)])

# %% one: stops at the first unknown word
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    ids = []
    for t in tokens:
        if t not in word_to_id:
            ids.append(word_to_id["<unknown>"])
            break
        ids.append(word_to_id[t])
    return torch.tensor(ids)

# %% one: a numpy array
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    unknown = word_to_id["<unknown>"]
    return np.array([word_to_id.get(t, unknown) for t in tokens])

# %% two: unknown words are skipped; float
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.Tensor([word_to_id[t] for t in tokens if t in word_to_id])

# %% two: unknown words are 0; returns a list
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    out = []
    for t in tokens:
        out.append(word_to_id.get(t, 0))
    return out

# %% two: new words are added to the table; int32
def encode(tokens: list[str], word_to_id: dict[str, int]) -> torch.Tensor:
    """Tokens to int64 ids of shape (time,)."""
    return torch.tensor(
        [word_to_id.setdefault(t, len(word_to_id)) for t in tokens], dtype=torch.int32
    )
