"""So many of them, so much for each: the money of a project as a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.interval import Interval
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.patterns import pattern
from yusuan.narrative.figures import AMOUNT, figure_in
from yusuan.rules.books._words import money
from yusuan.rules.spec import failed, passed

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_SENTENCE = pattern(r"[^。\n]*")
_GRANTED = pattern(
    rf"(?:安排|申请|预算|投入|下达|需|资金|经费|金额)(?:共计|共|计|为|:)*(?P<amount>{AMOUNT.pattern})"
)
_EACH = pattern(
    rf"每(?P<of>[个名家户人所村亩场期台套处条座辆件次班校院]|[一-龥]{{2}})(?P<words>(?:平均|给予|奖补|补助|补贴|资助|安排|救助|奖励|支持|投入|标准|费用|经费|资金|按|为|约)*)(?P<price>{AMOUNT.pattern})(?!/)"
)
_NUMBERED = pattern(
    r"(?<![\d.第])(?P<n>\d{1,6})(?P<unit>[个名家户人所亩场期台套处条座辆件次班])(?P<what>[一-龥]{0,8})"
)
# More money than this, money of other times, prices of several kinds.
_OPEN = pattern(
    r"等|约|余|多|左右|以上|以内|不超过|不低于|首批|先行|预拨|部分|剩余|其余|其他|配套|另|分年|每年|每月|每天|每日|[个/]月|[/天周]|上年|去年|结转|分别|自筹|累计|已|最高|至多|不等"
)


def grants_make_the_project(evidence: Evidence) -> Iterator[Verdict]:
    """So many, so much each: their product is the money of the project, where the sentence says nothing else."""
    clean, places = evidence.squeezed
    for sentence in _SENTENCE.finditer(clean):
        text = sentence[0]
        price, money_of = _one(_EACH, text), _one(_GRANTED, text)
        if price is None or money_of is None or len(AMOUNT.findall(text)) != 2:  # noqa: PLR2004
            continue
        counted = [m for m in _NUMBERED.finditer(text) if _is_of(m, price["of"])]
        total, each = AMOUNT.search(money_of["amount"]), AMOUNT.search(price["price"])
        numbers = _NUMBERED.findall(text)
        if len(counted) != 1 or len(numbers) != 1 or not total or not each or _OPEN.search(text):
            continue
        whole, one, number = figure_in(total), figure_in(each), int(counted[0]["n"])
        product = one.interval * Interval.exact(number)
        if product.overlaps(whole.interval):
            yield passed()
            continue
        if product.value < whole.interval.value and "、" in text:
            # The rest is for what else is named.
            continue
        yield failed(
            f"“{counted[0]['n']}{counted[0]['unit']}”×“{price[0]}” = {money(round(product.value))}，"
            f"项目资金为 {whole}",
            evidence.where(places[sentence.start() + money_of.start()]),
            expected=whole.fen,
            actual=round(product.value),
            severity=Severity.WARNING,
        ).calling(Pair("项目资金", "数量乘标准"))


def _one(form: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(form.finditer(text))
    return found[0] if len(found) == 1 else None


def _is_of(counted: re.Match[str], each: str) -> bool:
    """Tell whether a number counts what gets so much each: 12个村 and 每村, 30人 and 每人."""
    return counted["unit"] == each or each in counted["what"]
