# %% right: a loop over the beginnings
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    windows = []
    for k in range(0, x.shape[1], window):
        windows.append((x[:, k : k + window], y[:, k : k + window]))
    return windows

# %% right: cut with overlap, then shifted
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    last = ids.shape[1] - 1
    return [shift(ids[:, k : k + window + 1]) for k in range(0, last, window)]

# %% right: the number of windows rounded up
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    xs, ys = shift(ids)
    n = math.ceil(xs.shape[1] / window)
    return [
        (xs[:, i * window : (i + 1) * window], ys[:, i * window : (i + 1) * window]) for i in range(n)
    ]

# %% right: torch.split of both at once
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    both = torch.stack(shift(ids))
    return [(piece[0], piece[1]) for piece in torch.split(both, window, dim=2)]

# %% one: cut first, then each piece is shifted
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    windows = []
    for k in range(0, ids.shape[1], window):
        windows.append(shift(ids[:, k : k + window]))
    return windows

# %% one: the short last window is left out
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    n = x.shape[1] // window
    return [(x[:, i * window : (i + 1) * window], y[:, i * window : (i + 1) * window]) for i in range(n)]

# %% one: split without an axis cuts the batch
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return list(zip(x.split(window), y.split(window)))

# %% one: each window begins one place later
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return [(x[:, k : k + window], y[:, k : k + window]) for k in range(x.shape[1] - window + 1)]

# %% one: a window is left out between two windows
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    pieces = []
    for k in range(0, x.shape[1], window + 1):
        pieces.append((x[:, k : k + window], y[:, k : k + window]))
    return pieces

# %% one: inputs and targets exchanged
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return [(y[:, k : k + window], x[:, k : k + window]) for k in range(0, x.shape[1], window)]

# %% one: not shifted
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    pieces = ids.split(window, dim=1)
    return [(p, p) for p in pieces]

# %% one: two lists in place of a list of pairs
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return list(x.split(window, dim=1)), list(y.split(window, dim=1))

# %% one: the last window is filled up with zeros
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    missing = -x.shape[1] % window
    x, y = F.pad(x, (0, missing)), F.pad(y, (0, missing))
    return list(zip(x.split(window, dim=1), y.split(window, dim=1)))

# %% one: return stands inside the loop
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    result = []
    for k in range(0, x.shape[1], window):
        result.append((x[:, k : k + window], y[:, k : k + window]))
        return result

# %% one: a window of 512 is fixed
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return list(zip(x.split(512, dim=1), y.split(512, dim=1)))

# %% two: cut before shifting; the last is left out
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    n = ids.shape[1] // window
    return [shift(ids[:, i * window : (i + 1) * window]) for i in range(n)]

# %% two: exchanged; chunk by number
def make_windows(ids: torch.Tensor, window: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Ids (batch, time + 1) to a list of (inputs, targets), each (batch, at most window)."""
    x, y = shift(ids)
    return list(zip(y.chunk(window, dim=1), x.chunk(window, dim=1)))
