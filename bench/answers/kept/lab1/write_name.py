# %% right: weights that do not add up to 1
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    written = []
    token = start
    while len(written) < max_length:
        scores, h = read(token, h)
        weights = torch.exp(scores - scores.max())
        token = torch.multinomial(weights, num_samples=1).item()
        if token != end:
            written.append(token)
        else:
            break
    return written

# %% right: random.choices
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    result = []
    token = start
    for i in range(max_length):
        logits, h = read(token, h)
        probability = F.softmax(logits, dim=-1).tolist()
        token = random.choices(range(len(probability)), weights=probability)[0]
        if token == end:
            return result
        result.append(token)
    return result

# %% one: the state is not handed on
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    ids = []
    token = start
    for _ in range(max_length):
        logits, new_h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: the start is read again and again
def write_name(read, h, start, end, max_length):
    ids = []
    while len(ids) < max_length:
        logits, h = read(start, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: the end does not stop it
def write_name(read, h, start, end, max_length):
    ids = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token != end:
            ids.append(token)
    return ids

# %% one: log_softmax for softmax
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ids, t = [], start
    while len(ids) < max_length:
        logits, h = read(t, h)
        t = torch.multinomial(F.log_softmax(logits, dim=-1), 1).item()
        if t == end:
            break
        ids.append(t)
    return ids

# %% one: sigmoid for softmax
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ids = []
    token = start
    for step in range(max_length):
        logits, h = read(token, h)
        token = torch.multinomial(torch.sigmoid(logits), 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% one: stops at the start, not at the end
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    ids = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        token = torch.multinomial(F.softmax(logits, dim=-1), 1).item()
        if token == start:
            break
        ids.append(token)
    return ids

# %% two: start read again and again, one letter too many
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    # TODO 1.11: Read, draw, feed back, until the end.
    ids = []
    for _ in range(max_length + 1):
        logits, h = read(start, h)
        token = torch.multinomial(torch.softmax(logits, 0), 1).item()
        if token == end:
            break
        ids.append(token)
    return ids

# %% two: end does not stop it, all equally likely
def write_name(read, h, start: int, end: int, max_length: int) -> list[int]:
    """Return the ids that were drawn, without start and end."""
    ids = []
    token = start
    for _ in range(max_length):
        logits, h = read(token, h)
        token = random.randrange(len(logits))
        if token != end:
            ids.append(token)
    return ids
