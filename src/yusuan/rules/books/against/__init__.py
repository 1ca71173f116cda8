"""Two published documents held side by side."""
