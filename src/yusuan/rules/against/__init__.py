"""Two documents held side by side."""
