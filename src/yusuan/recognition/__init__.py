"""From grids to tables: find, name, orient and scale what others published, or refuse with the reason."""
