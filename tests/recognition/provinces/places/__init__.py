"""The invented places, each with a form of its own."""
