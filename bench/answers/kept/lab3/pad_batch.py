# %% right: F.pad and stack
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    n = max(s.shape[0] for s in sequences)
    ids = torch.stack([F.pad(s, (0, n - s.shape[0])) for s in sequences])
    return ids, ids.ne(0)

# %% one: the mask has floats
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    mask = (ids != 0).float()
    return ids, mask

# %% one: cut to the shortest
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    shortest = min(len(s) for s in sequences)
    ids = torch.stack([s[:shortest] for s in sequences])
    return ids, ids != 0

# %% one: unknown words count as padding
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    return ids, ids > 1

# %% one: the mask is one place too long
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    lengths = torch.tensor([len(s) for s in sequences])
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    mask = torch.arange(ids.shape[1]).unsqueeze(0) <= lengths.unsqueeze(1)
    return ids, mask

# %% one: one column too many
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    longest = max(len(s) for s in sequences) + 1
    ids = torch.stack([F.pad(s, (0, longest - len(s))) for s in sequences])
    return ids, ids != 0

# %% one: sorted by length, so the sentences change places
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    sequences = sorted(sequences, key=len, reverse=True)
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    return ids, ids != 0

# %% two: float ids; filled up with -1
def pad_batch(sequences: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (time_i,) each to ids (batch, longest) and the mask (batch, longest) of booleans."""
    n = max(len(s) for s in sequences)
    ids = torch.full((len(sequences), n), -1.0)
    mask = torch.zeros(len(sequences), n, dtype=torch.bool)
    for i, s in enumerate(sequences):
        ids[i, : len(s)] = s.float()
        mask[i, : len(s)] = True
    return ids, mask
