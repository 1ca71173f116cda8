"""A place begins with nothing: years, divisions, departments and units are made on pages, or from a sheet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.web.place.small import actor
from yusuan.web.journal.models import Entry
from yusuan.web.organisation import models as m
from yusuan.web.organisation.listing import listed, take_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book

_HEAD = "业务科编码\t业务科名称\t部门编码\t部门名称\t单位编码\t单位名称\t单位性质"
_LINES = (
    "xz\t行政科\t801\t档案局\t801001\t档案局本级\t行政单位\t正科级\t财政拨款",
    "xz\t行政科\t801\t档案局\t801002\t档案馆\t公益一类事业单位",
    "nb\t农业科\t802\t林业局\t802001\t林业局本级\t行政单位",
)


@pytest.mark.parametrize(
    ("address", "given", "model", "pk"),
    [
        ("new_division", {"code": "xz", "name": "行政科"}, m.Division, "xz"),
        (
            "new_department",
            {"code": "801", "name": "档案局", "short_name": "", "division": "ke0"},
            m.Department,
            "801",
        ),
        (
            "new_year",
            {"year": "2031", "edition": "hebei", "division": "130324", "division_name": "某县"},
            m.FiscalYear,
            2031,
        ),
    ],
)
def test_what_is_made(
    books: list[Book],
    signed_in: Callable[[str], Client],
    address: str,
    given: dict[str, str],
    model: type[m.Division | m.Department | m.FiscalYear],
    pk: str | int,
) -> None:
    assert books
    client = signed_in("administrator")
    at = reverse(f"organisation:{address}")
    assert client.post(at, given).status_code == 302
    made = model._default_manager.get(pk=pk)
    assert Entry.objects.filter(kind=made._meta.label_lower, key=str(pk)).count() == 1
    # The same code again is said beside the field, and nothing is written.
    assert client.post(at, given).status_code == 200
    assert Entry.objects.filter(kind=made._meta.label_lower, key=str(pk)).count() == 1
    assert signed_in("preparer0").post(at, given).status_code in {403, 409}


def test_a_year_nobody_publishes(books: list[Book], signed_in: Callable[[str], Client]) -> None:
    assert books
    given = {"year": "1949", "edition": "hebei", "division": "1", "division_name": "某县"}
    answer = signed_in("administrator").post(reverse("organisation:new_year"), given)
    assert answer.status_code == 200
    assert not m.FiscalYear.objects.filter(year=1949).exists()


def test_a_department_changed_by_two(books: list[Book], signed_in: Callable[[str], Client]) -> None:
    client = signed_in("administrator")
    department = books[0].department
    at = reverse("organisation:department", args=[department.pk])
    given = {"name": "改名", "short_name": "", "division": "ke1", "revision": "0"}
    assert client.post(at, given).status_code == 302
    answer = client.post(at, {**given, "name": "又改名"})
    assert "别人刚改过" in answer.content.decode()
    department.refresh_from_db()
    assert (department.name, department.division_id, department.revision) == ("改名", "ke1", 1)


def test_a_standard_put_right(books: list[Book], signed_in: Callable[[str], Client]) -> None:
    client = signed_in("budget")
    year = reverse("organisation:year", args=[books[0].year_id])
    given = {
        "code": "gy",
        "name": "公用经费",
        "per": "staff",
        "economic": "30201",
        "nature": "基本支出",
        "yuan": "4200.50",
    }
    client.post(year, {"what": "standard", **given})
    made = m.Standard.objects.get()
    at = reverse("organisation:standard", args=[made.pk])
    assert 'value="4200.5' in client.get(at).content.decode()
    client.post(at, {**given, "yuan": "4300", "revision": str(made.revision)})
    made.refresh_from_db()
    assert made.amount == 430_000
    assert "4,300.00" in client.get(year).content.decode()


def test_a_county_from_a_sheet(books: list[Book]) -> None:
    assert books
    lines, faults = listed("\n".join([_HEAD, *_LINES]))
    assert faults == []
    assert take_over(actor("administrator"), lines, dt.date(2027, 1, 1)) == 3
    held = m.UnitMembership.objects.filter(unit__in=["801001", "801002", "802001"])
    assert [(one.unit_id, one.department_id, one.nature) for one in held.order_by("unit")] == [
        ("801001", "801", "行政单位"),
        ("801002", "801", "事业单位"),
        ("802001", "802", "行政单位"),
    ]
    assert m.Department.objects.get(pk="802").division_id == "nb"
    kinds = Entry.objects.filter(action="base_data").values_list("kind", flat=True)
    assert sorted(kinds).count("organisation.unit") == 3
    assert sorted(kinds).count("organisation.department") == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("xz\t行政科\t801", "前七列"),
        ("xz 行政科 801 档案局 801009 档案室 行政单位", "制表符"),
        ("x z\t行政科\t801\t档案局\t801009\t档案室\t行政单位", "编码只用"),
        ("xz\t行政科\t801\t档案局\t801009\t档案室\t机关", "单位性质"),
        ("xz\t行政科\t801\t档案局\t801001\t档案室\t行政单位", "已有"),
        ("xz\t人事科\t801\t档案局\t801009\t档案室\t行政单位", "行政科"),
        ("xz\t行政科\t801\t档案馆\t801009\t档案室\t行政单位", "档案局"),
    ],
)
def test_a_line_that_is_wrong(db: None, line: str, said: str) -> None:
    _, faults = listed("\n".join([*_LINES, line]))
    assert len(faults) == 1
    assert "第 4 行" in faults[0]
    assert said in faults[0]


def test_one_wrong_line_makes_nothing(
    books: list[Book], signed_in: Callable[[str], Client]
) -> None:
    assert books
    rows = "\n".join([*_LINES, _LINES[0]])
    answer = signed_in("administrator").post(
        reverse("organisation:list"), {"begins": "2027-01-01", "rows": rows}
    )
    assert answer.status_code == 409
    assert "第 4 行" in answer.content.decode()
    assert not m.Unit.objects.filter(pk="801001").exists()
