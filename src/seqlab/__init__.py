"""seqlab: helpers for a course on deep sequence modelling.
"""
