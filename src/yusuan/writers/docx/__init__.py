"""The bureau's document: official layout as DOCX."""
