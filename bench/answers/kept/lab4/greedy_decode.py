# %% right: a table of full size, filled column by column
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    table = torch.full((len(source), max_length + 1), end)
    table[:, 0] = start
    for t in range(1, max_length + 1):
        z = model.decode(table[:, :t], memory, source)
        table[:, t] = z[:, -1].argmax(-1)
        if bool((table[:, 1 : t + 1] == end).any(1).all()):
            table[:, t + 1 :] = end
            break
    from itertools import takewhile

    return [list(takewhile(lambda i: i != end, row)) for row in table[:, 1:].tolist()]

# %% one: not cut at the end
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    for _ in range(max_length):
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
        if (ids == end).any(dim=1).all():
            break
    return ids[:, 1:].tolist()

# %% one: drawn in place of the likeliest
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        probs = model.decode(ids, memory, source)[:, -1].softmax(dim=-1)
        ids = torch.cat([ids, torch.multinomial(probs, 1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: stops only when all end at the same step
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    for _ in range(max_length):
        next_ids = model.decode(ids, memory, source)[:, -1].argmax(-1)
        ids = torch.cat([ids, next_ids[:, None]], dim=1)
        if (next_ids == end).all():
            break
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: never stops before max_length
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    for _ in range(max_length):
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: memory and source exchanged
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, source, memory)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% two: only the last word is shown; the end is kept
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    last = torch.full((len(source), 1), start)
    words = []
    for _ in range(max_length):
        last = model.decode(last, memory, source).argmax(dim=-1)
        words.append(last)
        if (torch.cat(words, dim=1) == end).any(dim=1).all():
            break
    rows = torch.cat(words, dim=1).tolist()
    return [row[: row.index(end) + 1] if end in row else row for row in rows]
