"""Kinds of mistakes put into right documents, and where each stands."""
