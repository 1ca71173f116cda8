"""Many documents at once: find them, check each in a process of its own, remember what is done, sum it up.

sources ──▶ pool (one process a document, limits) ──▶ journal (a line a document) ──▶ summary ──▶ league tables
"""
