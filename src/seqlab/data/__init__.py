"""Data sets of the course: pinned package files in, `datasets.Dataset` out."""
