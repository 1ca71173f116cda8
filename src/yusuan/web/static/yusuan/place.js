// What makes pages of the working place quicker; every page works without it.
