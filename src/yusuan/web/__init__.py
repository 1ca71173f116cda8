"""What people use in a browser. Now: one person's own page (`yusuan open`); the working place grows from here."""
