"""The page that consolidates: sums that can be added up again, and each elimination with its places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.place.small import actor
from yusuan.core.terms import Fund, Nature, RevenueSource
from yusuan.readers.workbook import read_workbook
from yusuan.web.acting import building
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.models import Book, Row
from yusuan.web.budgets.saving import Change, Edit, Inserted, save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from yusuan.web.budgets.models import Part

AMOUNT = "12345.67"


@pytest.fixture
def book(books: list[Book]) -> Book:
    """The first department: its first unit pays its second, in the lines of both."""
    book = books[0]
    with building():
        payer, receiver = book.parts.exclude(unit=None).order_by("unit")[:2]
        _line(payer, RevenueSource.OTHER, Nature.SUBSIDIARY_GRANT, AMOUNT)
        _line(receiver, RevenueSource.SUPERIOR_GRANT, Nature.BASIC, AMOUNT)
        _changed(book)
    return book


def _line(part: Part, source: RevenueSource, nature: Nature, amount: str) -> Row:
    values = {
        "unit": str(part.unit_id),
        "fund": Fund.UNIT_FUNDS.value,
        "source": source.value,
        "origin": "本年",
        "function": "2010150",
        "economic": "39999",
        "nature": nature.value,
        "amount": amount,
    }
    return Row.objects.create(part=part, record="lines", position=900, values=values)


def _changed(book: Book) -> None:
    book.revision += 1
    book.save()


def named(book: Book, amount: str = AMOUNT) -> None:
    """The reviewer types the transfer into the department's own part."""
    payer, receiver = (unit.unit_id for unit in book.parts.exclude(unit=None).order_by("unit")[:2])
    typed = {
        "payer": payer,
        "receiver": receiver,
        "nature": "对附属单位补助支出",
        "source": "上级补助收入",
        "amount": amount,
        "note": "转补",
    }
    changes = [Change("a", field, "", str(text)) for field, text in typed.items()]
    own = book.parts.get(unit=None)
    save(actor("reviewer0"), own, Edit("named", changes, [Inserted("a", "transfers")]))


def shown(client: Client, book: Book) -> str:
    answer = client.get(f"/budgets/{book.pk}/consolidation/")
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(html: str) -> list[list[float]]:
    """The rows of the table of units, without what is not a number."""
    table = html.split("</table>", maxsplit=1)[0]
    rows = re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", table, re.DOTALL)
    return [
        [
            round(100 * float(text.replace(",", "").replace("—", "0")))
            for text in re.findall(r"<td[^>]*>(?:<span[^>]*>)?([^<]*)", row)
        ]
        for row in rows
    ]


def test_every_row_and_column_can_be_added_up_again(
    book: Book, signed_in: Callable[[str], Client]
) -> None:
    named(book)
    html = shown(signed_in("reviewer0"), book)
    rows = numbers(html)
    assert len(rows) > 4
    for *units, gross, out, left in rows:
        assert sum(units) == gross
        assert gross - out == left
    totals = [n for n, row in enumerate(rows) if row == rows[-1]]
    first, last = totals[0], totals[-1]
    for own, total in ((rows[:first], rows[first]), (rows[first + 1 : last], rows[last])):
        assert [sum(column) for column in zip(*own, strict=True)] == total
    assert rows[-1][-2] == 12345_67


def test_an_elimination_leads_to_both_lines_and_to_the_transfer(
    book: Book, signed_in: Callable[[str], Client]
) -> None:
    named(book)
    html = shown(signed_in("auditor"), book)
    rows = Row.objects.filter(part__book=book)
    for row in (*rows.filter(record="lines", position=900), rows.get(record="transfers")):
        assert f"?record={row.record}#row-{row.pk}" in html
    assert "转补" in html
    assert "填写内部往来" not in html
    assert "填写内部往来" in shown(signed_in("reviewer0"), book)


def test_what_one_side_lacks_is_not_eliminated_and_stands_among_the_findings(
    book: Book, signed_in: Callable[[str], Client]
) -> None:
    named(book, "12345.68")
    html = shown(signed_in("reviewer0"), book)
    assert "没有抵销：双方对不上" in html
    assert numbers(html)[-1][-2] == 0
    paid, received = [one for one in checked(book).problems if one.rule == "transfers-agree"]
    for problem, number in ((paid, 0), (received, 1)):
        assert problem.blocks
        rows = Row.objects.filter(pk__in=[cell.row for cell in problem.cells])
        part = book.parts.exclude(unit=None).order_by("unit")[number]
        # The transfer, and the lines of the one unit that lacks something.
        where = {(row.record, row.part_id) for row in rows}
        own = book.parts.get(unit=None)
        assert where == {("transfers", own.pk), ("lines", part.pk)}


def test_a_grant_whose_receiver_nobody_has_named_is_shown(
    book: Book, signed_in: Callable[[str], Client]
) -> None:
    html = shown(signed_in("finance0"), book)
    assert "没有写明对方" in html
    assert html.count("12,345.67") >= 2
    assert "没有可以确定的内部往来" in html


def test_a_department_without_transfers_says_so(
    books: list[Book], signed_in: Callable[[str], Client]
) -> None:
    grants = ["上级补助收入", "附属单位上缴收入"]
    with building():
        for row in Row.objects.filter(part__book=books[0], values__source__in=grants):
            row.values["source"] = "其他收入"
            row.save()
        _changed(books[0])
    html = shown(signed_in("reviewer0"), books[0])
    assert "不需要抵销，部门合并数就是各单位之和" in html
    assert numbers(html)[-1][-2] == 0


def test_what_cannot_be_read_leads_to_the_findings(
    book: Book, signed_in: Callable[[str], Client]
) -> None:
    with building():
        row = Row.objects.filter(part__book=book, record="lines").first()
        assert row is not None
        row.values["amount"] = "约三百万"
        row.save()
        _changed(book)
    html = shown(signed_in("reviewer0"), book)
    assert f"/budgets/{book.pk}/findings/" in html
    assert "<table" not in html


@pytest.mark.parametrize("user", ["preparer0", "reviewer1", "administrator"])
def test_who_does_not_read_the_whole_book_does_not_see_it(
    book: Book, user: str, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in(user).get(f"/budgets/{book.pk}/consolidation/").status_code == 404


def test_units_are_offered_by_name_in_the_departments_own_part_only(
    books: list[Book], signed_in: Callable[[str], Client]
) -> None:
    own = books[0].parts.get(unit=None)
    part = books[0].parts.exclude(unit=None).order_by("unit")[0]
    assert part.unit is not None
    asked = {"kind": "unit", "q": part.unit.name[-4:]}
    reviewer, preparer = signed_in("reviewer0"), signed_in("preparer0")
    offered = reviewer.get(f"/budgets/parts/{own.pk}/names", asked).json()["names"]
    assert {"code": part.unit_id, "name": part.unit.name} in offered
    assert preparer.get(f"/budgets/parts/{part.pk}/names", asked).json()["names"] == []


def test_a_units_workbook_holds_no_transfer_and_the_departments_does(
    book: Book, signed_in: Callable[[str], Client], tmp_path: Path
) -> None:
    named(book)
    path = tmp_path / "b.xlsx"
    for unit, count in ((book.parts.exclude(unit=None).order_by("unit")[0], 0), (None, 1)):
        part = unit or book.parts.get(unit=None)
        answer = signed_in("reviewer0").get(f"/budgets/parts/{part.pk}/workbook")
        path.write_bytes(b"".join(answer))
        assert len(read_workbook(path).transfers) == count


def test_the_book_says_what_is_left_when_transfers_are_taken_out(
    book: Book, signed_in: Callable[[str], Client]
) -> None:
    assert "减内部往来后" not in signed_in("reviewer0").get(f"/budgets/{book.pk}/").content.decode()
    named(book)
    assert "减内部往来后" in signed_in("reviewer0").get(f"/budgets/{book.pk}/").content.decode()


def test_the_tables_say_what_they_count_twice(
    book: Book, signed_in: Callable[[str], Client]
) -> None:
    address, said = f"/budgets/{book.pk}/tables/", "12,345.67 元在收入和支出里都算了两次"
    assert said not in signed_in("reviewer0").get(address).content.decode()
    named(book)
    assert said in signed_in("reviewer0").get(address).content.decode()
    # The appropriation is the payer's only.
    other = signed_in("reviewer0").get(f"{address}appropriation_summary/").content.decode()
    assert "算了两次" not in other
    assert "算了两次" not in signed_in("preparer0").get(address).content.decode()
