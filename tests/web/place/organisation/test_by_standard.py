"""Lines by standard: steps add up to lines, and a part is written only as shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.errors import SpecError
from yusuan.preparation.standards import UNIT, Standard, computed
from yusuan.web.acting import building
from yusuan.web.budgets.models import Row
from yusuan.web.journal.models import Entry
from yusuan.web.organisation import models as m

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book, Part

_PER = ("posts", "staff", "retired", "vehicles")
_STANDARDS = st.lists(
    st.builds(
        Standard,
        code=st.text("D123", min_size=1, max_size=3),
        name=st.just("定额"),
        per=st.sampled_from((*_PER, UNIT)),
        amount=st.integers(0, 10**9),
        function=st.sampled_from(["", "2010101", "2080505"]),
        economic=st.sampled_from(["30201", "30205", "30101"]),
        nature=st.just("基本支出"),
        unit_nature=st.sampled_from(["", "甲", "乙"]),
    ),
    max_size=12,
)
_COUNTS = st.fixed_dictionaries({per: st.integers(0, 500) for per in _PER})


@given(_STANDARDS, _COUNTS)
def test_lines_add_up_to_every_standard_that_applies(
    standards: list[Standard], counts: dict[str, int]
) -> None:
    lines = computed(standards, counts, "甲", "2070101")
    applied = [one for one in standards if one.unit_nature in {"", "甲"}]
    whole = sum(one.amount * ({**counts, UNIT: 1})[one.per] for one in applied)
    assert sum(line.amount for line in lines) == whole
    for line in lines:
        assert line.amount == sum(step.count * step.standard.amount for step in line.steps)
    keys = [(line.function, line.economic, line.nature) for line in lines]
    assert len(keys) == len(set(keys))
    assert all(line.function and line.amount for line in lines)


def test_an_unknown_count_is_an_error() -> None:
    standard = Standard("D1", "定额", "horses", 1, "", "30201", "基本支出")
    with pytest.raises(SpecError):
        computed([standard], {}, "", "2010101")


@pytest.fixture
def part(books: list[Book]) -> Part:
    part = books[0].parts.exclude(unit=None).order_by("unit")[0]
    assert part.unit is not None
    with building():
        m.Staffing.objects.create(unit=part.unit, as_of=dt.date(2025, 9, 30), posts=10, staff=8)
        for code, per, economic, amount in (
            ("D1", "posts", "30201", 400_000),
            ("D2", "staff", "30201", 100_000),
            ("D3", "unit", "30299", 5_000_000),
        ):
            m.Standard.objects.create(
                year=part.book.year,
                code=code,
                name=f"定额{code}",
                per=per,
                amount=amount,
                function="2010199",
                economic=economic,
                nature="基本支出",
            )
    return part


def amounts(part: Part) -> dict[str, str]:
    rows = Row.objects.filter(part=part, record="lines")
    return {
        row.values["economic"]: row.values["amount"]
        for row in rows
        if row.values["function"] == "2010199"
    }


def test_the_lines_are_shown_then_written_and_written_again_only_once(
    part: Part, signed_in: Callable[[str], Client]
) -> None:
    client, page = signed_in("preparer0"), reverse("budgets:by_standard", args=[part.pk])
    before = Row.objects.filter(part=part).count()
    shown = client.get(page)
    assert "10 × 4,000.00 = 40,000.00" in shown.content.decode()
    sent = {"operation": shown.context["operation"], "revision": part.revision}
    assert amounts(part) == {}
    assert client.post(page, sent).status_code == 302
    assert {code: float(text) for code, text in amounts(part).items()} == {
        "30201": 48_000.0,
        "30299": 50_000.0,
    }
    assert Row.objects.filter(part=part).count() == before + 2
    part.refresh_from_db()
    assert part.revision == 1
    assert Entry.objects.exists()
    assert "无须写入" in client.get(page).content.decode()


def test_a_typed_amount_is_named_before_it_is_replaced(
    part: Part, signed_in: Callable[[str], Client]
) -> None:
    client, page = signed_in("preparer0"), reverse("budgets:by_standard", args=[part.pk])
    client.post(page, {"operation": "a", "revision": part.revision})
    with building():
        m.Staffing.objects.filter(unit=part.unit).update(posts=11)
    shown = client.get(page)
    assert "1 行已填金额将改为" in shown.content.decode()
    old = client.post(page, {"operation": "b", "revision": 0})
    assert old.status_code == 409
    assert client.post(page, {"operation": "c", "revision": 1}).status_code == 302
    assert float(amounts(part)["30201"]) == 52_000.0


@pytest.mark.parametrize(
    ("user", "status"), [("reviewer0", 403), ("preparer0b", 404), ("preparer1", 404)]
)
def test_only_the_unit_writes(
    user: str, status: int, part: Part, signed_in: Callable[[str], Client]
) -> None:
    page = reverse("budgets:by_standard", args=[part.pk])
    answer = signed_in(user).post(page, {"operation": "a", "revision": part.revision})
    assert answer.status_code == status
    assert amounts(part) == {}


def test_without_staff_it_says_what_to_do(
    books: list[Book], signed_in: Callable[[str], Client]
) -> None:
    part = books[0].parts.exclude(unit=None).order_by("unit")[0]
    answer = signed_in("preparer0").get(reverse("budgets:by_standard", args=[part.pk]))
    assert "没有定额标准" in answer.content.decode()
