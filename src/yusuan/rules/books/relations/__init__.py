"""How counts, projects, purchases and items of one document stand to each other."""

from yusuan.rules.books import collect

_MODULES = ("classification", "counts", "procurement", "projects", "quantities", "vehicles")
RULES = collect(f"{__name__}.{name}" for name in _MODULES)
