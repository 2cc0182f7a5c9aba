# %% right: a list that grows
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [start]
    for c in tune:
        ids.append(char_to_id[c])
    ids.append(end)
    return torch.tensor(ids)

# %% right: lists added up
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return torch.LongTensor([start] + [char_to_id[c] for c in tune] + [end])

# %% right: three tensors joined
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    middle = torch.tensor(list(map(char_to_id.__getitem__, tune)), dtype=torch.long)
    return torch.cat([torch.tensor([start]), middle, torch.tensor([end])])

# %% one: no start
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return torch.tensor([char_to_id[c] for c in tune] + [end], dtype=torch.long)

# %% one: no end
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [start]
    for c in tune:
        ids.append(char_to_id[c])
    return torch.tensor(ids, dtype=torch.long)

# %% one: returns a list
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return [start] + [char_to_id[c] for c in tune] + [end]

# %% one: floats
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = torch.zeros(len(tune) + 2)
    ids[0] = start
    for k, c in enumerate(tune):
        ids[k + 1] = char_to_id[c]
    ids[-1] = end
    return ids

# %% one: start 1 and end 2 are fixed
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [1] + [char_to_id[c] for c in tune] + [2]
    return torch.tensor(ids, dtype=torch.long)

# %% one: start is added to each id
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [start] + [start + char_to_id[c] for c in tune] + [end]
    return torch.tensor(ids)

# %% one: spaces and new lines are left out
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [char_to_id[c] for c in tune if not c.isspace()]
    return torch.tensor([start] + ids + [end])

# %% one: each character only once
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [char_to_id[c] for c in dict.fromkeys(tune)]
    return torch.tensor([start] + ids + [end])

# %% one: the last character is left out
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [start]
    for k in range(len(tune) - 1):
        ids.append(char_to_id[tune[k]])
    ids.append(end)
    return torch.tensor(ids)

# %% one: the new ids overwrite the first and last character
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = torch.tensor([char_to_id[c] for c in tune])
    ids[0] = start
    ids[-1] = end
    return ids

# %% one: the end after each line
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [start]
    for c in tune:
        ids.append(end if c == "\n" else char_to_id[c])
    ids.append(end)
    return torch.tensor(ids)

# %% one: nothing is returned
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [start, *(char_to_id[c] for c in tune), end]
    torch.tensor(ids, dtype=torch.long)

# %% two: no start; floats
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return torch.Tensor([char_to_id[c] for c in tune] + [end])

# %% two: exchanged; a list
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return [end] + [char_to_id[c] for c in tune] + [start]
