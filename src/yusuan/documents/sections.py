"""The sections of the explanation, each built from facts, printed figures and the edition's sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.codes import Level
from yusuan.documents.figures import paragraph, words
from yusuan.documents.grids import plain_grid
from yusuan.documents.project_tables import (
    asset_grid,
    objective_grids,
    procurement_grid,
    wan,
)
from yusuan.documents.promises import places
from yusuan.documents.publication import Figure, Heading, Paragraph, Text
from yusuan.narrative.sentence import GAP, Sentence

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget
    from yusuan.documents.grids import Captions
    from yusuan.documents.publication import Block, Inline
    from yusuan.editions.edition import Edition, SectionSpec
    from yusuan.narrative.known import KnownFigures
    from yusuan.narrative.sentence import EachItem


@dataclass(frozen=True, slots=True)
class Material:
    """What sections are built from: the public budget, printed figures, the edition."""

    budget: DepartmentalBudget
    figures: KnownFigures
    edition: Edition
    captions: Captions
    # Names a code of a classification.
    name: Callable[[str, str], str]
    # Some purchases may not be shown: what is said of all must not be said of those that are.
    leaves_out_purchases: bool = False

    @property
    def may_lack_purchases(self) -> bool:
        """Tell whether purchases may be withheld: here, or in the public view this was made from."""
        return self.leaves_out_purchases or any(p.is_withheld for p in self.budget.projects)

    @property
    def words(self) -> dict[str, str]:
        """Plain words for templates: year, department and every narrative text."""
        department = self.budget.department
        own = {
            name: text.strip().rstrip("。；;")
            for name, text in self.budget.narrative.items()
            if text.strip()
        }
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


# An answer where a text is asked for and there is nothing to tell.
NOTHING = "无"


class _Words(dict[str, str]):
    """A narrative text nobody wrote reads as a visible gap in a draft; a rule asks for it before publication."""

    def __missing__(self, key: str) -> str:
        return GAP


Build: TypeAlias = Callable[[Material], Sequence["Block"]]


def written(text: str) -> list[Block]:
    """Paragraphs and `## headings` of a narrative text."""
    blocks: list[Block] = []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("#"):
            blocks.append(Heading(stripped.lstrip("#").strip(), level=3))
        elif stripped:
            # A list of the dataset's notation is paragraphs on paper.
            blocks.append(words(stripped.removeprefix("- ")))
    return blocks


def duties(m: Material) -> list[Block]:
    """Duties and institutions in one section, each under its heading."""
    return [
        Heading("（一）部门职责"),
        *responsibilities(m),
        Heading("（二）机构设置"),
        *institutions(m),
    ]


def responsibilities(m: Material) -> list[Block]:
    """What the department is there for."""
    return written(m.text("duties"))


def institutions(m: Material) -> list[Block]:
    """The units whose money is in the document."""
    rows = [[u.name, u.nature.value, u.rank, u.funding_form] for u in m.budget.units]
    units = plain_grid(
        "units",
        [("单位名称",), ("单位性质",), ("单位规格",), ("经费保障形式",)],
        rows,
        (4, 1.5, 1.5, 2),
        captions=("部门机构设置情况", "", ""),
        summary=f"部门机构设置情况，共{len(rows)}个预算单位",
    )
    return [words(f"本{m.edition.document}包括以下{len(rows)}个预算单位。"), units]


def overview(m: Material) -> list[Block]:
    """Revenue, spending and the change from last year."""
    blocks: list[Block] = []
    for title, sentences in m.edition.overview:
        blocks += [Heading(title, level=3), m.say(*sentences)]
    return blocks


def agency_running_costs(m: Material) -> list[Block]:
    """Agency running costs (预算法 14)."""
    return [m.say(*m.edition.agency_running_costs)]


def three_public(m: Material) -> list[Block]:
    """The three-public spending item by item, change and reason."""
    return [m.say(sentence) for sentence in m.edition.three_public]


def objectives(m: Material) -> list[Block]:
    """The department's overall and sub-objectives, and how they are safeguarded."""
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
    """Special funds in charge; "无" is an answer."""
    return written(m.text("special_funds") or GAP)


def projects(m: Material) -> list[Block]:
    """Every project with its objective table."""
    if not m.budget.projects:
        return [words("本年度没有安排项目支出。")]
    blocks: list[Block] = []
    named = zip(m.budget.projects, places(m.budget.projects), strict=True)
    for n, (project, place) in enumerate(named, start=1):
        blocks.append(Heading(f"{n}、{project.name}绩效目标表", level=3, id=place))
        blocks += objective_grids(project, n, m.edition.indicator_tree, m.captions.left)
    return blocks


def procurement(m: Material) -> list[Block]:
    """The procurement table with the share reserved for small and medium firms."""
    total = sum(line.amount for line in m.budget.procurement)
    # Where one reserve is not known, neither is their sum.
    reserves = [line.sme_reserve for line in m.budget.procurement]
    reserved = [reserve for reserve in reserves if reserve is not None]
    year = m.budget.department.fiscal_year
    # No purchase in the dataset is none only where the clerk says so.
    said = m.text("procurement")
    called = "政府采购支出" if m.edition.is_final else "政府采购预算"
    done = "发生" if m.edition.is_final else "安排"
    planned = f"列入公开范围的{called}" if m.may_lack_purchases else f"{done}{called}"
    nothing = f"没有列入公开范围的{called}" if m.may_lack_purchases else f"没有{done}{called}"
    sentence: list[Inline] = (
        [
            Text(f"{year}年{planned}"),
            Figure(f"{wan(total)}万元"),
            *(
                (Text("，其中预留给中小微企业"), Figure(f"{wan(sum(reserved))}万元"))
                if len(reserved) == len(reserves)
                else ()
            ),
            Text("。"),
        ]
        if m.budget.procurement
        else [Text(f"{year}年{nothing}，空表列示。")]
        if said or m.may_lack_purchases
        else [Text(f"{year}年{called}{GAP}。")]
    )
    captions = (m.captions.left, m.captions.middle, "单位：万元")
    return [
        Paragraph(tuple(sentence)),
        *([] if said.rstrip("。") == NOTHING else written(said)),
        procurement_grid(m.budget, captions, (m.edition.procurement_note,)),
    ]


def assets(m: Material) -> list[Block]:
    """Assets at the end of last year and what is to be bought; in final accounts, at the end of the year."""
    total = m.budget.asset_value
    year = m.budget.department.fiscal_year - (not m.edition.is_final)
    opening: list[Inline] = [
        Text(f"{year}年末，本部门（含所属单位）固定资产总额"),
        Text(GAP) if total is None else Figure(f"{wan(total)}万元"),
    ]
    captions = (m.captions.left, f"截止时间：{year}-12-31", "")
    return [
        Paragraph((*opening, *([Text("。")] if m.edition.is_final else _to_be_bought(m)))),
        *written(m.text("assets")),
        asset_grid(m.budget, captions, m.edition.equipment_threshold),
    ]


def _to_be_bought(m: Material) -> list[Inline]:
    planned = m.budget.planned_purchase
    if planned:
        return [
            Text("；本年度拟购置固定资产"),
            Figure(f"{wan(planned)}万元"),
            Text("，已列入政府采购预算。"),
        ]
    return [
        Text(
            f"；本年度{f'购置固定资产的计划{GAP}' if planned is None else '没有购置固定资产的计划'}。"
        )
    ]


def terms(m: Material) -> list[Block]:
    """Terms explained."""
    return [
        words(f"{n}. {term}：{meaning}")
        for n, (term, meaning) in enumerate(m.edition.terms, start=1)
    ]


def other_matters(m: Material) -> list[Block]:
    """Anything else."""
    return written(m.text("other_matters") or GAP)


BUILD: Mapping[str, Build] = {
    "duties": duties,
    "responsibilities": responsibilities,
    "institutions": institutions,
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


def section_blocks(spec: SectionSpec, m: Material) -> list[Block]:
    """A section's paragraphs: the sentences the edition gives it, else what its id builds."""
    if spec.says:
        return [paragraph for sentence in spec.says for paragraph in _said(sentence, m)]
    return list(BUILD[spec.id](m))


def _said(sentence: Sentence | EachItem, m: Material) -> Iterator[Block]:
    if isinstance(sentence, Sentence):
        yield m.say(sentence)
        return
    items = {
        row.code
        for table in m.figures.tables
        if table.id in sentence.tables
        for rows in table.rows
        for row in rows
        if row.code is not None and row.code.level is Level.ITEM
    }
    for n, item in enumerate(sorted(items), start=1):
        category, section, own = (m.name("function", c.digits) for c in item.lineage)
        words = m.words | {"number": str(n), "category": category, "section": section, "item": own}
        yield paragraph(sentence.of(item.digits).fill(m.figures, _Words(words)))
