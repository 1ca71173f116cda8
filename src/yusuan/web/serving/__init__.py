"""Serving: one process tree, health, backup and restore, the doctor."""
