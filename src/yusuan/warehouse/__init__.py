"""Table specs as SQL: the same cells, for every department at once, in whatever engine holds the lines."""
