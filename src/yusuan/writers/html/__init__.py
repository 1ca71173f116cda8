"""The citizen's page: one file, offline."""
