"""Lines of a unit's part from staff and standards, shown before they are written."""
