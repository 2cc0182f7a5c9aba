# %% right: a comprehension with a nested conditional
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    return [
        "@user" if t.startswith("@") else "<url>" if "://" in t else t
        for t in TOKEN.findall(text.lower())
    ]

# %% right: finditer and match objects
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    result = []
    for m in TOKEN.finditer(text.lower()):
        word = m.group()
        if word[0] == "@":
            result.append("@user")
        elif "://" in word:
            result.append("<url>")
        else:
            result.append(word)
    return result

# %% right: a helper function and map
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    def clean(tok):
        if re.match(r"https?://", tok):
            return "<url>"
        if re.fullmatch(r"@\w+", tok):
            return "@user"
        return tok

    return list(map(clean, TOKEN.findall(str.lower(text))))

# %% right: scans by hand with match at a position
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    small = text.lower()
    tokens, pos = [], 0
    while True:
        hit = TOKEN.search(small, pos)
        if hit is None:
            break
        tok = hit[0]
        tokens += ["<url>" if "://" in tok else "@user" if tok[0] == "@" else tok]
        pos = hit.end()
    return tokens

# %% one: the text is not made small
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = []
    for token in TOKEN.findall(text):
        if token.startswith("@"):
            tokens.append("@user")
        elif "://" in token:
            tokens.append("<url>")
        else:
            tokens.append(token)
    return tokens

# %% one: made small after the tokens are found, so :D and HTTP:// are missed
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    out = []
    for tok in TOKEN.findall(text):
        tok = tok.lower()
        if tok.startswith("@"):
            tok = "@user"
        elif "://" in tok:
            tok = "<url>"
        out.append(tok)
    return out

# %% one: addresses stay as they are
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    words = TOKEN.findall(text.lower())
    return ["@user" if w.startswith("@") else w for w in words]

# %% one: split at spaces in place of the pattern
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = text.lower().split()
    for k, token in enumerate(tokens):
        if token.startswith("@"):
            tokens[k] = "@user"
        elif "://" in token:
            tokens[k] = "<url>"
    return tokens

# %% one: names are replaced by user without the sign
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    result = []
    for t in TOKEN.findall(text.lower()):
        if t[0] == "@":
            result.append("user")
        elif "://" in t:
            result.append("<url>")
        else:
            result.append(t)
    return result

# %% one: replaced in the text first, so the signs of <url> are lost
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    text = text.lower()
    text = re.sub(r"https?://\S+", "<url>", text)
    text = re.sub(r"@\w+", "@user", text)
    return TOKEN.findall(text)

# %% one: return stands inside the loop
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = []
    for token in TOKEN.findall(text.lower()):
        if token.startswith("@"):
            token = "@user"
        elif "://" in token:
            token = "<url>"
        tokens.append(token)
        return tokens

# %% one: returns a set, the order is lost
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = set()
    for token in TOKEN.findall(text.lower()):
        if token.startswith("@"):
            tokens.add("@user")
        elif "://" in token:
            tokens.add("<url>")
        else:
            tokens.add(token)
    return tokens

# %% one: an @ anywhere counts as a name, also within an address
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = []
    for token in TOKEN.findall(text.lower()):
        if "@" in token:
            tokens.append("@user")
        elif "://" in token:
            tokens.append("<url>")
        else:
            tokens.append(token)
    return tokens

# %% one: returns one string joined by spaces
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    toks = TOKEN.findall(text.lower())
    toks = ["@user" if t.startswith("@") else t for t in toks]
    toks = ["<url>" if "://" in t else t for t in toks]
    return " ".join(toks)

# %% one: the address becomes url in capitals
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = []
    for token in TOKEN.findall(text.lower()):
        if token.startswith("@"):
            tokens.append("@user")
        elif "://" in token:
            tokens.append("<URL>")
        else:
            tokens.append(token)
    return tokens

# %% two: not made small; addresses stay
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    return ["@user" if t.startswith("@") else t for t in TOKEN.findall(text)]

# %% two: names stay; addresses are dropped
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = []
    for t in TOKEN.findall(text.lower()):
        if "://" in t:
            continue
        tokens.append(t)
    return tokens

# %% two: split at spaces; names stay
def tokenize(text: str) -> list[str]:
    """Cut a text into small tokens, in their order."""
    tokens = []
    for word in text.lower().split():
        if "://" in word:
            word = "<url>"
        tokens.append(word)
    return tokens
