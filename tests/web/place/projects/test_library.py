"""The library: declared, reviewed by the department and by two divisions, chosen into a budget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.web.place.small import YEAR, actor
from yusuan.core.budget import CostItem
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.preparation.costing import calculated, total
from yusuan.preparation.indicators import Known, ranked
from yusuan.web.acting import building
from yusuan.web.budgets.checking import checked
from yusuan.web.projects import choosing, content, steps
from yusuan.web.projects.checking import problems_of
from yusuan.web.projects.content import TABLES
from yusuan.web.projects.models import Choice, Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book, Part


@pytest.fixture
def part(books: list[Book]) -> Part:
    """The part of the first unit that has a project."""
    found = books[0].parts.filter(rows__record="projects").order_by("unit").first()
    assert found is not None
    assert found.unit_id is not None
    assert found.unit_id.endswith("001")
    return found


@pytest.fixture
def project(part: Part) -> Project:
    """A project declared with the records that the budget has of it."""
    head = part.rows.filter(record="projects").first()
    assert head is not None
    code = head.values["code"]
    records: dict[str, list[dict[str, str]]] = {}
    for table in TABLES:
        key = "code" if table.name == "projects" else "project"
        rows = [row.values for row in part.rows.filter(record=table.name)]
        records[table.name] = [values for values in rows if values.get(key) == code]
    with building():
        return Project.objects.create(
            code=code,
            unit_id=part.unit_id or "",
            department=part.book.department,
            name=head.values["name"],
            category=head.values["category"],
            first_year=YEAR,
            last_year=YEAR + 2,
            content=records,
        )


def _in_library(project: Project) -> None:
    for user, step in (
        ("preparer0", "submit"),
        ("reviewer0", "accept_department"),
        ("finance0", "accept_finance"),
        ("performance0", "accept_performance"),
    ):
        steps.take(actor(user), project, step)
        project.refresh_from_db()


def test_a_sound_project_has_nothing_that_blocks(project: Project) -> None:
    assert [one.message for one in problems_of(project) if one.blocks] == []


def test_both_divisions_must_accept(project: Project) -> None:
    steps.take(actor("preparer0"), project, "submit")
    project.refresh_from_db()
    steps.take(actor("reviewer0"), project, "accept_department")
    project.refresh_from_db()
    steps.take(actor("performance0"), project, "accept_performance")
    project.refresh_from_db()
    assert project.state == "finance_review"
    steps.take(actor("finance0"), project, "accept_finance")
    project.refresh_from_db()
    assert project.state == "in_library"


def test_a_return_needs_a_reason_and_makes_what_was_accepted_stale(project: Project) -> None:
    steps.take(actor("preparer0"), project, "submit")
    project.refresh_from_db()
    steps.take(actor("reviewer0"), project, "accept_department")
    project.refresh_from_db()
    steps.take(actor("performance0"), project, "accept_performance")
    project.refresh_from_db()
    with pytest.raises(NotReady, match="原因"):
        steps.take(actor("finance0"), project, "return_finance")
    steps.take(actor("finance0"), project, "return_finance", "依据不足")
    project.refresh_from_db()
    assert (project.state, project.is_returned) == ("declared", True)
    steps.take(actor("preparer0"), project, "submit")
    project.refresh_from_db()
    steps.take(actor("reviewer0"), project, "accept_department")
    project.refresh_from_db()
    steps.take(actor("finance0"), project, "accept_finance")
    project.refresh_from_db()
    assert project.state == "finance_review"


@pytest.mark.parametrize(
    ("user", "step"),
    [
        ("preparer0b", "submit"),
        ("preparer1", "submit"),
        ("reviewer0", "submit"),
        ("administrator", "submit"),
    ],
)
def test_others_may_not(project: Project, user: str, step: str) -> None:
    with pytest.raises(NotAllowed):
        steps.take(actor(user), project, step)


def test_what_cannot_be_read_stops_the_submission(project: Project) -> None:
    broken = {
        **project.content,
        "costing": [{"project": project.code, "name": "设备", "amount": "很多"}],
    }
    content.save(actor("preparer0"), project, broken, project.revision)
    project.refresh_from_db()
    with pytest.raises(NotReady, match="金额"):
        steps.take(actor("preparer0"), project, "submit")


def test_a_save_over_somebody_elses_is_refused(project: Project) -> None:
    content.save(actor("preparer0"), project, {}, 0)
    with pytest.raises(NotReady, match="别人改过"):
        content.save(actor("preparer0"), project, project.content, 0)


def test_a_chosen_project_stands_in_the_budget_once(project: Project, part: Part) -> None:
    _in_library(project)
    before = part.rows.count()
    for _ in range(2):
        choosing.choose(actor("preparer0"), part, project)
        project.refresh_from_db()
    assert part.rows.count() == before
    assert checked(part.book).blocking == ()
    assert Choice.objects.filter(project=project, year=YEAR).count() == 1
    choosing.unchoose(actor("preparer0"), part, project)
    assert not part.rows.filter(record="projects", values__code=project.code).exists()


def test_only_what_is_in_the_library_is_chosen(project: Project, part: Part) -> None:
    with pytest.raises(NotReady):
        choosing.choose(actor("preparer0"), part, project)


def test_pages(project: Project, part: Part, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("preparer0")
    for view, key in (("one", project.pk), ("edit", project.pk), ("choose", part.pk)):
        assert client.get(reverse(f"projects:{view}", args=[key])).status_code == 200
    assert signed_in("preparer1").get(reverse("projects:one", args=[project.pk])).status_code == 404


def test_an_indicator_is_judged_while_it_is_typed(
    project: Project, signed_in: Callable[[str], Client]
) -> None:
    address = reverse("projects:lint", args=[project.pk])
    given = {"kind": "数量指标", "name": "设备合格率", "target": "≥95%"}
    said = signed_in("preparer0").get(address, given).json()["said"]
    assert any("数量指标" in one["message"] for one in said)


def test_declaring(part: Part, signed_in: Callable[[str], Client]) -> None:
    given = {
        "name": "新项目",
        "unit": part.unit_id,
        "category": "部门预算项目",
        "first_year": "2026",
        "last_year": "2027",
    }
    client = signed_in("preparer0")
    assert client.post(reverse("projects:new"), given).status_code == 302
    assert Project.objects.filter(name="新项目", state="declared").count() == 1
    foreign = {**given, "unit": "999999"}
    assert client.post(reverse("projects:new"), foreign).status_code == 404


@given(st.lists(st.integers(0, 10**9), max_size=6), st.integers(1, 9), st.integers(1, 12))
def test_the_calculation_can_be_added_up_again(
    prices: list[int], quantity: int, periods: int
) -> None:
    from decimal import Decimal

    items = [
        CostItem(str(n), quantity=Decimal(quantity), unit_price=price, periods=periods)
        for n, price in enumerate(prices)
    ]
    assert total(calculated(items)) == sum(prices) * quantity * periods
    stated = [replace(item, amount=1) for item in items]
    assert total(calculated(stated)) == len(prices)


def test_the_likest_known_indicator_comes_first() -> None:
    known = [
        Known("数量指标", name, "≥1", "部门预算项目", function, "某部门")
        for name, function in (
            ("培训人次", "2050101"),
            ("设备购置数量", "2130101"),
            ("设备维修数量", "2050101"),
        )
    ]
    found = ranked(known, "数量指标", "设备购置", "部门预算项目", "2050199")
    assert [one.name for one in found] == ["设备购置数量", "设备维修数量", "培训人次"]
