"""The journal: every write is an entry, chained by digest for each division and year."""
