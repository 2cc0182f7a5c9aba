# %% right: all shortened sentences first
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    shorter = [[*tokens[:k], *tokens[k + 1 :]] for k in range(len(tokens))]
    answers = map(logit_of, shorter)
    whole = logit_of(tokens)
    return [whole - answer for answer in answers]

# %% one: all words that look the same are dropped
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [whole - logit_of([t for t in tokens if t != word]) for word in tokens]

# %% one: the size of the change without its sign
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [abs(whole - logit_of(tokens[:k] + tokens[k + 1 :])) for k in range(len(tokens))]

# %% one: a dict, in which equal words fall together
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    changes = {}
    for k, word in enumerate(tokens):
        changes[word] = whole - logit_of(tokens[:k] + tokens[k + 1 :])
    return changes

# %% one: only what comes before the word is read
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [whole - logit_of(tokens[:k]) for k in range(len(tokens))]

# %% one: a string is handed over in place of a list
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [whole - logit_of(" ".join(tokens[:k] + tokens[k + 1 :])) for k in range(len(tokens))]

# %% two: words read alone; a dict
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return {w: whole - logit_of([w]) for w in tokens}
