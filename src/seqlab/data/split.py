"""Honest splits: what belongs together stays on one side.

A held-out tune that also stands in the training set, under another title or in another key, would
make a model look better than it is. So rows are first joined into groups, then groups are split.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations

from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def split_by_group(
    groups: Sequence[Hashable], shares: Mapping[str, float], salt: str = ""
) -> list[str]:
    """Return the split of each row, the same one for all rows of a group.

    A group's split depends on its own name and the salt only: not on the order of the rows, and not
    on the other groups, so that tunes which are added or dropped later move no other tune. The
    shares are therefore met on average, not exactly.

    Args:
        groups: the group of each row, a number or a text.
        shares: of the groups, by split: `{"train": 0.8, "test": 0.2}`; they sum to 1.
        salt: a name that makes the draw of one data set independent of another's.

    Raises:
        ValueError: if the shares do not sum to 1.

    """
    if abs(sum(shares.values()) - 1) > 1e-9:
        raise ValueError(
            f"The shares must sum to 1, but {dict(shares)} sum to {sum(shares.values())}."
        )
    split_of = {group: _draw(_uniform(f"{salt}:{group}"), shares) for group in set(groups)}
    return [split_of[group] for group in groups]


def split_in_order(count: int, shares: Mapping[str, float]) -> list[str]:
    """Return the split of each of `count` rows that stand in order of time.

    The splits follow each other as in `shares`: a model of the past is tested on what came later.

    >>> split_in_order(4, {"train": 0.5, "validation": 0.25, "test": 0.25})
    ['train', 'train', 'validation', 'test']
    """
    return [_draw(row / count, shares) for row in range(count)]


def _draw(position: float, shares: Mapping[str, float]) -> str:
    """Return the split whose stretch of [0, 1) holds `position`."""
    for split, share in shares.items():
        position -= share
        if position < 0:
            return split
    return split  # the shares' rounding error left a sliver at the end


def _uniform(text: str) -> float:
    """Return a number in [0, 1), always the same one for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) / 2**48


def connected_groups(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """Return a group number for each of `count` items; linked ones, even at a distance, share it.

    >>> connected_groups(4, [(0, 2), (2, 3)])
    [0, 1, 0, 0]
    """
    pairs = list(links)
    first, second = zip(*pairs, strict=True) if pairs else ((), ())
    graph = coo_array(([True] * len(pairs), (first, second)), shape=(count, count))
    return connected_components(graph, directed=False)[1].tolist()


def named_groups(names: Sequence[str], links: Iterable[tuple[int, int]]) -> list[str]:
    """Return the group of each item: the first in the alphabet of the names that are linked to it.

    Items of one name are linked by it.

    >>> named_groups(["b", "a", "c", "b"], [(0, 1)])
    ['a', 'a', 'c', 'a']
    """
    numbers = connected_groups(len(names), [*sharing_a_key([{name} for name in names]), *links])
    first: dict[int, str] = {}
    for number, name in zip(numbers, names, strict=True):
        first[number] = min(name, first.get(number, name))
    return [first[number] for number in numbers]


def words(text: str) -> list[str]:
    """Return the words of a text, without capitals and punctuation."""
    return re.findall(r"\w+", text.casefold())


def runs(items: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """Return the runs of `length` items in a row; all the items, if they are fewer."""
    return {tuple(items[i : i + length]) for i in range(max(1, len(items) - length + 1))}


def sharing_a_key(keys: Sequence[Iterable[Hashable]]) -> Iterator[tuple[int, int]]:
    """Yield links between items that have a key in common."""
    first_with: dict[Hashable, int] = {}
    for item, its_keys in enumerate(keys):
        for key in its_keys:
            first = first_with.setdefault(key, item)
            if first != item:
                yield first, item


def overlapping(sets: Sequence[Set[Hashable]], share: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs of items that share at least that share of the smaller one's set."""
    holders = defaultdict(list)
    for item, members in enumerate(sets):
        for member in members:
            holders[member].append(item)
    shared = Counter(pair for items in holders.values() for pair in combinations(items, 2))
    for (first, second), count in shared.items():
        if count >= share * min(len(sets[first]), len(sets[second])):
            yield first, second
