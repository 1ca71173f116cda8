"""Office documents: DOCX, XLSX, XLS."""
