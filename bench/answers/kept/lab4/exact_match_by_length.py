# %% right: sums in a plain dict
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    sums = {}
    for i in range(len(truth)):
        good, all_ = sums.get(lengths[i], (0, 0))
        ok = 1 if list(predicted[i]) == list(truth[i]) else 0
        sums[lengths[i]] = (good + ok, all_ + 1)
    return {n: good / all_ for n, (good, all_) in sums.items()}

# %% one: grouped by the length of the translation
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t in zip(predicted, truth):
        groups[len(t)].append(p == t)
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% one: the order of the words does not count
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        groups[n].append(sorted(p) == sorted(t))
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% one: lengths without a right translation are missing
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    total = Counter(lengths)
    right = Counter(n for p, t, n in zip(predicted, truth, lengths) if p == t)
    return {n: right[n] / total[n] for n in right}

# %% one: the share of wrong ones
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        groups[n].append(p != t)
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% one: is in place of equal
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    groups = defaultdict(list)
    for p, t, n in zip(predicted, truth, lengths):
        groups[n].append(p is t)
    return {n: sum(g) / len(g) for n, g in groups.items()}

# %% two: order does not count; divided by all
def exact_match_by_length(predicted, truth, lengths) -> dict[int, float]:
    """Two lists of translations (lists of ids), and the lengths of their sources (list of int).

    Returns for each length the share of translations that are right from beginning to end.
    """
    right = Counter()
    for p, t, n in zip(predicted, truth, lengths):
        right[n] += set(p) == set(t)
    return {n: right[n] / len(lengths) for n in set(lengths)}
