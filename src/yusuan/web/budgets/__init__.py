"""Budgets while they are made: books, their parts, and the rows people type."""
