"""Benchmarks: what the project promises, measured side by side on the machine at hand."""
