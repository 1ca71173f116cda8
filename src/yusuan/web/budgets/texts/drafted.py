"""A book's document as it would print today: the sections with their figures in place, and the page itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.errors import NotReady, SecretsExposed
from yusuan.documents.publication import Figure, Paragraph
from yusuan.pipeline import Run, assemble, write
from yusuan.web.budgets.checking import checked
from yusuan.web.clock import today

if TYPE_CHECKING:
    from yusuan.documents.publication import Publication
    from yusuan.web.budgets.models import Book

# A piece of a paragraph: its text, and whether it is a figure that nobody types.
Piece = tuple[str, bool]


def drafted(book: Book) -> Publication:
    """The document as a draft; raises NotReady where rows cannot be read or a secret could be worked out."""
    found = checked(book).run
    if found is None:
        raise NotReady("还有内容没有读懂，暂时不能预览；请先改正“核对”页列出的错误")
    budget = found.budget
    # Not public yet: the day is today's until publication says which.
    department = replace(budget.department, published_on=budget.department.published_on or today())
    run = Run.of(replace(budget, department=department))
    try:
        return assemble(run, is_draft=True)
    except SecretsExposed as error:
        said = "；".join(one.message for one in error.outcomes)
        raise NotReady(f"不公开的金额可以被推算出来，不能预览：{said}") from error


def page(book: Book) -> bytes:
    """The page of the draft, as it will print."""
    files = write(drafted(book), ("html",))
    return next(content for name, content in files.items() if name.endswith(".html"))


def sections(publication: Publication) -> list[tuple[str, list[list[Piece]]]]:
    """The explanation section by section: title, and paragraphs of pieces."""
    found = []
    for part in publication.parts:
        for section in part.sections:
            paragraphs = [
                [(one.text, isinstance(one, Figure)) for one in block.inlines]
                for block in section.blocks
                if isinstance(block, Paragraph)
            ]
            if paragraphs and not section.is_table:
                found.append((section.title, paragraphs))
    return found
