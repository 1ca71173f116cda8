"""The data package with its manifest."""
