"""One person's page: files are put on it, recognised, checked, explained and published, and leave nothing behind."""
