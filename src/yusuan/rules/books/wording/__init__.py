"""Wording of a published document: what a form left in it, what was copied, what is dated, named or pointed wrongly."""
