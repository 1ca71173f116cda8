"""How counts, projects, purchases and items of one document stand to each other."""

from yusuan.rules.books import collect

_MODULES = ("counts",)
RULES = collect(f"{__name__}.{name}" for name in _MODULES)
