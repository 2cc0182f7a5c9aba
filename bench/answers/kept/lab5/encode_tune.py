# %% right: a tensor filled by place
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    n = len(tune)
    out = torch.empty(n + 2, dtype=torch.int64)
    out[0], out[n + 1] = start, end
    for k in range(n):
        out[k + 1] = char_to_id[tune[k]]
    return out

# %% one: start and end exchanged
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return torch.tensor([end, *(char_to_id[c] for c in tune), start])

# %% one: an axis for the batch
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [start] + [char_to_id[c] for c in tune] + [end]
    return torch.tensor(ids).unsqueeze(0)

# %% one: the code of the character in place of its id
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return torch.tensor([start, *(ord(c) for c in tune), end])

# %% one: split into words
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    ids = [char_to_id[w] for w in tune.split()]
    return torch.tensor([start] + ids + [end])

# %% one: int32
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return torch.tensor([start, *[char_to_id[c] for c in tune], end], dtype=torch.int32)

# %% two: no end; an axis too many
def encode_tune(tune: str, char_to_id: dict[str, int], start: int, end: int) -> torch.Tensor:
    """Return int64 ids of shape (time + 2,)."""
    return torch.tensor([[start] + [char_to_id[c] for c in tune]])
