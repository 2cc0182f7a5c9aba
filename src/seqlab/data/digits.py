"""Handwritten digits, 8 by 8 pixels, and which sheet of which hand each one comes from.

The table is a member of a wheel of scikit-learn: one of the smallest there is, since any will do.
"""

import bisect
import csv
import gzip
import io
import zipfile
from pathlib import Path

from seqlab.data.fetch import PackageFile
from seqlab.data.recipes import Card, Reading, Recipe

PACKAGE = PackageFile(
    requirement="scikit-learn==0.15.2",
    filename="scikit_learn-0.15.2-cp27-none-win32.whl",
    sha256="a3eb188fbd9ef4ceba5c6fe37b2b92d5f301d718fc7c58635ed9c08a092e550d",
    size=2_670_867,
)

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


RECIPE = Recipe(
    name="digits",
    card=Card(
        title="handwritten digits, small enough to print",
        summary="Pictures of single digits, 8 by 8 pixels, each a whole number from 0 (paper) "
        "to 16 (ink): how many dots of a 4 by 4 block of the scan are black. They are the test "
        "part of a larger set, written by 13 people.",
        sources=(
            "Ethem Alpaydin and Cenk Kaynak, *Optical Recognition of Handwritten Digits*, UCI "
            "Machine Learning Repository, 1998, the part of 13 writers",
        ),
        licence="The digits are under CC BY 4.0, as the UCI Machine Learning Repository states; "
        "scikit-learn, which carries them, is under the BSD-3-Clause licence.",
        citations=(
            "Ethem Alpaydin and Cenk Kaynak, *Cascading Classifiers*, Kybernetika 34(4), 1998, pp. "
            "369-374",
            "Fabian Pedregosa and others, *Scikit-learn: Machine Learning in Python*, Journal of "
            "Machine Learning Research 12, 2011, pp. 2825-2830",
        ),
        homepage="https://scikit-learn.org",
        columns={
            "image": f"its {SIDE * SIDE} pixels, row by row from the top, each 0 to 16",
            "digit": "0 to 9",
            "group": f"number of the sheet, 1 to {len(SHEETS)}: the writers are not named, but the "
            "sheets are found by the order of the digits, which was the same for all",
        },
        classes="digit",
        splitting="Whole sheets were split, in their order: the hand of the test was never seen in "
        "training, unless one of the 13 writers filled in two of the 14 sheets. The test is one "
        "sheet, so its score is that of one hand; validation and test together are two. No two "
        "pictures are equal.",
    ),
    package=PACKAGE,
    read=_read,
    reader_sources=(Path(__file__),),
    in_order=True,
)
