"""One module per command; each holds `command` and loads what it needs when it runs."""
