"""Short proteins: which of them kill microbes?

The package modlAMP carries sequences of known antimicrobial peptides, and as many others.
"""

import tarfile
from collections import Counter, defaultdict
from pathlib import Path

from seqlab.data import split
from seqlab.data.fetch import PackageFile
from seqlab.data.recipes import Card, Reading, Recipe

PACKAGE = PackageFile(
    requirement="modlamp==4.3.3",
    filename="modlamp-4.3.3.tar.gz",
    sha256="09b5d66428ba6e5905706a5e96b08203be0f130f646861ed322e7e458e885e77",
    size=199_433,
)

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


def _read(package: Path) -> Reading:
    with tarfile.open(package) as archive:
        file = archive.extractfile("modlamp-4.3.3/modlamp/data/AMPvsUniProt.csv")
        assert file is not None
        _, *lines = file.read().decode("ascii").splitlines()
    pairs = [line.split(",") for line in lines]
    return rows_of([(sequence, int(label)) for sequence, label in pairs])


RECIPE = Recipe(
    name="proteins",
    card=Card(
        title="antimicrobial peptides and other short proteins",
        summary="Proteins as chains of amino acids, one letter each. One class holds peptides that "
        "are known to kill microbes, from the database APD3; the other holds sequences of 10 to 50 "
        "amino acids drawn at random from UniProt. Those were not tested: nobody knows that they "
        "do not kill microbes.",
        sources=(
            "APD3, the Antimicrobial Peptide Database, as of January 2016",
            "UniProt, proteins of 10 to 50 natural amino acids, drawn at random",
        ),
        licence="modlAMP and its files are under the BSD-3-Clause licence. UniProt is under "
        "CC BY 4.0; the sequences of APD3 are facts from published papers.",
        citations=(
            "Alex T. Müller, Gisela Gabernet, Jan A. Hiss and Gisbert Schneider, *modlAMP: Python "
            "for antimicrobial peptides*, Bioinformatics 33(17), 2017, pp. 2753-2755",
            "Guangshun Wang, Xia Li and Zhe Wang, *APD3: the antimicrobial peptide database as a "
            "tool for research and education*, Nucleic Acids Research 44(D1), 2016, "
            "pp. D1087-D1093",
        ),
        homepage="https://modlamp.org",
        columns={
            "sequence": "amino acids, one capital letter each",
            "antimicrobial": "1 if it is known to kill microbes, else 0",
            "group": "the same one for near equal sequences",
        },
        text="sequence",
        classes="antimicrobial",
        splitting="Whole groups were split, by a hash. A group joins the sequences that share "
        f"{TWIN_SHARE:.0%} of the shorter one's runs of {LENGTH} amino acids, directly or through "
        "others.",
    ),
    package=PACKAGE,
    read=_read,
    reader_sources=(Path(__file__), Path(split.__file__)),
)
