"""How counts, projects, purchases and items of one document stand to each other."""
