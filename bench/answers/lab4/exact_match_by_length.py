# %% right: two counters
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    right, total = Counter(), Counter()
    for p, t, n in zip(predicted, truth, lengths):
        total[n] += 1
        if p == t:
            right[n] += 1
    return {n: right[n] / total[n] for n in total}

# %% right: one pass for each length
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    result = {}
    for n in set(lengths):
        places = [k for k in range(len(lengths)) if lengths[k] == n]
        hits = [predicted[k] == truth[k] for k in places]
        result[n] = hits.count(True) / len(hits)
    return result

# %% right: setdefault and a word by word comparison with lengths
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    def same(a, b):
        return len(a) == len(b) and all(x == y for x, y in zip(a, b))

    groups = {}
    for one, other, n in zip(predicted, truth, lengths):
        groups.setdefault(n, []).append(float(same(one, other)))
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% right: a running mean
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    share, seen = {}, defaultdict(int)
    for p, t, n in zip(predicted, truth, lengths):
        seen[n] += 1
        old = share.get(n, 0.0)
        share[n] = old + ((p == t) - old) / seen[n]
    return share

# %% one: the share of right words
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        right = sum(a == b for a, b in zip(p, t))
        groups[n].append(right / max(len(t), 1))
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% one: counts, no shares
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    right = {n: 0 for n in lengths}
    for p, t, n in zip(predicted, truth, lengths):
        right[n] += p == t
    return right

# %% one: grouped by the length of what was predicted
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t in zip(predicted, truth):
        groups[len(p)].append(p == t)
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% one: zip stops at the shorter, a beginning counts as right
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        groups[n].append(all(a == b for a, b in zip(p, t)))
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% one: divided by all translations
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    right = Counter()
    for p, t, n in zip(predicted, truth, lengths):
        right[n] += int(p == t)
    return {n: right[n] / len(truth) for n in right}

# %% one: one share for everything
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    rights = [p == t for p, t in zip(predicted, truth)]
    share = sum(rights) / len(rights)
    return {n: share for n in lengths}

# %% one: each translation overwrites the one before
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    result = {}
    for p, t, n in zip(predicted, truth, lengths):
        result[n] = float(p == t)
    return result

# %% one: percentages
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        groups[n].append(p == t)
    return {n: 100 * sum(g) / len(g) for n, g in groups.items()}

# %% one: only the lengths are compared
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        groups[n].append(len(p) == len(t))
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% one: whole division
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    right, total = Counter(), Counter()
    for p, t, n in zip(predicted, truth, lengths):
        total[n] += 1
        right[n] += p == t
    return {n: right[n] // total[n] for n in total}

# %% one: a list of pairs
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        groups[n].append(p == t)
    return [(n, sum(g) / len(g)) for n, g in sorted(groups.items())]

# %% two: a beginning counts as right; counts, no shares
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    right = Counter({n: 0 for n in lengths})
    for p, t, n in zip(predicted, truth, lengths):
        right[n] += all(a == b for a, b in zip(p, t))
    return dict(right)

# %% two: grouped by the truth; percentages
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t in zip(predicted, truth):
        groups[len(t)].append(p == t)
    return {n: 100 * sum(g) / len(g) for n, g in groups.items()}
