"""The cards of all data sets: `python -m seqlab.data > data/README.md`."""

import contextlib
import sys

from seqlab.data import catalogue

with contextlib.redirect_stdout(sys.stderr):  # word of a download is not part of the cards
    text = catalogue()
print(text, end="")
