"""Which year's and which stage's figures words name: 2023年执行数, 年初预算数, 上年决算数."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.patterns import pattern
from yusuan.core.terms import Stage
from yusuan.tables.region import OWN, Ledger
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable


class Said(NamedTuple):
    """What words say of the ledger figures are from; None where they say nothing."""

    year: int | None = None
    years_back: int | None = None
    stage: Stage | None = None


# The longest first: 调整预算 holds 预算. A stage is named by the words nearest the figure.
_STAGES: tuple[tuple[str, Stage], ...] = (
    ("年初预算", Stage.BUDGET),
    ("调整预算", Stage.ADJUSTED),
    ("全年预算", Stage.ADJUSTED),
    ("预计执行", Stage.EXECUTED),
    ("实际执行", Stage.EXECUTED),
    ("执行数", Stage.EXECUTED),
    ("执行", Stage.EXECUTED),
    ("完成数", Stage.EXECUTED),
    ("决算", Stage.FINAL),
    ("预算", Stage.BUDGET),
)
# Words in which 预算 names a fund and no stage.
_FUND_BUDGET = "公共预算|性基金预算|基金预算|资本经营预算|财政预算|部门预算|单位预算|预算单位|预算拨款|预算内|预算外"


_YEAR = pattern(r"(20\d{2})年?")
_PERIOD = pattern(r"20\d{2}年?度?|^(上年度?|上一年度?|去年)(?!.*(结转|结余|余额))")
_LAST = pattern(r"^(上年度?|上一年度?|去年)(?!.*(结转|结余|余额))")
_STAGE = pattern(rf"(?:{'|'.join(w for w, _ in _STAGES)})(?:数|额|金额|安排数?|统计数)?$")
_FUND = pattern(_FUND_BUDGET)


@lru_cache(maxsize=4096)
def said_ledger(path: tuple[str, ...]) -> Said:
    """The year and stage a header path or a row label names."""
    year = years_back = stage = None
    for word in map(folded, path):
        bare = _FUND.sub("", re.sub(r"\([^()]*元\)$", "", word))
        if _STAGE.search(bare):
            stage = next(s for w, s in _STAGES if w in bare)
        if _LAST.match(word):
            years_back = 1
        named = _YEAR.findall(word)
        if len(named) == 1:
            year = int(named[0])
    return Said(year, years_back, stage)


def without_period(word: str) -> str:
    """A folded word without the year it names; 上年结转 keeps its 上年."""
    return _PERIOD.sub("", word)


class Own(NamedTuple):
    """Year and stage of the document: what its figures count where they do not say otherwise."""

    year: int | None = None
    stage: Stage | None = None


def ledgers(said: Iterable[Said], own: Own) -> list[Ledger]:
    """The ledger of each of some columns (or rows) side by side.

    Where none is the document's own, the words differ only in how they name it: all are.
    """
    said = list(said)
    stages = {s.stage for s in said} - {None}
    stage = own.stage if own.stage in stages or not stages else _latest(stages)
    found = [_ledger(s, Own(own.year, stage)) for s in said]
    if OWN not in found and len(set(found)) == 1:
        return [OWN for _ in found]
    return found


def _latest(stages: Iterable[Stage | None]) -> Stage | None:
    """Of several stages, the one a document is published for: final amounts, else what is planned."""
    order = (Stage.FINAL, Stage.BUDGET, Stage.ADJUSTED, Stage.EXECUTED)
    return next((stage for stage in order if stage in stages), None)


def _ledger(said: Said, own: Own) -> Ledger:
    years_back = said.years_back or 0
    if said.year is not None and own.year is not None:
        years_back = own.year - said.year
    stage = None if years_back == 0 and said.stage is own.stage else said.stage
    return Ledger(years_back, stage)
