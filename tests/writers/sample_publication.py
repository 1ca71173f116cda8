"""A publication of the example department built by hand: nine tables, project tables, sentences."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from yusuan.catalog.classification import departmental_economic, functional
from yusuan.core.budget import BudgetLine
from yusuan.core.codes import code
from yusuan.core.money import MoneyUnit, parse_amount
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource
from yusuan.documents.publication import (
    Align,
    Cover,
    Figure,
    Grid,
    GridCell,
    Heading,
    Paragraph,
    Part,
    Publication,
    Section,
    Text,
)
from yusuan.editions.hebei import hebei
from yusuan.tables.derive import derive
from yusuan.tables.table import Table, print_amount

EXAMPLE = Path(__file__).parents[2] / "examples" / "qinhuangdao-zfw-2024"
DEPARTMENT = "中共秦皇岛经济技术开发区工委政法委员会"
YEAR = 2024


def name(dimension: str, digits: str) -> str:
    names = functional(YEAR) if dimension == "function" else departmental_economic(YEAR)
    return names.name(code(digits))


@lru_cache
def tables() -> tuple[Table, ...]:
    with (EXAMPLE / "lines.csv").open(encoding="utf-8") as file:
        lines = [
            BudgetLine(
                r["unit"],
                Fund(r["fund"]),
                RevenueSource(r["source"]),
                Origin(r["origin"]),
                code(r["function"]),
                code(r["economic"]),
                Nature(r["nature"]),
                r["project"],
                parse_amount(r["amount"], MoneyUnit.YUAN).fen,
            )
            for r in csv.DictReader(file)
        ]
    return tuple(derive(spec, lines, name) for spec in hebei(YEAR).tables)


def head(text: str, **options: Any) -> GridCell:
    return GridCell(text, align=Align.CENTER, is_header=True, **options)


def table_grid(table: Table) -> Grid:
    panels = table.spec.panels
    top, middle, widths = [head("序号", rowspan=2)], [], [1.0]
    for panel in panels:
        paths = [*panel.row_header, *(column.header for column in panel.columns)]
        is_tree = len(panel.row_header) > 1
        widths += [2.0, 5.0] if is_tree else [5.0]
        widths += [2.5] * len(panel.columns)
        if panel.title:
            top.append(head(panel.title, colspan=len(paths)))
            middle += [head(path[-1]) for path in paths]
            continue
        groups: list[tuple[str, list[str]]] = []
        for path in paths:
            if len(path) > 1 and groups and groups[-1][0] == path[0]:
                groups[-1][1].append(path[-1])
            else:
                groups.append((path[0], [path[-1]] if len(path) > 1 else []))
        for group, below in groups:
            top.append(head(group, colspan=max(1, len(below)), rowspan=1 if below else 2))
            middle += [head(one) for one in below]
    numbers = (head("栏次"), *(head(str(i)) for i in range(1, len(widths))))
    body = []
    for r in range(max(map(len, table.rows))):
        cells = [GridCell(str(r + 1), align=Align.CENTER)]
        for p, panel in enumerate(panels):
            row = table.rows[p][r]
            total = row.is_total or row.label.endswith(("合计", "总计"))
            if len(panel.row_header) > 1:
                cells.append(GridCell(row.code.digits if row.code else ""))
            depth = (len(row.code.digits) - 3) // 2 if row.code else 0
            cells.append(GridCell(row.label, indent=depth, is_total=total))
            for c in range(len(panel.columns)):
                cell = table.cell(p, row, c)
                text = print_amount(cell, table.spec) if cell else ""
                cells.append(
                    GridCell(
                        text,
                        align=Align.RIGHT,
                        is_total=total,
                        amount=cell.amount if cell else None,
                        key=cell.key if cell else None,
                    )
                )
        body.append(tuple(cells))
    return Grid(
        table.id,
        (tuple(top), tuple(middle), numbers, *body),
        tuple(widths),
        header_rows=3,
        caption_left=f"216 {DEPARTMENT}",
        caption_middle=f"预算年度：{YEAR}",
        caption_right="单位：万元",
        summary=table.spec.title,
        notes=(table.spec.nil_statement,) if table.is_nil and table.spec.nil_statement else (),
    )


def project_grids(number: int, project: dict[str, Any]) -> tuple[Heading, Grid]:
    fiscal, other = project.get("fiscal_amount", 0), project.get("other_amount", 0)
    plan = project.get("payment_plan", {})

    def amount(yuan: float) -> GridCell:
        fen = round(yuan * 100)
        return GridCell(f"{fen // 1_000_000}.{fen // 10_000 % 100:02d}", align=Align.RIGHT, amount=fen)

    rows: list[tuple[GridCell, ...]] = [
        (
            head("项目编码"),
            GridCell(project["code"], colspan=2),
            head("项目名称"),
            GridCell(project["name"], colspan=2),
        ),
        (
            head("预算规模及资金用途", rowspan=2),
            head("预算数"),
            amount(fiscal + other),
            head("其中：财政资金"),
            amount(fiscal),
            amount(other),
        ),
        (GridCell(project["purpose"], colspan=5),),
        (
            head("资金支出计划（%）"),
            *(
                GridCell(f"{plan[m]}%" if m in plan else "", align=Align.CENTER)
                for m in ("march", "june", "october", "december")
            ),
            GridCell(),
        ),
        (
            head("绩效目标"),
            GridCell(
                "\n".join(f"{i}. {o['text']}" for i, o in enumerate(project["objectives"], 1)),
                colspan=5,
            ),
        ),
    ]
    form = Grid(f"p{number}", tuple(rows), (2, 2.2, 3, 4.5, 2, 3), caption_right="单位：万元")
    indicators: dict[str, list[dict[str, Any]]] = {}
    for one in project["indicators"]:
        level = (
            "满意度指标"
            if "满意" in one["kind"]
            else "产出指标"
            if one["kind"][:2] in {"数量", "质量", "时效", "成本"}
            else "效益指标"
        )
        indicators.setdefault(level, []).append(one)
    lines: list[tuple[GridCell, ...]] = [
        tuple(map(head, ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")))
    ]
    for level, group in indicators.items():
        for i, one in enumerate(group):
            first = (GridCell(level, rowspan=len(group), align=Align.CENTER),) if i == 0 else ()
            lines.append(
                (
                    *first,
                    *(
                        GridCell(str(one.get(k, "")))
                        for k in ("kind", "name", "description", "target", "basis")
                    ),
                )
            )
    return (
        Heading(f"{number}、{project['name']}绩效目标表", 2),
        Grid(f"i{number}", (*form.rows, *lines), form.widths, caption_right="单位：万元")
        if number % 2
        else Grid(f"i{number}", tuple(lines), form.widths, 1, "", "", "单位：万元"),
    )


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


@lru_cache
def projects() -> tuple[dict[str, Any], ...]:
    return tuple(
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((EXAMPLE / "projects").glob("*.toml"))
    )


def narrative(stem: str) -> tuple[Paragraph | Heading, ...]:
    text = (EXAMPLE / "narrative" / f"{stem}.md").read_text(encoding="utf-8")
    return tuple(
        Heading(block[3:], 2) if block.startswith("## ") else paragraph(block)
        for block in text.split("\n\n")
        if block.strip()
    )


@lru_cache
def sample() -> Publication:
    forms = tuple(
        Section(
            table.id,
            f"部门预算{table.spec.title}",
            (table_grid(table),),
            is_landscape=table.spec.is_wide,
            is_table=True,
        )
        for table in tables()
    )
    total = Figure("1809.18万元")
    told = (
        Section("duties", "一、部门职责及机构设置情况", narrative("duties"), starts_page=False),
        Section(
            "overview",
            "二、部门预算安排的总体情况",
            (
                Heading("（一）收入说明", 2),
                Paragraph((Text(f"{YEAR}年部门预算收入"), total, Text("，全部列入综合预算。"))),
                *narrative("change_basic"),
                Heading("1.支出说明", 3),
                *narrative("change_project"),
            ),
            starts_page=False,
        ),
        Section(
            "projects",
            "三、部门项目预算安排情况及绩效目标",
            tuple(b for i, p in enumerate(projects(), 1) for b in project_grids(i, p)),
        ),
        Section("terms", "四、其他需要说明的事项", narrative("other_matters"), starts_page=False),
    )
    return Publication(
        title=f"秦皇岛经济技术开发区政法委{YEAR}年部门预算公开",
        department=DEPARTMENT,
        fiscal_year=YEAR,
        edition="hebei",
        date=dt.date(2024, 3, 15),
        cover=Cover(
            f"秦皇岛经济技术开发区政法委{YEAR}年部门预算公开",
            DEPARTMENT,
            "二〇二四年三月",
            (
                ("保密审查", "保密审查人（示例）", "2024年3月11日"),
                ("负责人审签", "部门负责人（示例）", "2024年3月13日"),
            ),
        ),
        contents_title=f"{YEAR}年部门预算信息公开目录",
        parts=(
            Part("tables", f"{DEPARTMENT}{YEAR}年部门预算公开表", forms),
            Part("narrative", f"{DEPARTMENT}{YEAR}年部门预算信息公开情况说明", told),
        ),
        rounding_note="注：各表以万元为单位列示，已统一尾差，分项之和等于合计。",
        package={
            "datapackage.json": b'{"name": "x"}',
            "lines.csv": b"unit,amount\n216001,1.00\n",
            "lines.parquet": bytes(range(256)),
        },
    )
