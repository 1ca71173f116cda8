"""Words that say where an amount went: up, down or nowhere; and above or below what it is held against."""

from __future__ import annotations

from yusuan.core.terms import Direction

WORDS: dict[Direction, str] = {
    Direction.INCREASE: "增加 增长 上升 提高 上涨 增幅 上浮 上调 递增 增多 攀升 调增 净增 净增加 增长率 增加额 增长额",
    Direction.DECREASE: (
        "减少 下降 降低 减低 缩减 降幅 压减 核减 调减 削减 下浮 下调 递减 回落 下滑 减幅 净减 净减少 减少额"
    ),
    Direction.UNCHANGED: (
        "持平 一致 相同 相等 一样 不变 无变化 没有变化 未变化 未发生变化 无增减 没有增减 无增减变化 没有增减变化"
        " 无变动 没有变动 无增减变动"
    ),
}
# An amount above or below another: what follows is the difference between them, never a level.
ABOVE = "大于 高于 超过 超出 多于 超"
BELOW = "小于 低于 少于"
EQUAL = "等于"

_OF = {word: direction for direction, words in WORDS.items() for word in words.split()}
_OF |= dict.fromkeys(ABOVE.split(), Direction.INCREASE)
_OF |= dict.fromkeys(BELOW.split(), Direction.DECREASE)
_OF |= {"多": Direction.INCREASE, "少": Direction.DECREASE}
_OF |= dict.fromkeys(EQUAL.split(), Direction.UNCHANGED)


def direction_of(word: str | None) -> Direction | None:
    """The direction a word names; None where it names none."""
    return _OF.get(word) if word else None


def choice(words: str) -> str:
    """Words separated by blanks as the alternatives of a pattern, the longest first."""
    return "|".join(sorted(words.split(), key=len, reverse=True))
