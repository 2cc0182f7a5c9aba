# %% right: flattened, sorted set, count of a list
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    flat = [tok for s in documents["train"] for tok in s]
    number = Counter(flat)
    words = [w for w in sorted(set(flat)) if not number[w] < min_count]
    entries = ["<pad>", "<unknown>"] + words
    return dict(zip(entries, range(len(entries))))

# %% one: not sorted
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    vocab = {"<pad>": 0, "<unknown>": 1}
    for word, n in counts.items():
        if n >= min_count:
            vocab[word] = len(vocab)
    return vocab

# %% one: the specials come last
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = sorted(w for w, n in counts.items() if n >= min_count)
    words += ["<pad>", "<unknown>"]
    return {w: k for k, w in enumerate(words)}

# %% one: counts the sentences with the word
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter()
    for sentence in documents["train"]:
        counts.update(set(sentence))
    words = sorted(w for w in counts if counts[w] >= min_count)
    return {w: i for i, w in enumerate(["<pad>", "<unknown>", *words])}

# %% one: the unknown entry is called <unk>
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = sorted(w for w, n in counts.items() if n >= min_count)
    return {w: i for i, w in enumerate(["<pad>", "<unk>", *words])}

# %% one: backwards through the alphabet
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = sorted((w for w, n in counts.items() if n >= min_count), reverse=True)
    return {w: i for i, w in enumerate(["<pad>", "<unknown>", *words])}

# %% two: sentences are counted; the specials are exchanged
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    c = Counter()
    for s in documents["train"]:
        for w in set(s):
            c[w] += 1
    words = sorted(w for w in c if c[w] >= min_count)
    return {w: i for i, w in enumerate(["<unknown>", "<pad>", *words])}
