"""The cards of all data sets: `python -m seqlab.data > data/README.md`."""

from seqlab.data import catalogue

print(catalogue(), end="")
