"""Entry: a part's rows as a table of real inputs, saved as they are typed."""
