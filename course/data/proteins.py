"""Short proteins: which of them kill microbes?

The package modlAMP carries sequences of known antimicrobial peptides, and as many others.
"""

import zipfile
from collections import Counter, defaultdict
from pathlib import Path

from seqlab.data import split
from seqlab.data.recipes import Reading, recipe

# Two sequences are versions of each other if they share this part of the shorter one's runs of
# five amino acids: chance makes one run in 3.2 million equal.
LENGTH = 5
TWIN_SHARE = 0.5


def rows_of(pairs: list[tuple[str, int]]) -> Reading:
    """Return the rows of the data set from sequences and whether they are antimicrobial."""
    labels: dict[str, set[int]] = defaultdict(set)
    for sequence, label in pairs:
        labels[sequence].add(label)
    clear = {sequence: min(found) for sequence, found in labels.items() if len(found) == 1}
    dropped = Counter(
        "the same sequence as an earlier one" if sequence in clear else "in both classes"
        for sequence, _ in pairs
    )
    dropped["the same sequence as an earlier one"] -= len(clear)
    runs = [split.runs(sequence, LENGTH) for sequence in clear]
    groups = split.named_groups([*clear], split.overlapping(runs, TWIN_SHARE))
    rows = [
        {"sequence": sequence, "antimicrobial": label, "group": group}
        for (sequence, label), group in zip(clear.items(), groups, strict=True)
    ]
    return {"rows": rows, "dropped": dict(dropped.most_common()), "credits": {}}


def _read(wheel: Path) -> Reading:
    with zipfile.ZipFile(wheel) as archive:
        table = archive.read("modlamp/data/AMPvsUniProt.csv").decode("ascii")
    _, *lines = table.splitlines()
    pairs = [line.split(",") for line in lines]
    return rows_of([(sequence, int(label)) for sequence, label in pairs])


RECIPE = recipe(
    "proteins", _read, [__file__, split.__file__], share=f"{TWIN_SHARE:.0%}", length=LENGTH
)
