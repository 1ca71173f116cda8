"""The database as it was made, step by step."""
