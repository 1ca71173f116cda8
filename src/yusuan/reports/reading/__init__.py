"""What was read of a published document: put together, written out (CSV, JSON, a data package), drawn on its pages."""
