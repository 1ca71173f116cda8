"""From checked tables to a publication: masked, worded, laid out; the same tree for every writer."""
