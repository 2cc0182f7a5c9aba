# %% right: a Counter that is updated
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counter = Counter()
    for doc in documents["train"]:
        counter.update(doc)
    vocab = {"<pad>": 0, "<unknown>": 1}
    for w in sorted(counter):
        if counter[w] >= min_count:
            vocab[w] = len(vocab)
    return vocab

# %% right: counts in a plain dict
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = {}
    for sentence in documents["train"]:
        for word in sentence:
            counts[word] = counts.get(word, 0) + 1
    kept = [w for w, n in counts.items() if n >= min_count]
    kept.sort()
    table = {"<pad>": 0, "<unknown>": 1}
    for i, w in enumerate(kept):
        table[w] = i + 2
    return table

# %% right: rare words deleted, then enumerate from 2
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    c = Counter(sum(documents["train"], []))
    for word in list(c):
        if c[word] < min_count:
            del c[word]
    result = {w: i for i, w in enumerate(sorted(c), start=2)}
    result["<pad>"] = 0
    result["<unknown>"] = 1
    return result

# %% right: walks over groups of the sorted tokens
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    import itertools

    all_tokens = sorted(itertools.chain.from_iterable(documents["train"]))
    ids = {"<pad>": 0, "<unknown>": 1}
    for word, same in itertools.groupby(all_tokens):
        if len(list(same)) >= min_count:
            ids[word] = max(ids.values()) + 1
    return ids

# %% one: more than min_count times
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(token for document in documents["train"] for token in document)
    words = sorted(w for w in counts if counts[w] > min_count)
    return {w: i for i, w in enumerate(["<pad>", "<unknown>"] + words)}

# %% one: counts in all three parts
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter()
    for part in documents:
        for sentence in documents[part]:
            counts.update(sentence)
    vocab = {"<pad>": 0, "<unknown>": 1}
    for w in sorted(counts):
        if counts[w] >= min_count:
            vocab[w] = len(vocab)
    return vocab

# %% one: the most frequent first
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counter = Counter(t for s in documents["train"] for t in s)
    word_to_id = {"<pad>": 0, "<unknown>": 1}
    for word, freq in counter.most_common():
        if freq >= min_count:
            word_to_id[word] = len(word_to_id)
    return word_to_id

# %% one: the two special entries are missing
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = sorted(w for w, n in counts.items() if n >= min_count)
    return {w: k for k, w in enumerate(words)}

# %% one: the specials are exchanged
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    freq = Counter()
    for s in documents["train"]:
        freq.update(s)
    vocab = {"<unknown>": 0, "<pad>": 1}
    for i, w in enumerate(sorted(w for w in freq if freq[w] >= min_count)):
        vocab[w] = i + 2
    return vocab

# %% one: numbers to words, the wrong way round
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = ["<pad>", "<unknown>"] + sorted(w for w, n in counts.items() if n >= min_count)
    return dict(enumerate(words))

# %% one: numbered before the rare ones are left out, so there are gaps
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    vocab = {"<pad>": 0, "<unknown>": 1}
    for i, w in enumerate(sorted(counts)):
        if counts[w] >= min_count:
            vocab[w] = i + 2
    return vocab

# %% one: min_count is ignored
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    words = set()
    for doc in documents["train"]:
        for tok in doc:
            words.add(tok)
    return {w: i for i, w in enumerate(["<pad>", "<unknown>"] + sorted(words))}

# %% one: the words begin at 3
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = sorted(w for w, n in counts.items() if n >= min_count)
    vocab = {"<pad>": 0, "<unknown>": 1}
    for i, w in enumerate(words, start=3):
        vocab[w] = i
    return vocab

# %% one: returns the list of words, no table
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = sorted(w for w, n in counts.items() if n >= min_count)
    return ["<pad>", "<unknown>"] + words

# %% one: nothing is returned
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    words = sorted(w for w, n in counts.items() if n >= min_count)
    word_to_id = {w: i for i, w in enumerate(["<pad>", "<unknown>", *words])}

# %% two: more than min_count; not sorted
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for s in documents["train"] for t in s)
    vocab = {"<pad>": 0, "<unknown>": 1}
    for w, n in counts.items():
        if n > min_count:
            vocab[w] = len(vocab)
    return vocab

# %% two: all parts are counted; no specials
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    counts = Counter(t for part in documents.values() for s in part for t in s)
    return {w: i for i, w in enumerate(sorted(w for w in counts if counts[w] >= min_count))}

# %% two: by frequency; min_count is ignored
def build_vocabulary(documents: dict[str, list[list[str]]], min_count: int) -> dict[str, int]:
    """Lists of tokens for "train", "validation", "test" to a table from word to id."""
    c = Counter(t for s in documents["train"] for t in s)
    vocab = {"<pad>": 0, "<unknown>": 1}
    for w, _ in c.most_common():
        vocab[w] = len(vocab)
    return vocab
