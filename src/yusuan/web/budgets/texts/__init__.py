"""The explanation of a budget: texts typed, figures bound, and the page as it will print."""
