"""Base data: fiscal years, finance divisions, departments, units over time, staff, standards, statutory days."""
