"""What must be true of tables: identities that follow from regions, and named rules for the rest."""
