"""The profile of a published document: kind, year, publisher, edition and money units, each with a confidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from yusuan.core.errors import CatalogError
from yusuan.core.money import MoneyUnit
from yusuan.core.patterns import pattern
from yusuan.core.terms import Stage
from yusuan.editions import EDITIONS
from yusuan.recognition.self_description import DocumentKind
from yusuan.recognition.told import NOTHING_TOLD, Told
from yusuan.recognition.votes import Reading
from yusuan.tables.spec import Tree
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.editions.edition import Edition
    from yusuan.recognition.self_description import SelfDescription
    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Table

# Below this likeness a form is none we know; so close a second one, and it may be either.
_FAMILIAR, _LEAD = 0.70, 0.02
_STATED, _CONFIRMED, _CONTRADICTED = 0.95, 0.99, 0.3
_WAN_AMOUNT = pattern(r"(\d[\d,]*(?:\.\d+)?)万元")
_LARGEST_FIGURES = 3


@dataclass(frozen=True)
class Profile:
    """What kind of document this is, and how sure that is. `edition` None: a form not seen before."""

    said: SelfDescription
    tables: Sequence[Table]
    text: str
    told: Told = NOTHING_TOLD

    @property
    def kind(self) -> Reading[DocumentKind]:
        """Department or unit, budget or final accounts."""
        return self.said.kind

    @property
    def year(self) -> Reading[int]:
        """The fiscal year."""
        return self.said.year

    @property
    def department(self) -> Reading[str]:
        """Who publishes it."""
        return self.said.department

    @cached_property
    def edition(self) -> Reading[str]:
        """The form it is printed in, by the tables' ids, order, titles, heads, codes and units."""
        if self.told.edition is not None:
            return Reading(self.told.edition, 1.0, ("由 --edition 指定",))
        ranked = sorted(self._likenesses(), key=lambda found: -found[1])
        if not ranked or not self.tables:
            return Reading(None, 0.0, ("没有可以比较的表",))
        (name, likeness, signs), *others = ranked
        second = others[0][1] if others else 0.0
        if likeness < _FAMILIAR:
            nearest = f"最接近的版式“{name}”只有 {likeness:.0%} 相符"
            return Reading(None, round(1 - likeness, 3), (nearest, *signs))
        doubt = 1.0 if likeness - second >= _LEAD else 0.6
        return Reading(name, round(likeness * doubt, 3), signs)

    @property
    def is_unfamiliar(self) -> bool:
        """Tell whether its tables were understood by their heads alone: a form never seen before."""
        return bool(self.tables) and self.edition.value is None

    @cached_property
    def units(self) -> Mapping[str, Reading[MoneyUnit]]:
        """The money unit of each table, with what the text says of the same amounts."""
        return {table.id: self._unit(table) for table in self.tables}

    def _unit(self, table: Table) -> Reading[MoneyUnit]:
        unit = table.spec.unit
        stated = f"表上注明“单位：{unit.label}”"
        largest = sorted({cell.value for cell in table.figures()}, reverse=True)[:_LARGEST_FIGURES]
        if any(self._says(fen) for fen in largest):
            return Reading(unit, _CONFIRMED, (stated, "文字说明中有相同的金额"))
        other = 10_000
        if unit is MoneyUnit.YUAN and any(self._says(fen * other) for fen in largest if fen):
            return Reading(unit, _CONTRADICTED, (stated, "文字说明的金额大一万倍，疑为万元"))
        if unit is MoneyUnit.WAN_YUAN and any(
            fen % other == 0 and self._says(fen // other) for fen in largest if fen
        ):
            return Reading(unit, _CONTRADICTED, (stated, "文字说明的金额小一万倍，疑为元"))
        return Reading(unit, _STATED, (stated,))

    @cached_property
    def _wan_amounts(self) -> frozenset[str]:
        return frozenset(m.replace(",", "") for m in _WAN_AMOUNT.findall(folded_numbers(self.text)))

    def _says(self, fen: int) -> bool:
        """Tell whether the text prints an amount in 万元 with two decimals."""
        rounded = (abs(fen) + 5_000) // 10_000
        return rounded >= 100 and f"{rounded // 100}.{rounded % 100:02d}" in self._wan_amounts  # noqa: PLR2004

    def _likenesses(self) -> Iterator[tuple[str, float, tuple[str, ...]]]:
        accounts = {DocumentKind.DEPARTMENT_ACCOUNTS, DocumentKind.UNIT_ACCOUNTS}
        stage = Stage.FINAL if self.kind.value in accounts else Stage.BUDGET
        for name, make in EDITIONS.items():
            try:
                edition = make(self.year.value or 0)
            except CatalogError:
                continue
            if edition.stage is stage:
                yield name, *_likeness(edition, self.tables)


def folded_numbers(text: str) -> str:
    """The text without the blanks that typesetting puts into figures."""
    return "".join(text.split())


def _likeness(edition: Edition, tables: Sequence[Table]) -> tuple[float, tuple[str, ...]]:
    """How far tables are those of an edition, 0 to 1, and in words what decides it."""
    ours = {spec.id: spec for spec in edition.tables}
    common = [table for table in tables if table.id in ours]
    if not common:
        return 0.0, ("没有相同的表",)
    named = len(common) / len({*ours, *(table.id for table in tables)})
    order = _concordance([t.id for t in common], [spec.id for spec in edition.tables])
    units = _mean([float(t.spec.unit is ours[t.id].unit) for t in common])
    heads = _mean([_overlap(_heads(t.spec), _heads(ours[t.id])) for t in common])
    titles = _mean([_overlap(_title(t.spec), _title(ours[t.id])) for t in common])
    codes = _mean([float(_code_columns(t.spec) == _code_columns(ours[t.id])) for t in common])
    parts = [("表", named, 2), ("次序", order, 1), ("金额单位", units, 2)]
    parts += [("列名", heads, 2), ("表名", titles, 1), ("编码列", codes, 1)]
    total = sum(value * weight for _, value, weight in parts) / sum(w for *_, w in parts)
    return total, tuple(f"{word}{value:.0%}相符" for word, value, _ in parts)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _concordance(order: Sequence[str], ours: Sequence[str]) -> float:
    """The share of pairs of tables that stand in the same order."""
    place = {table: n for n, table in enumerate(ours)}
    pairs = list(combinations([place[table] for table in order], 2))
    return _mean([float(a < b) for a, b in pairs]) if pairs else 1.0


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _heads(spec: TableSpec) -> frozenset[str]:
    return frozenset(
        re.sub(r"^20\d{2}年", "", folded(word))
        for panel in spec.panels
        for column in panel.columns
        for word in ((panel.title, *column.header) if panel.title else column.header)
    )


def _title(spec: TableSpec) -> frozenset[str]:
    """The pairs of neighbouring characters of a title without year and publisher."""
    bare = re.sub(
        r"^(20\d{2}年度?)?(预算单位|部门预算|单位预算|部门|单位)?", "", folded(spec.title)
    )
    return frozenset(a + b for a, b in pairwise(bare))


def _code_columns(spec: TableSpec) -> int:
    return max(
        (len(panel.row_header) - 1 for panel in spec.panels if isinstance(panel.rows, Tree)),
        default=0,
    )


# --- as plain values ---------------------------------------------------------------------------------------


def profile_record(profile: Profile) -> dict[str, object]:
    """Kind, year, publisher, edition: value, confidence 0 to 1 and the signs (Chinese) of each, units by table."""
    kind, edition = profile.kind, profile.edition
    department = profile.department
    return {
        "kind": _value(kind.value and kind.value.name.lower(), kind.confidence, kind.evidence),
        "year": _value(profile.year.value, profile.year.confidence, profile.year.evidence),
        "department": _value(department.value, department.confidence, department.evidence),
        "edition": _value(edition.value, edition.confidence, edition.evidence),
        "unfamiliar": profile.is_unfamiliar,
        "units": {
            table: _value(unit.value and unit.value.label, unit.confidence, unit.evidence)
            for table, unit in profile.units.items()
        },
    }


def _value(value: object, confidence: float, evidence: tuple[str, ...]) -> dict[str, object]:
    return {"value": value, "confidence": confidence, "evidence": list(evidence)}
