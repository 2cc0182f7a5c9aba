# %% right: zeros filled in a loop
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    longest = max(len(s) for s in sequences)
    ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    mask = torch.zeros(len(sequences), longest, dtype=torch.bool)
    for i, s in enumerate(sequences):
        ids[i, : len(s)] = s
        mask[i, : len(s)] = True
    return ids, mask

# %% right: lengths compared with a row of positions
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    lengths = torch.tensor([len(s) for s in sequences])
    batch = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    mask = torch.arange(batch.shape[1])[None, :] < lengths[:, None]
    return batch, mask

# %% right: python lists first
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    longest = 0
    for s in sequences:
        if len(s) > longest:
            longest = len(s)
    rows, masks = [], []
    for s in sequences:
        missing = longest - len(s)
        rows.append(s.tolist() + [0] * missing)
        masks.append([True] * len(s) + [False] * missing)
    return torch.tensor(rows), torch.tensor(masks)

# %% right: time first, then turned
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    padded = torch.nn.utils.rnn.pad_sequence(sequences).T.contiguous()
    ones = torch.nn.utils.rnn.pad_sequence([torch.ones_like(s) for s in sequences]).T
    return padded, ones.bool()

# %% one: filled up at the front
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    longest = max(len(s) for s in sequences)
    ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    for i, s in enumerate(sequences):
        ids[i, longest - len(s) :] = s
    return ids, ids != 0

# %% one: the mask is True where there is padding
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    return ids, ids == 0

# %% one: time comes first
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences)
    return ids, ids != 0

# %% one: float ids, because of zeros
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    longest = max([len(s) for s in sequences])
    ids = torch.zeros((len(sequences), longest))
    mask = torch.zeros((len(sequences), longest), dtype=torch.bool)
    for k, s in enumerate(sequences):
        ids[k, : len(s)] = s
        mask[k, : len(s)] = True
    return ids, mask

# %% one: returns the ids only
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    longest = max(map(len, sequences))
    return torch.stack([F.pad(s, (0, longest - len(s))) for s in sequences])

# %% one: the mask comes first
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    mask = ids != 0
    return mask, ids

# %% one: the mask is all True
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True, padding_value=0)
    return ids, torch.ones_like(ids, dtype=torch.bool)

# %% one: filled up with 1
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    lengths = torch.tensor([len(s) for s in sequences])
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True, padding_value=1)
    return ids, torch.arange(ids.shape[1]) < lengths[:, None]

# %% one: a fixed length of 50
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    MAX_LEN = 50
    ids = torch.zeros(len(sequences), MAX_LEN, dtype=torch.long)
    for i, s in enumerate(sequences):
        ids[i, : len(s)] = s[:MAX_LEN]
    return ids, ids != 0

# %% one: returns the lengths in place of the mask
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    lengths = torch.tensor([len(s) for s in sequences])
    return ids, lengths

# %% one: as long as the first sentence
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    longest = len(sequences[0])
    ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    for i, s in enumerate(sequences):
        n = min(len(s), longest)
        ids[i, :n] = s[:n]
    return ids, ids != 0

# %% one: the mask has an axis for the queries
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    return ids, (ids != 0)[:, None, :]

# %% two: filled up at the front; the mask is turned round
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    n = max(len(s) for s in sequences)
    ids = torch.stack([F.pad(s, (n - len(s), 0)) for s in sequences])
    return ids, ids == 0

# %% two: time comes first; the mask has ints
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences)
    return ids, (ids != 0).int()

# %% two: cut to the shortest; the mask is 0 and 1
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    n = min([s.numel() for s in sequences])
    ids = torch.stack([s[0:n] for s in sequences])
    return ids, torch.ones_like(ids)
