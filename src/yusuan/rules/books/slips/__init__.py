"""Amounts typed wrongly: every table follows from the lines and agrees with a slip, so something else must notice it."""
