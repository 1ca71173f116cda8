"""`yusuan rules`: what is checked, by which law; and the identities that meaning implies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.command import command as _command
from yusuan.cli.command import format_option
from yusuan.cli.failures import Refusal
from yusuan.cli.screen import deliver, show_all
from yusuan.reports.lines import Painted, columns, in_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.identities.identity import Identity
    from yusuan.reports.lines import Line
    from yusuan.rules.check_items import CheckItem
    from yusuan.rules.spec import Rule
    from yusuan.tables.table import CellKey, Table

_HELP = """规则：列出全部规则；或者一条规则的依据、要求和例子

加 --derived 则用文字列出由表义推导的勾稽关系：NAME 是 SOURCE，不写则用示例部门。
这些关系不是手写的：两格含义相同则数相等，一格由几格不重不漏地组成则等于其和。"""
_EXAMPLES = """yusuan rules
yusuan rules vehicles-are-split
yusuan rules --derived
yusuan rules --derived 我的部门 --format json"""


@_command(_HELP, _EXAMPLES)
@click.argument("name", required=False)
@click.option("--derived", "is_derived", is_flag=True, help="列出由表义推导的勾稽关系")
@format_option("text", "json")
def command(name: str | None, is_derived: bool, form: str) -> None:
    """List rules, show one, or list derived identities."""
    if is_derived:
        tables, found = _derived(name)
        if form == "json":
            deliver(in_json(_identities_as_json(tables, found)), None)
        else:
            show_all(_identities(tables, found))
        return
    from yusuan.rules.books import book

    if name is None:
        if form == "json":
            deliver(in_json([_as_json(rule) for rule in book()]), None)
        else:
            show_all(_list(book()))
        return
    item = next((item for item in _published(book()) if item.rule == name), None)
    if item is not None:
        _show_item(item, form)
        return
    rule = _find(book(), name)
    if form == "json":
        deliver(in_json(_as_json(rule)), None)
    else:
        show_all(_in_lines(rule))


def _show_item(item: CheckItem, form: str) -> None:
    """A rule on published documents: what it claims, and where it counts."""
    if form == "json":
        written = {"id": item.rule, "claim": item.claim, "dimension": item.dimension.value}
        deliver(in_json(written), None)
        return
    name = Painted(item.rule, is_bold=True)
    show_all([(name, "  ", item.dimension.label), (item.claim,)])


# --- named rules ------------------------------------------------------------------------------------------


def _find(book: Sequence[Rule], name: str) -> Rule:
    from yusuan.cli.lookup import nearest

    for rule in book:
        if rule.id == name:
            return rule
    known = [rule.id for rule in book] + [item.rule for item in _published(book)]
    near = "、".join(nearest(name, known))
    hint = say("；相近的有 {names}", names=near) if near else ""
    raise Refusal(say("没有规则“{name}”", name=name) + hint)


def _list(book: Sequence[Rule]) -> Iterator[Line]:

    rows = [
        (Painted(rule.id, is_bold=True), rule.severity.label, rule.claim, _cited(rule))
        for rule in book
    ]
    yield from columns(rows)
    yield (say("共 {n} 条；勾稽关系另由表义推导，见 yusuan rules --derived", n=len(book)),)
    items = _published(book)
    yield ("",)
    yield from columns(
        [(Painted(item.rule, is_bold=True), item.dimension.label, item.claim) for item in items]
    )
    yield (say("核对公开文件另有以上 {n} 项", n=len(items)),)


def _published(book: Sequence[Rule]) -> list[CheckItem]:
    """What is checked of published documents only."""
    from yusuan.rules.check_items import check_items

    known = {rule.id for rule in book}
    return [item for item in check_items().values() if item.rule not in known]


def _cited(rule: Rule) -> str:
    from yusuan.catalog import law

    return law(rule.law).citation


def _in_lines(rule: Rule) -> Iterator[Line]:
    from yusuan.catalog import law

    ground = law(rule.law)
    yield (Painted(rule.id, is_bold=True), "  ", rule.severity.label)
    yield (rule.claim,)
    yield ("",)
    rows = [
        ("依据", ground.title + ground.article),
        ("要旨", ground.gist),
        ("核对日期", ground.last_checked.isoformat()),
        ("处理", rule.hint),
        ("方面", rule.dimension.label),
    ]
    yield from columns([row for row in rows if row[1]])
    for title, text in _examples(rule.id):
        yield ("",)
        yield (Painted(title, is_bold=True),)
        yield from ((f"  {line}",) for line in text.splitlines())


def _examples(rule_id: str) -> Iterator[tuple[str, str]]:
    """The rule's case file, where the source tree is at hand."""
    from yusuan.cli.example import repository

    root = repository()
    case = root / "tests" / "cases" / f"{rule_id}.toml" if root else None
    if case is not None and case.is_file():
        yield "例子：通过、不通过、相近而通过", case.read_text(encoding="utf-8")


def _as_json(rule: Rule) -> dict[str, Any]:
    from yusuan.catalog import law

    ground = law(rule.law)
    return {
        "id": rule.id,
        "claim": rule.claim,
        "severity": rule.severity.value,
        "law": rule.law,
        "citation": ground.citation,
        "gist": ground.gist,
        "hint": rule.hint,
        "dimension": rule.dimension.value,
        "examples": [text for _, text in _examples(rule.id)],
    }


# --- derived identities -----------------------------------------------------------------------------------


def _derived(source: str | None) -> tuple[Sequence[Table], Sequence[Identity]]:
    from pathlib import Path

    from yusuan.cli.example import example_source
    from yusuan.editions import edition as find_edition
    from yusuan.identities.derive import identities
    from yusuan.pipeline import Run, derive

    path = Path(source) if source else example_source()
    if path is not None:
        run = Run(path)
        return run.tables, run.identities
    from yusuan.writers.workbook.example import example_department

    budget = example_department()
    department = budget.department
    tables = derive(budget, find_edition(department.edition, department.fiscal_year))
    return tables, identities(tables)


def _titles(tables: Sequence[Table]) -> Mapping[CellKey, str]:
    from yusuan.documents.explain import title_of

    return {key: title_of(table, cell) for table in tables for key, cell in table.cells.items()}


def _in_words(identity: Identity, titles: Mapping[CellKey, str], tables: Mapping[str, str]) -> str:
    """The identity as a sentence."""
    left = titles[identity.left]
    if identity.absent_from:
        absent = tables[identity.absent_from]
        return say("{left} 应为空：{table}没有这一科目的行", left=left, table=absent)
    right = " + ".join(titles[key] for key in identity.right)
    return f"{left} {identity.relation.value} {right}".strip()


def _identities(tables: Sequence[Table], found: Sequence[Identity]) -> Iterator[Line]:
    titles, names = _titles(tables), {table.id: table.spec.title for table in tables}
    for number, identity in enumerate(found, start=1):
        yield (f"{number:>5}  ", _in_words(identity, titles, names))
    counts = Counter(identity.relation.value for identity in found)
    inside = sum(identity.rule == "table-arithmetic" for identity in found)
    yield ("",)
    yield (
        Painted(say("共 {n} 条", n=f"{len(found):,}"), is_bold=True),
        say("：表内 {inside} 条，表间 {across} 条；", inside=inside, across=len(found) - inside),
        "，".join(f"{relation} {n}" for relation, n in counts.items()),
    )


def _identities_as_json(tables: Sequence[Table], found: Sequence[Identity]) -> dict[str, Any]:
    titles, names = _titles(tables), {table.id: table.spec.title for table in tables}
    return {
        "count": len(found),
        "identities": [
            {
                "rule": identity.rule,
                "relation": identity.relation.name.lower(),
                "words": _in_words(identity, titles, names),
                "left": identity.left._asdict(),
                "right": [key._asdict() for key in identity.right],
                "dimension": identity.dimension,
                "absent_from": identity.absent_from,
            }
            for identity in found
        ],
    }
