"""Wording of a published document: what a form left in it, what was copied, what is dated, named or pointed wrongly."""

from yusuan.rules.books.wording import (
    contents,
    copied,
    dates,
    left_over,
    names,
    nil,
    punctuation,
)

RULES = (
    *left_over.RULES,
    *copied.RULES,
    *dates.RULES,
    *names.RULES,
    *nil.RULES,
    *punctuation.RULES,
    *contents.RULES,
)
