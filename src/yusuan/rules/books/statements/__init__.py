"""What the text of a document says: against its tables, and against itself."""
