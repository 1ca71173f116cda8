"""The accountant's tables with live totals."""
