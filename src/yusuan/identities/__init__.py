"""What follows from meaning: identities derived from regions, evaluated with intervals, located, rounded, inferred."""
