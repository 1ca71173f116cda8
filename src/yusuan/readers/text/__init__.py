"""Plain text, text layers and HTML."""
