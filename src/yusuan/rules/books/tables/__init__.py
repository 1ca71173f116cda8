"""Printed tables: codes and names, units, objective forms, assets and purchases."""
