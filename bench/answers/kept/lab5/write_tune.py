# %% right: a generator inside
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    def dice():
        feed, memory = torch.LongTensor([list(prompt)]).to(device), None
        for _ in range(max_length):
            out, memory = model(feed, memory)
            feed = sample_next(out[:, -1], temperature).reshape(1, 1)
            if feed == end:
                return
            yield feed.item()

    return list(dice())

# %% one: the state is not handed on
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, ids = torch.tensor([prompt]).to(device), []
    while len(ids) < max_length:
        logits, _ = model(tokens)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: the likeliest in place of a draw
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        best = (logits[:, -1] / temperature).argmax(dim=-1)
        if best.item() == end:
            break
        ids.append(best.item())
        tokens = best[:, None]
    return ids

# %% one: the prompt counts in max_length
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(prompt) + len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: only the last character of the prompt is read
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([[prompt[-1]]]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: a list of tensors
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn)
        tokens = drawn[:, None]
    return ids

# %% two: temperature ignored; one character too many
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) <= max_length:
        logits, state = model(tokens, state)
        drawn = torch.multinomial(logits[:, -1].softmax(-1), 1)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn
    return ids
