"""Handwritten digits, 8 by 8 pixels, and which sheet of which hand each one comes from.

The table is a member of a wheel of scikit-learn: one of the smallest there is, since any will do.
"""

import bisect
import csv
import gzip
import io
import zipfile
from pathlib import Path

from seqlab.data.recipes import Reading, recipe

SIDE = 8
# The writers filled in the same form of 130 digits. The table does not name them, but the digits
# stand in the order of the form, with a few left out, and begin anew at these rows.
SHEETS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)


def _read(wheel: Path) -> Reading:
    with zipfile.ZipFile(wheel) as archive:
        table = gzip.decompress(archive.read("sklearn/datasets/data/digits.csv.gz")).decode("ascii")
    rows = [
        {
            "image": [int(pixel) for pixel in pixels],
            "digit": int(digit),
            "group": bisect.bisect(SHEETS, number),
        }
        for number, (*pixels, digit) in enumerate(csv.reader(io.StringIO(table)))
    ]
    return {"rows": rows, "dropped": {}, "credits": {}}


RECIPE = recipe("digits", _read, [__file__], in_order=True, pixels=SIDE**2, sheets=len(SHEETS))
