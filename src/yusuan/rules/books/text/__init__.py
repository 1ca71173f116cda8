"""Words: what was left open, written twice, or names another than the author."""
