"""Sunspots: how many there were each year since 1700, a series that goes up and down.

The table is a member of a wheel of statsmodels: one of the smallest there is, since any will do.
"""

import csv
import io
import zipfile
from pathlib import Path

from seqlab.data.recipes import Reading, recipe


def _read(wheel: Path) -> Reading:
    with zipfile.ZipFile(wheel) as archive:
        table = archive.read("statsmodels/datasets/sunspots/sunspots.csv").decode("ascii")
    rows = [
        {"year": int(row["YEAR"]), "sunspots": float(row["SUNACTIVITY"])}
        for row in csv.DictReader(io.StringIO(table))
    ]
    return {"rows": rows, "dropped": {}, "credits": {}}


RECIPE = recipe("sunspots", _read, [__file__], in_order=True)
