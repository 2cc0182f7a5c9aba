"""The `seqlab` command for those who write and teach: build the notebooks, examine a machine."""
