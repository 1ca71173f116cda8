"""Tables as values: what a cell means (region), how a table is laid out (spec), how it is filled (derive)."""
