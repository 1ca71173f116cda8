"""The sections of the explanation, each built from facts, printed figures and the edition's sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from yusuan.documents.figures import PrintedFigures, paragraph, words
from yusuan.documents.grids import plain_grid
from yusuan.documents.project_tables import (
    asset_grid,
    asset_total,
    objective_grids,
    procurement_grid,
    wan,
)
from yusuan.documents.promises import places
from yusuan.documents.publication import Figure, Heading, Paragraph, Text

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget
    from yusuan.documents.grids import Captions
    from yusuan.documents.publication import Block, Inline
    from yusuan.editions.edition import Edition
    from yusuan.narrative.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Material:
    """What sections are built from: the public budget, printed figures, the edition."""

    budget: DepartmentalBudget
    figures: PrintedFigures
    edition: Edition
    captions: Captions
    # Some purchases may not be shown: what is said of all must not be said of those that are.
    leaves_out_purchases: bool = False

    @property
    def words(self) -> dict[str, str]:
        """Plain words for templates: year, department and every narrative text."""
        department = self.budget.department
        own = {name: text.strip().rstrip("。；;") for name, text in self.budget.narrative.items()}
        return _Words(
            own
            | {
                "department": department.name,
                "year": str(department.fiscal_year),
                "last_year": str(department.fiscal_year - 1),
            }
        )

    def say(self, *sentences: Sentence) -> Paragraph:
        """Fill sentences into one paragraph."""
        return paragraph(*(sentence.fill(self.figures, self.words) for sentence in sentences))

    def text(self, name: str) -> str:
        """A narrative text; empty when the dataset has none."""
        return self.budget.narrative.get(name, "").strip()


class _Words(dict[str, str]):
    """A narrative text nobody wrote reads as a visible gap, which the placeholder rule finds."""

    def __missing__(self, key: str) -> str:
        return "××"


Build: TypeAlias = Callable[[Material], Sequence["Block"]]


def written(text: str) -> list[Block]:
    """Paragraphs and `## headings` of a narrative text."""
    blocks: list[Block] = []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("#"):
            blocks.append(Heading(stripped.lstrip("#").strip(), level=3))
        elif stripped:
            blocks.append(words(stripped))
    return blocks


def duties(m: Material) -> list[Block]:
    """① duties and institutions, with the table of units."""
    rows = [[u.name, u.nature.value, u.rank, u.funding_form] for u in m.budget.units]
    units = plain_grid(
        "units",
        [("单位名称",), ("单位性质",), ("单位规格",), ("经费保障形式",)],
        rows,
        (4, 1.5, 1.5, 2),
        captions=("部门机构设置情况", "", ""),
        summary=f"部门机构设置情况，共{len(rows)}个预算单位",
    )
    return [
        Heading("（一）部门职责"),
        *written(m.text("duties")),
        Heading("（二）机构设置"),
        words(f"本部门预算包括以下{len(rows)}个预算单位。"),
        units,
    ]


def overview(m: Material) -> list[Block]:
    """② revenue, spending and the change from last year."""
    blocks: list[Block] = []
    for title, sentences in m.edition.overview:
        blocks += [Heading(title, level=3), m.say(*sentences)]
    return blocks


def agency_running_costs(m: Material) -> list[Block]:
    """③ agency running costs (预算法 14)."""
    return [m.say(*m.edition.agency_running_costs)]


def three_public(m: Material) -> list[Block]:
    """④ the three-public spending item by item, change and reason."""
    return [m.say(sentence) for sentence in m.edition.three_public if _says(m, sentence)]


def _says(m: Material, sentence: Sentence) -> bool:
    return bool(sentence.fill(m.figures, m.words))


def objectives(m: Material) -> list[Block]:
    """⑤ the department's overall and sub-objectives, and how they are safeguarded."""
    blocks: list[Block] = [Heading("（一）总体绩效目标"), *written(m.budget.overall_objective)]
    blocks.append(Heading("（二）分项绩效目标"))
    for n, (group, members) in enumerate(groupby(m.budget.objectives, lambda o: o.group), start=1):
        of_group = list(members)
        responsible = of_group[0].responsible
        answer = f"（责任科室：{responsible}）" if responsible else ""
        blocks.append(Heading(f"{n}. {group}{answer}", level=3))
        for k, objective in enumerate(of_group, start=1):
            measured = "、".join(f"{i.name}{i.target}" for i in objective.indicators)
            blocks.append(words(f"（{k}）绩效目标：{objective.text}"))
            if measured:
                blocks.append(words(f"绩效指标：{measured}。"))
    blocks += [Heading("（三）工作保障措施"), *written(m.text("safeguards"))]
    return blocks


def special_funds(m: Material) -> list[Block]:
    """⑥ special funds in charge; "无" is an answer."""
    return written(m.text("special_funds") or m.edition.special_funds_none)


def projects(m: Material) -> list[Block]:
    """⑦ every project with its objective table."""
    if not m.budget.projects:
        return [words("本年度没有安排项目支出。")]
    blocks: list[Block] = []
    named = zip(m.budget.projects, places(m.budget.projects), strict=True)
    for n, (project, place) in enumerate(named, start=1):
        blocks.append(Heading(f"{n}、{project.name}绩效目标表", level=3, id=place))
        blocks += objective_grids(project, n, m.edition.indicator_tree)
    return blocks


def procurement(m: Material) -> list[Block]:
    """⑧ the procurement table with the share reserved for small and medium firms."""
    total = sum(line.amount for line in m.budget.procurement)
    reserved = sum(line.sme_reserve or 0 for line in m.budget.procurement)
    year = m.budget.department.fiscal_year
    planned = "列入公开范围的政府采购预算" if m.leaves_out_purchases else "安排政府采购预算"
    nothing = "没有列入公开范围的政府采购预算" if m.leaves_out_purchases else "没有安排政府采购预算"
    sentence: list[Inline] = (
        [
            Text(f"{year}年{planned}"),
            Figure(f"{wan(total)}万元"),
            Text("，其中预留给中小微企业"),
            Figure(f"{wan(reserved)}万元"),
            Text("。"),
        ]
        if m.budget.procurement
        else [Text(f"{year}年{nothing}，空表列示。")]
    )
    captions = (m.captions.left, m.captions.middle, "单位：万元")
    return [
        Paragraph(tuple(sentence)),
        *written(m.text("procurement")),
        procurement_grid(m.budget, captions, (m.edition.procurement_note,)),
    ]


def assets(m: Material) -> list[Block]:
    """⑨ assets at the end of last year and what is to be bought."""
    planned = sum(holding.planned_purchase or 0 for holding in m.budget.assets)
    last = m.budget.department.fiscal_year - 1
    buying: list[Inline] = (
        [
            Text("；本年度拟购置固定资产"),
            Figure(f"{wan(planned)}万元"),
            Text("，已列入政府采购预算。"),
        ]
        if planned
        else [Text("；本年度没有购置固定资产的计划。")]
    )
    opening: list[Inline] = [
        Text(f"{last}年末，本部门（含所属单位）固定资产总额"),
        Figure(f"{wan(asset_total(m.budget))}万元"),
    ]
    captions = (m.captions.left, f"截止时间：{last}-12-31", "")
    return [
        Paragraph((*opening, *buying)),
        *written(m.text("assets")),
        asset_grid(m.budget, captions, m.edition.equipment_threshold),
    ]


def terms(m: Material) -> list[Block]:
    """⑩ terms explained."""
    return [
        words(f"{n}. {term}：{meaning}")
        for n, (term, meaning) in enumerate(m.edition.terms, start=1)
    ]


def other_matters(m: Material) -> list[Block]:
    """⑪ anything else."""
    return written(m.text("other_matters") or m.edition.other_matters_none)


BUILD: Mapping[str, Build] = {
    "duties": duties,
    "overview": overview,
    "agency_running_costs": agency_running_costs,
    "three_public": three_public,
    "objectives": objectives,
    "special_funds": special_funds,
    "projects": projects,
    "procurement": procurement,
    "assets": assets,
    "terms": terms,
    "other_matters": other_matters,
}
