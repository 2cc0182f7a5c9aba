# %% right: for and break
def write_name(read, h, start, end, max_length):
    name = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        p = torch.softmax(logits, dim=0)
        token = int(torch.multinomial(p, 1))
        if token == end:
            break
        name.append(token)
    return name

# %% right: Categorical
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    ids, last = [], start
    while True:
        if len(ids) == max_length:
            return ids
        logits, h = read(last, h)
        last = torch.distributions.Categorical(logits=logits).sample().item()
        if last == end:
            return ids
        ids.append(last)

# %% right: start kept, and taken off at the end
def write_name(read, h, start, end, max_length):
    ids = [start]
    while len(ids) <= max_length:
        logits, h = read(ids[-1], h)
        probs = F.softmax(logits, dim=-1)
        new = torch.multinomial(probs, 1)[0].item()
        if new == end:
            break
        ids += [new]
    return ids[1:]

# %% right: by recursion
def write_name(read, h, start, end, max_length):
    if max_length == 0:
        return []
    logits, h = read(start, h)
    token = torch.multinomial(logits.softmax(-1), 1).item()
    if token == end:
        return []
    return [token] + write_name(read, h, token, end, max_length - 1)

# %% one: the most probable in place of a draw
def write_name(read, h, start, end, max_length):
    token, ids = start, []
    while len(ids) < max_length:
        logits, h = read(token, h)
        token = logits.argmax().item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: no softmax
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    ids = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        token = torch.multinomial(logits, 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: the end is kept
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ids = []
    token = start
    while token != end and len(ids) < max_length:
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        ids.append(token)
    return ids

# %% one: the start is kept
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ids = [start]
    for _ in range(max_length):
        logits, h = read(ids[-1], h)
        nxt = torch.multinomial(torch.softmax(logits, -1), 1).item()
        if nxt == end:
            break
        ids.append(nxt)
    return ids

# %% one: tensors in place of ids
def write_name(read, h, start, end, max_length):
    ids = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1)
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: one letter too many
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    token, ids = start, []
    while len(ids) <= max_length:
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: no longest length
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    out = []
    token = start
    while True:
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token == end:
            return out
        out.append(token)

# %% one: one letter too few
def write_name(read, h, start, end, max_length):
    ids = []
    token = start
    for _ in range(1, max_length):
        logits, h = read(token, h)
        token = torch.distributions.Categorical(logits=logits).sample().item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: all letters equally likely
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    ids = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        token = torch.randint(len(logits), (1,)).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: printed, not returned
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    token, ids = start, []
    for _ in range(max_length):
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), num_samples=1).item()
        if token == end:
            break
        ids.append(token)
    print(ids)

# %% one: thirty letters for all times
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ids = []
    token = start
    while len(ids) < 30:
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: the new state has a name, but the first one is read
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    state = h
    name = []
    prev = start
    while len(name) < max_length:
        logits, state = read(prev, h)
        p = logits.exp() / logits.exp().sum()
        prev = torch.multinomial(p, 1).item()
        if prev == end:
            break
        name.append(prev)
    return name

# %% one: the place of the draw in the order, not its id
def write_name(read, h, start, end, max_length):
    ids = []
    token = start
    while len(ids) < max_length:
        logits, h = read(token, h)
        p, order = torch.sort(F.softmax(logits, dim=-1), descending=True)
        token = torch.multinomial(p, 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: the first letter is lost
def write_name(read, h, start, end, max_length):
    ids = []
    logits, h = read(start, h)
    token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
    while token != end and len(ids) < max_length:
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token != end:
            ids.append(token)
    return ids

# %% two: most probable, end kept
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ids, token = [], start
    while token != end and len(ids) < max_length:
        logits, h = read(token, h)
        token = torch.argmax(logits).item()
        ids.append(token)
    return ids

# %% two: state not handed on, start kept
def write_name(read, h, start, end, max_length):
    ids = [start]
    for _ in range(max_length):
        logits, _h = read(ids[-1], h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% two: end kept, tensors
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    ids = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1)
        ids.append(token)
        if token == end:
            break
    return ids

# %% two: most probable, state not handed on
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    out = []
    token = start
    while len(out) < max_length:
        scores = read(token, h)[0]
        token = int(scores.argmax())
        if token == end:
            break
        out.append(token)
    return out
