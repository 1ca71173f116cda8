"""What may be said of a name against the classification: nothing strong by a name that was only remembered."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.rules.said import said_by
from yusuan.catalog import departmental_economic, folded, functional
from yusuan.core.outcomes import Severity, Status, Where
from yusuan.core.terms import Stage
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions
from yusuan.rules.books import rule
from yusuan.rules.evidence import CodeRow, CodeTable, Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from yusuan.catalog import Classification, Entry
    from yusuan.core.codes import Code
    from yusuan.core.outcomes import Outcome

CODING = (
    "code-name-mismatch",
    "codes-carry-their-official-names",
    "code-format",
    "code-differs-between-tables",
)
YEARS = [2016, 2018, 2021, 2024, 2026]
BOOKS = [functional, departmental_economic]


def table(book: Classification, named: Iterable[tuple[Code, str]]) -> CodeTable:
    rows = [CodeRow((str(c),), name, Where("a.pdf", 1, "甲", str(c))) for c, name in named]
    return CodeTable("甲", book.kind != "functional", tuple(rows))


def codes(year: int, *tables: CodeTable) -> list[Outcome]:
    return said_by(Evidence("a.pdf", year, Stage.BUDGET, code_tables=tables), *CODING)


def loud(outcomes: Iterable[Outcome]) -> list[str]:
    return [
        f"{outcome.rule}: {outcome.message}"
        for outcome in outcomes
        if outcome.status is Status.FAILED and outcome.severity is not Severity.INFO
    ]


def remembered(book: Classification) -> list[Entry]:
    """Entries that were not read anywhere, under names no verified entry has either."""
    known = {bare(entry.name) for entry in book if entry.verified}
    return [e for e in book if not e.verified and bare(e.name) not in known]


def bare(name: str) -> str:
    return folded(name).removesuffix("支出")


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("year", YEARS)
def test_a_remembered_name_makes_no_warning_on_a_row(
    kind: Callable[[int], Classification], year: int
) -> None:
    book = kind(year)
    entries = remembered(book)
    assert len(entries) > 30
    swapped = [(one.code, other.name) for one, other in pairwise(entries)]
    assert loud(codes(year, table(book, swapped))) == []
    invented = [(entry.code, "甲乙丙丁") for entry in entries]
    assert loud(codes(year, table(book, invented))) == []


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("year", YEARS)
def test_a_name_of_another_year_that_is_accepted_is_no_finding(
    kind: Callable[[int], Classification], year: int
) -> None:
    book = kind(year)
    others = [
        (named.code, named.name)
        for entry in book
        for named in book.all_names(entry.code)
        if named.name != entry.name and book.accepts(entry.code, named.name)
    ]
    assert others or year > 2018
    for pair in others:
        failed = [o for o in codes(year, table(book, [pair])) if o.status is Status.FAILED]
        assert [o for o in failed if o.rule != "code-format"] == [], pair


def test_a_variant_read_in_another_document_is_no_finding() -> None:
    book = functional(2025)
    variant = next(iter(book.search("22198"))).code
    assert loud(codes(2025, table(book, [(variant, "其他住房保障支出")]))) == []


@pytest.mark.parametrize(
    ("year", "rules"),
    [(2018, []), (2021, []), (2024, ["code-name-mismatch"])],
)
def test_a_former_name_is_wrong_from_the_year_its_successor_was_read(
    year: int, rules: list[str]
) -> None:
    book = functional(year)
    member = next(iter(book.search("220"))).code
    found = codes(year, table(book, [(member, "国土海洋气象等支出")]))
    assert [o.rule for o in found if o.status is Status.FAILED] == rules


def test_a_remembered_name_is_advice_in_prose() -> None:
    for text, is_warning in (
        ("1. 2080506 机关事业单位基本养老保险缴费支出9.00万元。", True),
        ("1. 2010104 人大监督9.00万元。", False),
    ):
        claims = [c for c in contradictions(read_prose(text, year=2024)) if c.is_finding]
        assert [c.kind.value for c in claims] == ["code-name-mismatch"]
        assert (claims[0].severity is not Severity.INFO) is is_warning


def test_a_typed_name_against_a_remembered_one_never_stops_a_publication() -> None:
    # The clerk typed both: one of them may be a slip, and the table at hand may be right.
    assert rule("codes-carry-their-expected-names").severity is Severity.WARNING
