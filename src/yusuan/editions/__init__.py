"""Editions: which tables a place prints in a year, in which order, unit and words."""
