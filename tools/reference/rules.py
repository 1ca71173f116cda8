"""docs/rules.md: every rule of the books, and the identities that meaning gives."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter
from typing import TYPE_CHECKING

from tools.reference.example import EXAMPLE, example
from tools.reference.markdown import code, one_line, table
from yusuan.catalog import law
from yusuan.documents.explain import title_of
from yusuan.identities.identity import Relation
from yusuan.rules import books

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.identities.identity import Identity
    from yusuan.rules.spec import Rule

_RELATIONS = {
    Relation.EQUAL: "the same money is printed in two places",
    Relation.SUM: "a figure is made up of others, without overlap and without gap",
    Relation.AT_MOST: "a figure counts part of what another counts, in another table",
    Relation.NOTHING: "nothing can be counted here, or another table says that the code has no money",
}


def identities() -> str:
    """How many identities the example's tables imply, by relation, each with an example in words."""
    found = example().identities
    counts = Counter(identity.relation for identity in found)
    rows = (
        (relation.value, meaning, str(counts[relation]), _in_words(_shortest(found, relation)))
        for relation, meaning in _RELATIONS.items()
    )
    inside = sum(identity.rule == "table-arithmetic" for identity in found)
    return (
        table(("relation", "holds where", "number", "for example"), rows)
        + f"The nine tables of `{EXAMPLE}` imply **{len(found)} identities**: {inside} inside a table "
        f"(`table-arithmetic`), {len(found) - inside} between tables (`cross-table`).\n\n"
    )


def _shortest(found: tuple[Identity, ...], relation: Relation) -> Identity:
    """The example that is quickest to read: between tables, and no sum of one part."""
    some = [identity for identity in found if identity.relation is relation]

    def length(identity: Identity) -> tuple[bool, bool, int]:
        is_inside = identity.rule == "table-arithmetic" and not identity.absent_from
        is_sum_of_one = relation is Relation.SUM and len(identity.right) == 1
        return is_sum_of_one, is_inside, len(identity.right)

    return min(some, key=length)


def _in_words(identity: Identity) -> str:
    tables = {table.id: table for table in example().tables}
    words = [
        title_of(tables[key.table], cell)
        for key in identity
        for cell in tables[key.table].cells.values()
        if cell.key == key
    ]
    if identity.absent_from:
        absent = tables[identity.absent_from].spec.title
        return f"{words[0]} 应为空：{absent}没有这一科目的行"
    return f"{words[0]} {identity.relation.value} {' + '.join(words[1:])}".strip()


def rules() -> str:
    """Every rule, book by book."""
    text = f"There are {len(books.book())} rules.\n\n"
    for title, some in _by_book():
        text += f"### {title}\n\n" + "".join(map(_rule, some))
    return text


def _by_book() -> Iterator[tuple[str, tuple[Rule, ...]]]:
    for name in books.modules():
        book = importlib.import_module(name)
        about = (inspect.getdoc(book) or "").split("\n", 1)[0].removesuffix(".")
        yield f"`{name.removeprefix(books.__name__ + '.')}`: {about}", book.RULES


_SIDES = {True: "facts", False: "print"}


def _needs(rule: Rule) -> str:
    """What a rule looks at: one side, or both."""
    needs = [part.value for part in rule.needs] or list(_SIDES.values())
    return "looks at " + ", ".join(map(code, needs))


def _rule(rule: Rule) -> str:
    looks_at = one_line(inspect.getdoc(rule.check) or "")
    return (
        f"#### `{rule.id}`\n\n"
        f"**{rule.claim}** · {rule.severity.label} `{rule.severity.value}` · "
        f"{law(rule.law).citation} · {rule.dimension.label} · {_needs(rule)}  \n"
        f"处理：{rule.hint}  \n"
        f"{looks_at}\n\n"
    )


def grounds() -> str:
    """The law and documents the rules cite, and how many rules rest on each."""
    counts = Counter(rule.law for rule in books.book())
    rows = (
        (
            code(ground),
            law(ground).citation,
            law(ground).gist,
            law(ground).last_checked.isoformat(),
            str(number),
        )
        for ground, number in sorted(counts.items())
    )
    return table(("id", "依据", "要旨", "last checked", "rules"), rows)


def classes() -> str:
    """The dimensions and how many rules count in each."""
    counts = Counter(rule.dimension for rule in books.book())
    return (
        "、".join(f"{known.label} (`{known.value}`) {counts[known]}" for known in counts) + "\n\n"
    )
