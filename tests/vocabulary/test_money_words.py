"""Money in every form people write it: found whole where it is to be hidden, and nothing else taken for it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yusuan.core.budget import MASK
from yusuan.vocabulary.money_words import money_in, without_money

# Each is eighty thousand yuan, or about it.
EIGHTY_THOUSAND = (
    "80000元", "80,000元", "80，000元", "80 000 元", "８００００元", "80000.00元", "80'000元", "80000元整",
    "8万元", "8 万 元", "8.00万元", "8万余元", "8万多元", "8万元左右", "8万", "8万余", "8w", "8W元", "8万块钱", "8万人民币",
    "￥80000", "¥80,000.00", "￥8万", "RMB80000", "CNY 80,000", "人民币80000元", "80000yuan", "80千元", "0.0008亿元",
    "八万元", "捌万元", "捌万元整", "捌萬圓", "八万余元", "8×10^4元", "8\n万元", "8\u200b万元",
)  # fmt: skip
# Money of several pieces, or of one with another.
OTHERS = {
    "8万5千元": (8_500_000,),
    "8万零500元": (8_050_000,),
    "八万五千余元": (8_500_000,),
    "300元/人": (30_000,),
    "3元5角": (350,),
    "30000、50000元": (3_000_000, 5_000_000),
    "8到10万元": (8_000_000, 10_000_000),
    "8-10万元": (8_000_000, 10_000_000),
    "八至十万元": (8_000_000, 10_000_000),
    "数万元": (),
    "几十万元": (),
    "十余万元": (),
}
NO_MONEY = (
    "培训1200人", "覆盖8万人次", "种植3万余株", "2024年1月1日完成", "占比85%以上", "第3期", "5个工作日", "12345热线",
    "百分之八十", "资金使用率100%", "预算执行率≥95%", "经费3项", "人员经费12人", "二十四小时", "千方百计", "万里长城",
    "合计120人", "8号楼5层", "面积300平方米", "万元户", "投入3台设备", "补助5人", "支出2024年度", "预算一体化", "经费控制预算数", "成本一览表",
    "支出三大类", "资金百分之百到位",
)  # fmt: skip


@pytest.mark.parametrize("said", EIGHTY_THOUSAND)
def test_every_form_of_an_amount_is_hidden_whole(said: str) -> None:
    assert (
        without_money(f"开展培训，{said}，涉及12个乡镇", MASK) == f"开展培训，{MASK}，涉及12个乡镇"
    )


@pytest.mark.parametrize("said", EIGHTY_THOUSAND)
def test_every_form_of_an_amount_is_read(said: str) -> None:
    (found,) = money_in(f"开展培训，{said}，涉及12个乡镇")
    assert found.amounts == (8_000_000,)


@pytest.mark.parametrize(("said", "amounts"), OTHERS.items())
def test_amounts_in_pieces_and_in_rows(said: str, amounts: tuple[int, ...]) -> None:
    (found,) = money_in(f"开展培训，{said}，涉及12个乡镇")
    assert set(amounts) <= set(found.amounts)
    left = without_money(f"开展培训，{said}，涉及12个乡镇", MASK)
    assert left.removeprefix(f"开展培训，{MASK}").removeprefix("/人") == "，涉及12个乡镇"


@pytest.mark.parametrize(
    "cue", ["经费", "预算数为", "单价不超过", "总价：", "补助标准", "成本≤", "共计"]
)
def test_a_number_behind_a_word_for_money_needs_no_unit(cue: str) -> None:
    assert without_money(f"全年{cue}80000，年底完成", MASK) == f"全年{cue}{MASK}，年底完成"


@pytest.mark.parametrize("said", NO_MONEY)
def test_what_is_counted_is_no_money(said: str) -> None:
    assert without_money(said, MASK) == said


@given(st.text(alphabet="0123456789,，.一二十百千万亿元￥至、 余经费人次", max_size=60))
def test_pieces_lie_in_the_text_apart_and_in_order(text: str) -> None:
    last = 0
    for said in money_in(text):
        assert last <= said.start < said.end <= len(text)
        last = said.end


@given(st.text(alphabet="0123456789,.一二十百千万亿元￥至、 余经费人次", max_size=60))
@example("0万0万")
def test_hiding_twice_hides_no_more(text: str) -> None:
    once = without_money(text, MASK)
    assert without_money(once, MASK) == once


@pytest.mark.parametrize("sign", ["1", "一", "1,", "1、", "万", "8万至", "经费为", "¥"])
def test_a_long_run_is_searched_in_one_go(sign: str) -> None:
    """Twenty thousand signs are the longest text: quadratic work would take minutes."""
    assert money_in(sign * (20_000 // len(sign))) is not None
