"""What a sentence says of money, clause by clause."""
