"""Every message fits a cell and a telephone; ids stay when anything else is found or the page moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.readable import assert_readable
from tests.samples_path import cases_dir
from yusuan.core.errors import YusuanError
from yusuan.core.outcomes import Outcome, Outcomes, Severity, Status, Where
from yusuan.pipeline import open_source
from yusuan.rules.presented import LONGEST, grouped, presented, shortened

NAMES = [f"第{n}项支出的名称" for n in range(1, 60)]


def failed(message: str, *where: Where, **parts: object) -> Outcome:
    return Outcome("a-rule", Status.FAILED, Severity.ERROR, message, where=where, **parts)  # type: ignore[arg-type]


def only(outcome: Outcome) -> Outcome:
    (found,) = presented([outcome])
    return found


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("合计12345.60万元，上年1234万元", "合计12,345.60万元，上年1,234万元"),
        ("共 1234567 元，另有 1234.50", "共 1,234,567 元，另有 1,234.50"),
        ("2025年 2080505 一行 1,234.50 元", "2025年 2080505 一行 1,234.50 元"),
        ("印作“12345.60万元”", "印作“12345.60万元”"),
        ("2080505 一行，增长 1234.56%", "2080505 一行，增长 1234.56%"),
    ],
)
def test_thousands_are_set_off_but_not_in_what_is_quoted(said: str, shown: str) -> None:
    assert grouped(said) == shown
    assert grouped(shown) == shown


@pytest.mark.parametrize(
    "message",
    [
        "、".join(f"“{name}”" for name in NAMES) + "在表中没有金额。",
        "没有" + "、".join(NAMES) + "。",
        "合计 1.00 万元 ≠ 各项之和（"
        + " + ".join(f"“{n}” 1.00 万元" for n in NAMES)
        + "），相差 1 元。",
        "；".join(f"“{n}”应为“{n}甲”" for n in NAMES) + "。",
        f"“{'很长的引文' * 60}”没有写完。",
        "没有标点的话" * 60,
    ],
)
def test_a_long_message_names_three_and_counts_the_rest(message: str) -> None:
    text, _ = shortened(message)
    assert len(text) <= LONGEST
    assert shortened(text) == (text, ())


def test_what_is_left_out_of_the_words_stands_in_the_places() -> None:
    place = Where("a.pdf", 3, "支出表", NAMES[0])
    found = only(failed("、".join(f"“{name}”" for name in NAMES) + "没有金额。", place))
    assert "等 59 项" in found.message
    assert [where.row for where in found.where] == [NAMES[0], *NAMES[3:]]
    assert {where.page for where in found.where} == {3}


def test_an_id_is_of_rule_place_and_figures() -> None:
    place = Where("a.pdf", 3, "支出表", "合计", "金额", (1, 2, 3, 4))
    one = only(failed("甲", place, expected=1, actual=2))
    moved = replace(place, page=9, box=None, file="b.pdf", row="合 计")
    assert only(failed("换了说法", moved, expected=1, actual=2)).id == one.id
    joined = failed("甲", place, replace(place, row="别处"), expected=1, actual=2)
    assert only(joined).id == one.id
    for other in (
        failed("甲", replace(place, row="别处"), expected=1, actual=2),
        failed("甲", place, expected=1, actual=3),
        replace(failed("甲", place, expected=1, actual=2), rule="another"),
    ):
        assert only(other).id != one.id


def test_an_id_without_figures_is_of_what_the_message_quotes() -> None:
    at = Where("a.pdf", 3)
    one = only(failed("第 3 页“甲”缺少“%”等 3 处", at))
    assert only(failed("第 4 页的“甲”缺“%”等 5 处", replace(at, page=4))).id == one.id
    assert only(failed("第 3 页“乙”缺少“%”等 3 处", at)).id != one.id


def test_equal_findings_have_ids_of_their_own_and_twice_is_as_good_as_once() -> None:
    one = failed("甲")
    found = tuple(presented([one, one]))
    assert found[1].id == f"{found[0].id}-2"
    assert tuple(presented(found)) == found


def test_findings_stand_page_by_page_within_their_severity() -> None:
    def at(page: int | None, top: float = 0.0, severity: Severity = Severity.ERROR) -> Outcome:
        where = () if page is None else (Where(page=page, box=(0, top, 1, top + 1)),)
        return Outcome("a", Status.FAILED, severity, "甲", where=where)

    mixed = [at(None), at(3), at(1, 50, Severity.WARNING), at(2, 90), at(2, 10), at(1)]
    found = Outcomes.of(mixed).findings
    assert found == (mixed[5], mixed[4], mixed[3], mixed[1], mixed[0], mixed[2])


@pytest.mark.slow
def test_findings_on_small_documents_are_readable() -> None:
    checked = 0
    for path in sorted(cases_dir().glob("*.*")):
        if path.suffix not in {".pdf", ".docx", ".xlsx", ".html", ".txt"}:
            continue
        try:
            outcomes = open_source(path).outcomes
        except YusuanError:
            continue
        assert_readable(outcomes)
        checked += 1
    assert checked
