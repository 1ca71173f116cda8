"""Workbooks out and in: what a file would change is shown first, confirmed at once or not at all, and can be undone."""
