"""What is wrong with project objective tables, department objectives, purchases and assets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tests.mutations.corpus.tree import (
    At,
    Mutation,
    Place,
    Spot,
    section_blocks,
    spots,
    with_blocks,
    with_cells,
    with_rows,
    with_text,
)
from yusuan.core.money import MoneyUnit, format_amount, last_digit, parse_amount
from yusuan.core.outcomes import Severity
from yusuan.documents.publication import Grid, Paragraph, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.mutations.corpus.tree import Maker
    from yusuan.documents.publication import Publication
    from yusuan.synthetic.draw import Draw

BUDGET = frozenset(
    {"cost-targets-sum-to-the-budget", "project-amounts-add-up", "texts-multiply-right",
     "project-budget-against-cost-target", "costing-sums-to-the-budget"}
)  # fmt: skip
PLAN = frozenset({"payment-plans-never-fall"})
PLAN_END = frozenset({"payment-plans-end-at-100"})
SATISFACTION = frozenset({"satisfaction-is-measured"})
OUTPUT = frozenset({"outputs-and-outcomes-are-measured"})
CARRIED = frozenset({"department-targets-are-carried-by-projects"})
PRODUCT = frozenset({"texts-multiply-right"})
PROJECT_CODE = frozenset({"project-codes-check"})
PURCHASES = frozenset({"purchases-add-up", "purchases-multiply"})
ASSETS = frozenset({"asset-parts-add-up"})
_PERCENT = re.compile(r"(\d+)%")
_STEPS = 4
_RATE = re.compile(r"([≥＞>])(\d{2})%")
_PRODUCT = re.compile(r"([\d.]+)元/\S+?=([\d.]+)元")


class Form(NamedTuple):
    """A project's form and its indicators."""

    form: At
    indicators: At | None

    @property
    def grid(self) -> Grid:
        """The form as a grid."""
        assert isinstance(self.form.block, Grid)
        return self.form.block

    @property
    def name(self) -> str:
        """The project's name."""
        return self.grid.rows[0][3].text


def _forms(publication: Publication) -> list[Form]:
    grids = [a for a in section_blocks(publication, "projects") if isinstance(a.block, Grid)]
    by_id = {a.block.id: a for a in grids if isinstance(a.block, Grid)}
    return [
        Form(at, by_id.get(f"{name}-indicators"))
        for name, at in by_id.items()
        if not name.endswith("-indicators")
    ]


def _spot(at: At, row: int, place: int) -> Spot:
    assert isinstance(at.block, Grid)
    return Spot(at, at.block, row, place)


def _mutation(
    publication: Publication,
    form: Form,
    change: tuple[Spot, str, str],
    rules: frozenset[str],
    severity: Severity = Severity.WARNING,
) -> Mutation:
    spot, before, after = change
    place = Place("projects", form.name, form.name, words=after)
    changed = with_text(publication, spot, after)
    return Mutation("", changed, place, before, after, rules, severity=severity)


def _budget(publication: Publication, draw: Draw) -> Mutation | None:
    """The project's budget and its cost target differ; the sum of its sources goes along with the budget."""
    chosen = [f for f in _forms(publication) if _cost_row(f) is not None]
    if not chosen:
        return None
    form = draw.one(chosen)
    row = _cost_row(form)
    assert row is not None
    spot = row
    number = re.search(r"[\d.]+", spot.cell.text)
    assert number is not None
    unit = MoneyUnit.WAN_YUAN if "万元" in spot.cell.text else MoneyUnit.YUAN
    wrong = parse_amount(number[0], unit).fen * draw.one((55, 70, 140, 165)) // 100
    after = spot.cell.text.replace(number[0], format_amount(wrong, unit))
    return _mutation(publication, form, (spot, spot.cell.text, after), BUDGET)


def _cost_row(form: Form) -> Spot | None:
    """The cell of a total cost target in money."""
    if form.indicators is None or not isinstance(form.indicators.block, Grid):
        return None
    for r, row in enumerate(form.indicators.block.rows):
        for c, cell in enumerate(row):
            if re.fullmatch(r"[≤＜<]?[\d.]+万?元", cell.text) and "总成本" in row[c - 2].text:
                return _spot(form.indicators, r, c)
    return None


def _plan(publication: Publication, draw: Draw) -> Mutation | None:
    """A payment plan that falls from one quarter to the next."""
    for form in draw.some(forms := _forms(publication), len(forms)):
        for r, row in enumerate(form.grid.rows):
            steps = [int(m[1]) for cell in row if (m := _PERCENT.fullmatch(cell.text))]
            if len(steps) == _STEPS and steps[1] < steps[2]:
                spot = _spot(form.form, r, 1)
                texts = {(r, 1): f"{steps[2]}%", (r, 2): f"{steps[1]}%"}
                place = Place("projects", form.name, form.name, words=f"{steps[1]}%")
                return Mutation(
                    "",
                    with_cells(publication, spot, texts),
                    place,
                    f"{steps[1]}%",
                    f"{steps[2]}%",
                    PLAN,
                )
    return None


def _plan_end(publication: Publication, draw: Draw) -> Mutation | None:
    """A payment plan that ends below 100 %."""
    for form in draw.some(forms := _forms(publication), len(forms)):
        for r, row in enumerate(form.grid.rows):
            steps = [int(m[1]) for cell in row if (m := _PERCENT.fullmatch(cell.text))]
            if len(steps) == _STEPS and steps[2] < 90 and steps[3] == 100:
                change = _spot(form.form, r, 3), "100%", "90%"
                return _mutation(publication, form, change, PLAN_END)
    return None


def _without_indicators(word: str, rules: frozenset[str]) -> Maker:
    """A maker that takes the last group of indicators (level 1 named by a word) from a project."""

    def make(publication: Publication, draw: Draw) -> Mutation | None:
        for form in draw.some(forms := _forms(publication), len(forms)):
            at = form.indicators
            if at is None or not isinstance(at.block, Grid):
                continue
            rows = at.block.rows
            first = next((r for r, row in enumerate(rows) if row[0].text.startswith(word)), None)
            if first is None:
                continue
            height = rows[first][0].rowspan
            left = (*rows[:first], *rows[first + height :])
            place = Place("projects", form.name, form.name)
            changed = with_rows(publication, _spot(at, first, 0), left)
            before = rows[first][0].text
            return Mutation("", changed, place, before, "", rules, severity=Severity.WARNING)
        return None

    return make


def _department_target(publication: Publication, draw: Draw) -> Mutation | None:
    """A department target above the target of the project that is to carry it."""
    chosen = [
        (at, at.block, match)
        for at in section_blocks(publication, "objectives")
        if isinstance(at.block, Paragraph) and at.block.text.startswith("绩效指标：")
        for match in _RATE.finditer(at.block.text)
        if int(match[2]) < 99
    ]
    if not chosen:
        return None
    at, paragraph, match = draw.one(chosen)
    text = paragraph.text
    higher = min(int(match[2]) + draw.whole(1, 3), 100)
    after = f"{text[: match.start(2)]}{higher}{text[match.end(2) :]}"
    place = Place(at.section.id, at.section.title, words=after)
    changed = with_blocks(publication, at.address, Paragraph((Text(after),)))
    return Mutation("", changed, place, match[0], f"{higher}%", CARRIED, severity=Severity.WARNING)


def _product(publication: Publication, draw: Draw) -> Mutation | None:
    """A costing in words whose product is wrong: 12人×850元/人=10000元."""
    for form in draw.some(forms := _forms(publication), len(forms)):
        for spot in (
            _spot(form.form, r, c) for r, row in enumerate(form.grid.rows) for c in range(len(row))
        ):
            match = _PRODUCT.search(spot.cell.text)
            if match is not None:
                wrong = parse_amount(match[2], MoneyUnit.YUAN).fen * 3 // 2
                text = spot.cell.text
                amount = format_amount(wrong, MoneyUnit.YUAN)
                after = text[: match.start(2)] + amount + text[match.end(2) :]
                return _mutation(publication, form, (spot, text, after), PRODUCT)
    return None


def _project_code(publication: Publication, draw: Draw) -> Mutation | None:
    """A project code with two digits swapped, which its check character tells."""
    for form in draw.some(forms := _forms(publication), len(forms)):
        spot = _spot(form.form, 0, 1)
        text = spot.cell.text
        swaps = [
            n
            for n in range(len(text) - 1)
            if text[n : n + 2].isdecimal() and text[n] != text[n + 1]
        ]
        if swaps:
            n = draw.one(swaps)
            after = text[:n] + text[n + 1] + text[n] + text[n + 2 :]
            return _mutation(publication, form, (spot, text, after), PROJECT_CODE)
    return None


# --- purchases and assets ---------------------------------------------------------------------------------


def _money(publication: Publication, section: str) -> Iterator[tuple[Spot, int]]:
    for spot in spots(publication, section):
        text = spot.cell.text
        if re.fullmatch(r"\d+\.\d\d", text):
            fen = parse_amount(text, MoneyUnit.WAN_YUAN).fen
            if fen >= 100 * last_digit(MoneyUnit.WAN_YUAN, 2):
                yield spot, fen


def _far(fen: int, draw: Draw) -> str:
    return format_amount(fen * draw.one((71, 127, 150)) // 100 + 1_000_000, MoneyUnit.WAN_YUAN)


def _purchase(publication: Publication, draw: Draw) -> Mutation | None:
    """The amount of a purchase, its sources and price unchanged."""
    chosen = [
        (s, fen)
        for s, fen in _money(publication, "procurement")
        if s.place == 7 and not s.grid.rows[s.row][0].is_total
    ]
    return _valued(publication, draw, chosen, PURCHASES)


def _purchase_total(publication: Publication, draw: Draw) -> Mutation | None:
    """The first amount of the total row."""
    totals = [
        (s, fen)
        for s, fen in _money(publication, "procurement")
        if s.grid.rows[s.row][0].text == "合计"
    ]
    rules = PURCHASES | {"text-disagrees-with-table", "procurement-text-disagrees-with-table"}
    return _valued(publication, draw, totals[:1], rules)


def _asset(publication: Publication, draw: Draw) -> Mutation | None:
    """The value of one kind of asset."""
    chosen = [(s, f) for s, f in _money(publication, "assets") if not s.cell.is_total]
    return _valued(publication, draw, chosen, ASSETS)


def _asset_total(publication: Publication, draw: Draw) -> Mutation | None:
    """The total of the asset table, against its rows and the text."""
    chosen = [(s, f) for s, f in _money(publication, "assets") if s.cell.is_total]
    return _valued(publication, draw, chosen, ASSETS)


def _valued(
    publication: Publication, draw: Draw, chosen: list[tuple[Spot, int]], rules: frozenset[str]
) -> Mutation | None:
    if not chosen:
        return None
    spot, fen = draw.one(chosen)
    after = _far(fen, draw)
    place = Place(spot.at.section.id, spot.at.section.title, spot.label, words=after)
    changed = with_text(publication, spot, after)
    return Mutation("", changed, place, spot.cell.text, after, rules, right=fen)


PROJECTS: Mapping[str, Maker] = {
    "budget-against-cost-target": _budget,
    "payment-plan-falls": _plan,
    "payment-plan-ends-early": _plan_end,
    "satisfaction-removed": _without_indicators("满意", SATISFACTION),
    "outcome-removed": _without_indicators("效益", OUTPUT),
    "department-target-too-high": _department_target,
    "product-wrong": _product,
    "project-code-swapped": _project_code,
    "purchase-amount": _purchase,
    "purchase-total": _purchase_total,
    "asset-value": _asset,
    "asset-total": _asset_total,
}
