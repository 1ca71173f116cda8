"""Versions: every submission frozen as the dataset, with its digest, and what differs between any two."""
