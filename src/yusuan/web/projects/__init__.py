"""The project library: declared, reviewed, kept over the years, chosen into a year's budget."""
