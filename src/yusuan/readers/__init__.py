"""Read sources: every module turns one format into sheets or grids; nothing here decides what is right."""
