"""The archive's document: tagged PDF with the open data attached."""
