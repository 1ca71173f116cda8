"""Many documents in one table: CSV, HTML, XLSX."""
