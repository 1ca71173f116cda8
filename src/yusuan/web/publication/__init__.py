"""Publication: two gates by two persons, files made in the background and named by digest, corrections."""
