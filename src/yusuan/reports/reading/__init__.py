"""What was read, written out: CSV, JSON, a data package."""
