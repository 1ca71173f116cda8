"""The page for citizens: its pictures tie with the tables, and what nobody stated is not said."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from tests.example import EXAMPLE
from yusuan.core.budget import StatedFigure
from yusuan.documents.project_tables import wan
from yusuan.documents.promises import places, project_list
from yusuan.documents.publication import Chart, Figure, Grid, Heading, Paragraph, ProjectList
from yusuan.narrative.sentence import FigureName
from yusuan.pipeline import Run, assemble
from yusuan.synthetic import Size, synthesise


@lru_cache
def run(kind: str) -> Run:
    if kind == "example":
        return Run(EXAMPLE)
    return Run.of(synthesise(7, 2026, "hebei", Size(4, 14, is_complete=True)))


@lru_cache
def plain(kind: str) -> tuple[object, ...]:
    return assemble(run(kind)).plain_words


def chart(blocks: tuple[object, ...], name: str) -> Chart:
    return next(b for b in blocks if isinstance(b, Chart) and b.id == name)


def printed(kind: str, name: FigureName) -> int | None:
    return next(
        (
            cell.amount
            for table in run(kind).printed
            for cell in table.cells.values()
            if (cell.key.table, cell.row, cell.key.column) == name
        ),
        None,
    )


@pytest.mark.parametrize("kind", ["example", "carried over"])
def test_both_sides_of_the_flow_and_the_text_say_one_sum(kind: str) -> None:
    flow = chart(plain(kind), "flow")
    assert flow.total is not None
    total = printed(kind, FigureName("summary", "收入总计", "收入/预算数"))
    assert flow.total.amount == total == sum(end.amount for end in flow.sources)
    assert total == sum(end.amount for end in flow.uses)
    figures = {end.key for end in (*flow.sources, *flow.uses)}
    assert all(key is not None for key in figures)


def test_money_carried_over_was_missing_from_the_flow() -> None:
    flow, blocks = chart(plain("carried over"), "flow"), plain("carried over")
    opening = printed("carried over", FigureName("summary", "上年结转结余", "收入/预算数"))
    kept = printed("carried over", FigureName("summary", "年终结转结余", "支出/预算数"))
    assert opening
    assert kept
    assert ("上年结转结余", opening) in [(end.label, end.amount) for end in flow.sources]
    assert ("留到以后年度", kept) in [(end.label, end.amount) for end in flow.uses]
    assert isinstance(blocks[0], Paragraph)
    said = {inline.text for inline in blocks[0].inlines if isinstance(inline, Figure)}
    assert {f"{wan(opening)}万元", f"{wan(kept)}万元"} <= said


def test_a_change_stands_with_the_reasons_the_document_gives() -> None:
    change = chart(plain("example"), "change")
    assert [(item.label, item.before) for item in change.items] == [
        ("支出合计", 2058810000),
        ("基本支出", 1742300000),
        ("项目支出", 316510000),
    ]
    (note,) = change.notes
    assert "主要原因是护路等专项任务的支出安排压减" in note.text
    (reason,) = chart(plain("example"), "three-public").notes
    assert "主要原因是公务接待从严控制" in reason.text


def test_conferences_and_training_are_none_of_the_three() -> None:
    labels = [item.label for item in chart(plain("carried over"), "three-public").items]
    assert "公务接待费" in labels
    assert not {"会议费", "培训费", "合计"} & set(labels)


def test_an_item_that_ended_is_compared_and_one_nobody_stated_is_not() -> None:
    budget = run("example").budget
    ended = StatedFigure("expenditure", "213", "合计", 5_000_000)
    stated = StatedFigure("expenditure", "201", "合计", 100_000_000)
    changed = replace(budget, prior_year=(*budget.prior_year, ended, stated))
    items = {
        item.label: item for item in chart(assemble(Run.of(changed)).plain_words, "functions").items
    }
    assert (items["农林水支出"].amount, items["农林水支出"].before) == (0, 5_000_000)
    assert items["一般公共服务支出"].before == 100_000_000
    assert items["公共安全支出"].before is None


def test_what_the_units_spend_is_all_spending() -> None:
    total = printed("carried over", FigureName("expenditure", "合计", "合计"))
    assert total is not None
    units = chart(plain("carried over"), "units")
    assert abs(sum(item.amount for item in units.items) - total) < 10_000
    assert len(units.items) == 4


def test_projects_say_money_promise_and_who_answers() -> None:
    (listed,) = (b for b in plain("example") if isinstance(b, ProjectList))
    assert [e.amount or 0 for e in listed.entries] == sorted(
        (e.amount or 0 for e in listed.entries), reverse=True
    )
    first = listed.entries[0]
    assert (first.name, first.text) == ("综治工作专项经费", "120.91万元")
    assert first.objective
    assert len(first.indicators) == 2
    # Two sections promise what this project does: neither is named.
    assert first.responsible == ""
    assert {e.responsible for e in listed.entries if e.unit == "秦皇岛市第三公证处"} == {
        "秦皇岛市第三公证处"
    }
    places = {
        block.id
        for part in assemble(run("example")).parts
        for section in part.sections
        for block in section.blocks
        if isinstance(block, Heading) and block.id
    }
    assert {e.place for e in listed.entries} == places
    (promises,) = (b for b in plain("example") if isinstance(b, Grid))
    assert promises.rows[1][1].text == "社会治理科"


def test_a_projects_amount_that_is_withheld_is_not_nought() -> None:
    budget = run("carried over").budget
    hidden = replace(
        budget.projects[0], classified=frozenset({"amount"}), mask_ground="保守国家秘密法第十三条"
    )
    view = replace(budget, projects=(hidden, *budget.projects[1:]))
    listed = project_list(view)
    assert listed is not None
    assert (listed.entries[-1].amount, listed.entries[-1].text) == (None, "涉密")


def test_two_projects_of_one_code_have_two_places() -> None:
    projects = run("carried over").budget.projects[:3]
    twins = (projects[0], replace(projects[1], code=projects[0].code), projects[2])
    assert places(twins) == ("n01", "n02", projects[2].code)
