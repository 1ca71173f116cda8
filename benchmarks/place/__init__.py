"""The working place under load: many departments, many people."""
