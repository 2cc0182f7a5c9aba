# %% right: a while loop
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    inputs, targets = shift(ids)
    out = []
    begin = 0
    while begin < inputs.size(1):
        stop = min(begin + window, inputs.size(1))
        out.append((inputs[:, begin:stop], targets[:, begin:stop]))
        begin = stop
    return out

# %% one: chunk takes the number of pieces
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return list(zip(x.chunk(window, dim=1), y.chunk(window, dim=1)))

# %% one: one place too long, so windows overlap
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return [
        (x[:, k : k + window + 1], y[:, k : k + window + 1]) for k in range(0, x.shape[1], window)
    ]

# %% one: the target is the next window
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, _ = shift(ids)
    pieces = x.split(window, dim=1)
    return list(zip(pieces[:-1], pieces[1:]))

# %% one: a zip object that can be read once
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return zip(x.split(window, dim=1), y.split(window, dim=1))

# %% one: an empty window at the end
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    n = x.shape[1] // window + 1
    windows = [(x[:, i * window :][:, :window], y[:, i * window :][:, :window]) for i in range(n)]
    return windows

# %% two: cut along the batch; a pair of lists
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return list(x.split(window)), list(y.split(window))
