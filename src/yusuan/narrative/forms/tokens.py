"""Classes of tokens in sentences on money: amounts, rates, directions, periods, and the joints between them."""

from __future__ import annotations

from yusuan.core.terms import Direction
from yusuan.narrative.figures import MONEY, NUMBER, PLAIN_NUMBER, THING
from yusuan.vocabulary.directions import ABOVE, BELOW, EQUAL, WORDS, choice

_UP, _DOWN, _SAME = (choice(WORDS[d]) for d in Direction)
# What a comparison may name its base with: year, stage, and words that name nothing.
_BASE = (
    r"(?:20\d{2}年度?|上一?年度?|上一度|去年|年初|当年|同期|全年|本年|部门|单位|调整|批复|预算|决算|执行|安排|完成|累计"
    r"|发生|总额|数|的|实际)"
)
_COMPARED = r"(?:与|比|较|同|相比|相较)"

# 一、 (一) 1. (1) ① 第一，: the number of an item.
ITEM_NUMBER = r"第?[一二三四五六七八九十]{1,3}[、.．](?!\d)|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、．](?!\d)|\(\d{1,2}\)|[①-⑳]"

TOKENS: dict[str, str] = {
    "item_number": ITEM_NUMBER,
    "number": NUMBER,
    "money": MONEY,
    "amount": rf"(?P<amount>{NUMBER})(?P<unit>{MONEY})",
    "numbers": rf"(?<![\d.])(?P<numbers>{PLAIN_NUMBER}(?:[，、和及与]{PLAIN_NUMBER})+)(?P<unit>{MONEY})",
    "amounts": (
        rf"(?P<numbers>{PLAIN_NUMBER}{MONEY}(?:[，、和及与]{PLAIN_NUMBER}{MONEY})+)(?P<unit>)"
    ),
    "rate": rf"(?P<percent>{NUMBER})(?P<sign>%)",
    # A rate that ends its clause needs no sign to be one.
    "bare_rate": rf"(?P<percent>{NUMBER})(?P<sign>%|(?=[。，；)]|$))",
    "thing": THING,
    "direction": rf"(?P<word>{_UP}|{_DOWN}|{_SAME})",
    "left": rf"(?P<leftover>\((?:{_UP}|{_DOWN}|持平)\))",
    "second": rf"(?P<second>{_UP}|{_DOWN})",
    "second_left": rf"(?P<leftover2>\((?:{_UP}|{_DOWN}|持平)\))",
    "held": f"(?P<word>{choice(ABOVE)}|{choice(BELOW)}|{EQUAL})",
    "same": f"(?P<same>基本持平|{_SAME})",
    "more_or_less": f"{_UP}|{_DOWN}|{_SAME}",
    "above_or_below": f"{choice(ABOVE)}|{choice(BELOW)}",
    "compared": _COMPARED,
    "base": rf"{_BASE}+(?:\([^()]*\))?{_BASE}*",
    # Right before the base's own amount its noun may stand: 比上年累计支出395万元.
    "base_of_amount": rf"{_BASE}+(?:(?:支出|收入){_BASE}*)?",
    "of_budget": (
        r"(?P<of>年初|调整后?|全年|当年|年度|上年度?|上一年度?|去年|20\d\d年度?)?(?:年初)?(?:部门|支出|收入)?预算(?:安排)?数?"
    ),
}
