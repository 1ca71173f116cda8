"""Outcomes as people read them: on the screen, as page, workbook, annotated document and JSON."""
