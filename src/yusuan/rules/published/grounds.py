"""What a contradiction of the text rests on, and what to do about this one: by what was compared."""

from __future__ import annotations

from yusuan.narrative.agreement.contradiction import Kind

# No law is needed to reckon; how a sentence is to be written is custom.
_OF_WORDING = frozenset(
    {
        Kind.REASON_EMPTY,
        Kind.REASON_DIRECTION,
        Kind.COPIED,
        Kind.NAME,
        Kind.PERCENT_SIGN,
        Kind.TEMPLATE,
    }
)
_HINTS = {
    Kind.GROWTH_RATE: "请按两年的数重算增减幅度，并核对所用的上年数。",
    Kind.CHANGE_AMOUNT: "请按两年的数重算增减额，并核对所用的上年数。",
    Kind.DIRECTION: "请按两年的数改正“增加”“减少”或“持平”，原因也要与之相符。",
    Kind.NEGATIVE_BASE: "请核对本年数与增减额：增加的数不会大于本年数。",
    Kind.YEAR: "请核对年度：本年度与比较的年度各是哪一年。",
    Kind.UNIT: "请核对金额单位，改为“万元”，或者改写数字。",
    Kind.LEVELS: "请查明哪一处是批复数，把另一处改成同一个数。",
    Kind.BALANCE: "请对照收支总表核对收入合计与支出合计。",
    Kind.PARTS: "请逐项核对各部分与总数，改正有误的一处。",
    Kind.CHANGE_PARTS: "请逐项核对各项增减与总的增减，改正有误的一处。",
    Kind.ITEMS: "请逐项核对：各项之和不会大于总数。",
    Kind.SHARE: "请按所列金额重算比重，并核对以哪个总数为准。",
    Kind.COMPLETION: "请按预算数、决算数重算完成比例。",
    Kind.REASON_MISSING: "请补写增减变化的原因。",
    Kind.REASON_EMPTY: "请写出原因；没有变化的，删去这半句。",
    Kind.REASON_DIRECTION: "请核对增减方向，或改写原因。",
    Kind.COPIED: "请改为本科目的用途和原因。",
    Kind.NAME: "请改为当年科目的名称。",
    Kind.PERCENT_SIGN: "请补上百分号。",
    Kind.TEMPLATE: "请删去范本中没有选用的词。",
}


def hint_of(kind: Kind) -> str:
    """What to do about a claim that failed."""
    return _HINTS[kind]


def ground_of(kind: Kind) -> str:
    """The id of what it rests on; a reason for changes is asked for by law."""
    if kind is Kind.REASON_MISSING:
        return "budget-law-14"
    return "practice" if kind in _OF_WORDING else "arithmetic"
