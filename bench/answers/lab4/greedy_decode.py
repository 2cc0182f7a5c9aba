# %% right: flags of who has ended
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    batch = source.shape[0]
    out = torch.full((batch, 1), start, dtype=torch.long)
    finished = torch.zeros(batch, dtype=torch.bool)
    for _ in range(max_length):
        logits = model.decode(out, memory, source)
        next_word = logits[:, -1, :].argmax(dim=-1)
        out = torch.cat([out, next_word.unsqueeze(1)], dim=1)
        finished = finished | (next_word == end)
        if finished.all():
            break
    results = []
    for row in out[:, 1:].tolist():
        if end in row:
            row = row[: row.index(end)]
        results.append(row)
    return results

# %% right: lists that grow, for those not yet ended
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    n = len(source)
    answers = [[] for _ in range(n)]
    done = [False] * n
    ids = torch.full((n, 1), start)
    for step in range(max_length):
        if all(done):
            break
        likeliest = model.decode(ids, memory, source)[:, -1].max(dim=-1).indices
        for k, word in enumerate(likeliest.tolist()):
            if word == end:
                done[k] = True
            if not done[k]:
                answers[k].append(word)
        ids = torch.cat((ids, likeliest[:, None]), dim=1)
    return answers

# %% right: topk and a while loop
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory, ids = model.encode(source), source.new_full((len(source), 1), start)
    written = 0
    while written < max_length:
        best = model.decode(ids, memory, source)[:, -1].topk(1).indices
        ids = torch.hstack([ids, best])
        written += 1
        if all(end in row for row in ids[:, 1:].tolist()):
            break
    return [(row + [end])[: (row + [end]).index(end)] for row in ids[:, 1:].tolist()]

# %% one: the start stays in front
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
    rows = ids.tolist()
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: the end is kept
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
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end) + 1] if end in row else row for row in rows]

# %% one: the source is read again for each word
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        memory = model.encode(source)
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: only the last word is shown to the model
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    last = torch.full((len(source), 1), start)
    ids = last
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        last = model.decode(last, memory, source).argmax(dim=-1)
        ids = torch.cat([ids, last], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: always the logits of the first place
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, :1].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: stops when one of them has ended
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    for _ in range(max_length):
        next_ids = model.decode(ids, memory, source)[:, -1].argmax(-1)
        ids = torch.cat([ids, next_ids[:, None]], dim=1)
        if (next_ids == end).any():
            break
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: one word too few
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] < max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: one word too many
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    for _ in range(max_length + 1):
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
        if (ids == end).any(dim=1).all():
            break
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]

# %% one: a tensor for each sentence in place of a list
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [torch.tensor(row[: row.index(end)] if end in row else row) for row in rows]

# %% one: only the first sentence
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    row = ids[0, 1:].tolist()
    return [row[: row.index(end)] if end in row else row]

# %% one: the ends are dropped, what comes after them stays
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    return [[i for i in row[1:] if i != end] for row in ids.tolist()]

# %% one: start 1 and end 2 are fixed
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), 1)
    while ids.shape[1] <= max_length and not (ids == 2).any(dim=1).all():
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(2)] if 2 in row else row for row in rows]

# %% two: the start stays; the source is read each time
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any(dim=1).all():
        logits = model(source, ids)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    return [row[: row.index(end)] if end in row else row for row in ids.tolist()]

# %% two: not cut; one word too few
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] < max_length and not (ids == end).any(dim=1).all():
        logits = model.decode(ids, memory, source)
        ids = torch.cat([ids, logits[:, -1:].argmax(dim=-1)], dim=1)
    return ids[:, 1:].tolist()

# %% two: drawn; stops when one has ended
@torch.no_grad()
def greedy_decode(model, source, start: int, end: int, max_length: int) -> list[list[int]]:
    """Source (batch, time) to a list of ids for each sentence, at most max_length of them."""
    memory = model.encode(source)
    ids = torch.full((len(source), 1), start)
    while ids.shape[1] <= max_length and not (ids == end).any():
        p = model.decode(ids, memory, source)[:, -1].softmax(-1)
        ids = torch.cat([ids, p.multinomial(1)], dim=1)
    rows = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in rows]
