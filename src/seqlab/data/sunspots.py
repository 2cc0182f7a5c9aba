"""Sunspots: how many there were each year since 1700, a series that goes up and down.

The table is a member of a wheel of statsmodels: one of the smallest there is, since any will do.
"""

import csv
import io
import zipfile
from pathlib import Path

from seqlab.data.fetch import PackageFile
from seqlab.data.recipes import Card, Reading, Recipe

PACKAGE = PackageFile(
    requirement="statsmodels==0.9.0",
    filename="statsmodels-0.9.0-cp36-none-win32.whl",
    sha256="2902f5eef49fc38c112ffd8168dd76f7ae27f6cb5aa735cf55bc887b49aaec6e",
    size=6_567_396,
)


def _read(wheel: Path) -> Reading:
    with zipfile.ZipFile(wheel) as archive:
        table = archive.read("statsmodels/datasets/sunspots/sunspots.csv").decode("ascii")
    rows = [
        {"year": int(row["YEAR"]), "sunspots": float(row["SUNACTIVITY"])}
        for row in csv.DictReader(io.StringIO(table))
    ]
    return {"rows": rows, "dropped": {}, "credits": {}}


RECIPE = Recipe(
    name="sunspots",
    card=Card(
        title="sunspot numbers, year by year",
        summary="The mean sunspot number of each year, a measure of the sun's activity made from "
        "counts of spots and groups of spots. It rises and falls in cycles of about eleven years, "
        "no two of them alike. The series ends in 2008, before all numbers were revised in 2015: "
        "it is not to be continued with numbers of today.",
        sources=("National Geophysical Data Center, *Yearly sunspot numbers*, 1700 to 2008",),
        licence="The numbers are in the public domain, as statsmodels states; statsmodels itself "
        "is under the BSD-3-Clause licence.",
        citations=(
            "Skipper Seabold and Josef Perktold, *Statsmodels: Econometric and Statistical "
            "Modeling with Python*, Proceedings of the 9th Python in Science Conference, 2010",
        ),
        homepage="https://www.statsmodels.org",
        columns={"year": "of the common era", "sunspots": "mean sunspot number of the year"},
        splitting="The rows are in order of time, and so are the splits: the earliest years are "
        "for training, the latest for the test.",
    ),
    package=PACKAGE,
    read=_read,
    reader_sources=(Path(__file__),),
    in_order=True,
)
