"""Sentences: filled when we write, matched when we read, and the costing found in them."""
