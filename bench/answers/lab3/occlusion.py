# %% right: a copy with one word deleted
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    full = logit_of(tokens)
    result = []
    for i in range(len(tokens)):
        rest = list(tokens)
        del rest[i]
        result.append(full - logit_of(rest))
    return result

# %% right: kept by index
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    base = logit_of(tokens)
    changes = []
    for k, _ in enumerate(tokens):
        without = [t for j, t in enumerate(tokens) if j != k]
        changes.append(base - logit_of(without))
    return changes

# %% right: itertools combinations, turned round
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    from itertools import combinations

    n = len(tokens)
    y = logit_of(tokens)
    return [y - logit_of(list(rest)) for rest in combinations(tokens, n - 1)][::-1]

# %% right: pop and insert back on a copy
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    words = tokens.copy()
    y0 = logit_of(words)
    out = [0.0] * len(words)
    for k in range(len(words)):
        removed = words.pop(k)
        out[k] = y0 - logit_of(words[:])
        words.insert(k, removed)
    return out

# %% one: the sign is turned round
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [logit_of(tokens[:k] + tokens[k + 1 :]) - whole for k in range(len(tokens))]

# %% one: the words are removed one after the other from the same list
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    changes = []
    rest = list(tokens)
    for _ in tokens:
        rest = rest[1:]
        changes.append(whole - logit_of(rest))
    return changes

# %% one: remove takes the first of equal words
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    changes = []
    for word in tokens:
        rest = tokens.copy()
        rest.remove(word)
        changes.append(whole - logit_of(rest))
    return changes

# %% one: the word becomes unknown, it is not dropped
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    changes = []
    for k in range(len(tokens)):
        covered = tokens[:k] + ["<unknown>"] + tokens[k + 1 :]
        changes.append(whole - logit_of(covered))
    return changes

# %% one: the logit without the word, not the change
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    result = []
    for k in range(len(tokens)):
        result.append(logit_of(tokens[:k] + tokens[k + 1 :]))
    return result

# %% one: the word itself is read alone
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [whole - logit_of([word]) for word in tokens]

# %% one: two words are dropped
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [whole - logit_of(tokens[:k] + tokens[k + 2 :]) for k in range(len(tokens))]

# %% one: nothing is dropped, off by one
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [whole - logit_of(tokens[:k] + tokens[k:]) for k in range(len(tokens))]

# %% one: the last word is left out
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    changes = []
    for k in range(len(tokens) - 1):
        changes.append(whole - logit_of(tokens[:k] + tokens[k + 1 :]))
    return changes

# %% one: the ratio in place of the difference
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [whole / logit_of(tokens[:k] + tokens[k + 1 :]) for k in range(len(tokens))]

# %% one: the largest change comes first
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    changes = [whole - logit_of(tokens[:k] + tokens[k + 1 :]) for k in range(len(tokens))]
    return sorted(changes, reverse=True)

# %% one: no copy is made, so the list itself gets shorter
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    changes = []
    for k in range(len(tokens)):
        rest = tokens
        del rest[k]
        changes.append(whole - logit_of(rest))
    return changes

# %% two: the sign; unknown in place of dropped
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    out = []
    for k in range(len(tokens)):
        out.append(logit_of(tokens[:k] + ["<unknown>"] + tokens[k + 1 :]) - whole)
    return out

# %% two: all equal words are dropped; no sign
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [abs(whole - logit_of([t for t in tokens if t != w])) for w in tokens]

# %% two: the last word is left out; the sign
def occlusion(logit_of, tokens: list[str]) -> list[float]:
    """logit_of(list of tokens) is a number; return the change for each of the tokens."""
    whole = logit_of(tokens)
    return [logit_of(tokens[:k] + tokens[k + 1 :]) - whole for k in range(len(tokens) - 1)]
