"""Facts and values of a departmental budget; standard library only."""
