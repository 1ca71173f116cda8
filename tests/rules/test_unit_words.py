"""One wrong unit word is one finding, and a slip of one figure stays what it is."""

from __future__ import annotations

from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.rules.unit_words import under_unit_words


def said(n: int, expected: int, actual: int, table: str = "支出表") -> Outcome:
    where = (Where(page=1, table="文字说明", row=f"第{n}处"), Where(page=9, table=table))
    rule = "text-disagrees-with-table"
    return Outcome(rule, Status.FAILED, Severity.ERROR, f"第{n}处", "", "", expected, actual, where)


SLIPS = [said(n, 100_00 * n, 100_000_000 * n) for n in range(1, 6)]
UNIT = Outcome("wrong-unit", Status.FAILED, message="单位", where=(Where(table="支出表"),))


def test_many_figures_of_the_text_ten_thousand_times_off_are_one_finding() -> None:
    other = said(9, 500_00, 700_00)
    (found, left) = under_unit_words([*SLIPS, other])
    assert (found.rule, found.status, len(found.proofs)) == ("wrong-unit", Status.FAILED, 5)
    assert "单位写作万元，疑应为元" in found.message
    assert [place.row for place in found.where] == [f"第{n}处" for n in range(1, 6)]
    assert left == other


def test_the_other_way_round_the_other_unit_is_meant() -> None:
    turned = [said(n, 100_000_000 * n, 100_00 * n) for n in range(1, 5)]
    (found,) = under_unit_words(turned)
    assert "单位写作元，疑应为万元" in found.message


def test_what_a_table_of_a_wrong_unit_makes_of_the_text_stands_under_it() -> None:
    (found,) = under_unit_words([SLIPS[0], UNIT, SLIPS[1]])
    assert found.rule == "wrong-unit"
    assert found.proofs == (SLIPS[0], SLIPS[1])


def test_one_or_two_are_slips_of_their_own() -> None:
    assert under_unit_words(SLIPS[:2]) == tuple(SLIPS[:2])
    assert under_unit_words([said(1, 0, 5), said(2, 5, 0)]) == (said(1, 0, 5), said(2, 5, 0))
