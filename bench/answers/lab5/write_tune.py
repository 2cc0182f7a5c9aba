# %% right: the prompt first, then a for loop
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    x = torch.tensor(prompt, device=device).unsqueeze(0)
    logits, state = model(x)
    written = []
    for _ in range(max_length):
        i = sample_next(logits[:, -1], temperature)
        if i.item() == end:
            return written
        written.append(int(i))
        logits, state = model(i.view(1, 1), state)
    return written

# %% right: while True with two ways out
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    result = []
    state = None
    current = torch.tensor(prompt).reshape(1, -1).to(device)
    while True:
        if len(result) == max_length:
            break
        z, state = model(current, state)
        new_id = sample_next(z[:, -1, :], temperature)[0].item()
        if new_id == end:
            break
        result += [new_id]
        current = torch.tensor([[new_id]]).to(device)
    return result

# %% right: written into a tensor, then a list
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    ids = torch.zeros(max_length, dtype=torch.long)
    tokens, state, n = torch.tensor([prompt], device=device), None, 0
    while n < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[0, -1:], temperature)
        if int(drawn) == end:
            break
        ids[n] = drawn
        n += 1
        tokens = drawn[None]
    return ids[:n].tolist()

# %% one: the prompt is returned, too
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    ids = list(prompt)
    tokens, state = torch.tensor([prompt]).to(device), None
    for _ in range(max_length):
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: the end is returned, too
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        ids.append(drawn.item())
        if drawn.item() == end:
            break
        tokens = drawn[:, None]
    return ids

# %% one: everything is read again each time, with the state
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = torch.cat([tokens, drawn[:, None]], dim=1)
    return ids

# %% one: everything is read again each time, without a state
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    ids = []
    for _ in range(max_length):
        logits, _ = model(torch.tensor([prompt + ids]).to(device))
        drawn = sample_next(logits[:, -1], temperature).item()
        if drawn == end:
            break
        ids.append(drawn)
    return ids

# %% one: a temperature of 1 is fixed
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], 1.0)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: one character too many
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) <= max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: the end does not stop it
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    for _ in range(max_length):
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() != end:
            ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: the last character of the prompt is read twice
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    _, state = model(torch.tensor([prompt]).to(device))
    tokens, ids = torch.tensor([[prompt[-1]]]).to(device), []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: the logits after the first character
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, 0], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: what was drawn is not fed back
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        ids.append(drawn.item())
    return ids

# %% one: an end of 2 is fixed
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == 2:
            break
        ids.append(drawn.item())
        tokens = drawn[:, None]
    return ids

# %% one: the prompt of the caller gets longer
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state = torch.tensor([prompt]).to(device), None
    first = len(prompt)
    for _ in range(max_length):
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        if drawn.item() == end:
            break
        prompt.append(drawn.item())
        tokens = drawn[:, None]
    return prompt[first:]

# %% two: the state is not handed on; the end is returned
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, ids = torch.tensor([prompt]).to(device), []
    while len(ids) < max_length:
        logits, state = model(tokens)
        drawn = sample_next(logits[:, -1], temperature)
        ids.append(drawn.item())
        if drawn.item() == end:
            break
        tokens = drawn[:, None]
    return ids

# %% two: the likeliest; the prompt is returned
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, list(prompt)
    for _ in range(max_length):
        logits, state = model(tokens, state)
        best = logits[:, -1].argmax(-1)
        if best.item() == end:
            break
        ids.append(best.item())
        tokens = best[:, None]
    return ids

# %% two: read again with the state; the end does not stop it
@torch.no_grad()
def write_tune(model, prompt: list[int], end: int, temperature: float, max_length: int):
    """Return the list of ids written after the prompt, without the end."""
    tokens, state, ids = torch.tensor([prompt]).to(device), None, []
    while len(ids) < max_length:
        logits, state = model(tokens, state)
        drawn = sample_next(logits[:, -1], temperature)
        ids.append(drawn.item())
        tokens = torch.cat([tokens, drawn[:, None]], dim=1)
    return ids
