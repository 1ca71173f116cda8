"""Rules on a document somebody published."""
