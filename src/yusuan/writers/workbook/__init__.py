"""The workbook a clerk fills in."""
