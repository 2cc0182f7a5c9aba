# %% right: found first, replaced by index afterwards
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    text = text.lower()
    found = re.findall(TOKEN, text)
    for i in range(len(found)):
        if found[i].startswith("@"):
            found[i] = "@user"
        if "://" in found[i]:
            found[i] = "<url>"
    return found

# %% one: names of users stay as they are
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    return ["<url>" if "://" in w else w for w in TOKEN.findall(text.lower())]

# %% one: the loop variable is changed, not the list
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = TOKEN.findall(text.lower())
    for token in tokens:
        if token.startswith("@"):
            token = "@user"
        elif "://" in token:
            token = "<url>"
    return tokens

# %% one: two ifs with one else, so a name is appended twice
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = []
    for token in TOKEN.findall(text.lower()):
        if token.startswith("@"):
            tokens.append("@user")
        if "://" in token:
            tokens.append("<url>")
        else:
            tokens.append(token)
    return tokens

# %% one: names and addresses are dropped
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    return [t for t in TOKEN.findall(text.lower()) if not t.startswith("@") and "://" not in t]

# %% one: only the first token is found
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    match = TOKEN.search(text.lower())
    tokens = [match.group()] if match else []
    return ["@user" if t.startswith("@") else "<url>" if "://" in t else t for t in tokens]

# %% two: made small only at the end; the name is written <user>
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    out = []
    for t in TOKEN.findall(text):
        if t.startswith("@"):
            out.append("<user>")
        elif "://" in t:
            out.append("<url>")
        else:
            out.append(t.lower())
    return out
