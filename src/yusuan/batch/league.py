"""The sums of a batch as tables: league, findings, waived findings, causes, rules, waivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.batch.record import State
from yusuan.core.money import yuan
from yusuan.reports.league import Column, Kind, LeagueTable, permille
from yusuan.rules.waivers import Verdict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from yusuan.batch.record import Finding, Record
    from yusuan.batch.summary import Summary, WaiverUse
    from yusuan.reports.league import Cell
    from yusuan.rules.waivers import Waiver

_STATES = {state.value: state.label for state in State}
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
_STATUSES = {"failed": "不通过", "insufficient": "数据不足", "refused": "不予采信"}
_VERDICTS = {verdict.value: verdict.label for verdict in Verdict}
_WAIVER_STATES = {
    "used": "在用",
    "carried-over": "沿用，待确认",
    "expired": "已到期",
    "unused": "没有用上",
}

_DOCUMENT = (
    Column("document", "公开文件", width=40, is_headline=True),
    Column("department", "部门", width=28),
    Column("year", "年度", Kind.ORDINAL, 8),
)
_LEAGUE = (
    Column("rank", "名次", Kind.ORDINAL, 6),
    *_DOCUMENT,
    Column("kind", "类型", width=10),
    Column("state", "状态", Kind.TERM, 18),
    Column("confirmed", "确认差额（元）", Kind.AMOUNT, 16),
    Column("wrong_figures", "数字错误", Kind.NUMBER, 9),
    Column("errors", "错误", Kind.NUMBER, 7),
    Column("warnings", "警告", Kind.NUMBER, 7),
    Column("infos", "提示", Kind.NUMBER, 7),
    Column("waived", "已豁免", Kind.NUMBER, 8),
    Column("score", "得分", Kind.AMOUNT, 8),
    Column("report", "报告", Kind.LINK, 30),
    Column("pages", "页数", Kind.NUMBER, 7),
    Column("tables", "识别表数", Kind.NUMBER, 9),
    Column("figures", "数字", Kind.NUMBER, 9),
    Column("reason", "未能核对、未评分的原因", width=50),
)
_FINDING = (
    *_DOCUMENT,
    Column("id", "编号", width=11),
    Column("severity", "级别", Kind.TERM, 8),
    Column("rule", "规则", width=28),
    Column("status", "结果", Kind.TERM, 10),
    Column("message", "问题", width=70),
    Column("page", "页", Kind.ORDINAL, 6),
    Column("table", "表", width=30),
    Column("row", "行", width=20),
    Column("column", "栏目", width=20),
    Column("figures", "两数", width=14),
    Column("expected", "前数（元）", Kind.AMOUNT, 16),
    Column("actual", "后数（元）", Kind.AMOUNT, 16),
    Column("difference", "相差（元）", Kind.AMOUNT, 16),
    Column("law", "依据", width=18),
    Column("next", "处理", width=50),
)
_WAIVED = (
    *_DOCUMENT,
    Column("rule", "规则", width=28),
    Column("message", "问题", width=70),
    Column("verdict", "结论", Kind.TERM, 14),
    Column("reason", "理由", width=40),
    Column("approver", "批准人", width=10),
    Column("expires", "有效期至", width=12),
    Column("waiver", "豁免序号", Kind.ORDINAL, 9),
    Column("state", "状态", Kind.TERM, 14),
)
_CAUSES = (
    Column("documents", "文件数", Kind.NUMBER, 8),
    Column("share", "占比", Kind.SHARE, 8),
    Column("findings", "问题数", Kind.NUMBER, 8),
    Column("severity", "级别", Kind.TERM, 8),
    Column("rule", "规则", width=28),
    Column("words", "问题（… 代名称，# 代数字）", width=70, is_headline=True),
    Column("table", "表", width=30),
    Column("row", "行", width=16),
    Column("column", "栏目", width=16),
    Column("message", "原文一例", width=60),
    Column("examples", "例如", width=50),
)
_RULES = (
    Column("rule", "规则", width=32, is_headline=True),
    Column("findings", "问题数", Kind.NUMBER, 9),
    Column("accepted", "判为属实", Kind.NUMBER, 9),
    Column("false_alarms", "判为误报", Kind.NUMBER, 9),
    Column("unjudged", "未判定", Kind.NUMBER, 9),
    Column("precision", "准确率", Kind.SHARE, 9),
)
_WAIVERS = (
    Column("number", "序号", Kind.ORDINAL, 6),
    Column("rule", "规则", width=28, is_headline=True),
    Column("place", "范围", width=36),
    Column("verdict", "结论", Kind.TERM, 14),
    Column("reason", "理由", width=40),
    Column("approver", "批准人", width=10),
    Column("year", "年度", Kind.ORDINAL, 8),
    Column("expires", "有效期至", width=12),
    Column("state", "状态", Kind.TERM, 14),
    Column("findings", "豁免问题数", Kind.NUMBER, 10),
)


@dataclass(frozen=True, slots=True)
class _Again:
    """Rows read anew each time somebody goes through them: they need not fit into memory."""

    make: Callable[[], Iterator[tuple[Cell, ...]]]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self.make()


def league_tables(
    summary: Summary, records: Callable[[], Iterable[Record]]
) -> tuple[LeagueTable, ...]:
    """The tables in the order people want them; `records` gives all records in the order of their names."""
    ranks = (
        "确认差额大的在前：错误级、位置明确的加总问题相差金额之和；相同的，依次比数字错误、"
        "其他错误、警告、得分；未能核对的在最后。"
    )
    words = "同一条规则、同一句话（去掉名称和数字）、同一位置，算作一个原因。"
    precision = "准确率 = 1 − 误报 ÷ 问题数，未判定的按属实计；没有人判定过的规则不给准确率。"
    return (
        LeagueTable("league", "排名", _LEAGUE, tuple(_league(summary)), _STATES, ranks),
        LeagueTable("causes", "原因", _CAUSES, tuple(_causes(summary)), _SEVERITIES, words),
        LeagueTable("rules", "各条规则", _RULES, tuple(_rules(summary)), note=precision),
        LeagueTable(
            "waivers", "各条豁免", _WAIVERS, tuple(_waivers(summary)), _VERDICTS | _WAIVER_STATES
        ),
        LeagueTable(
            "waived",
            "已豁免",
            _WAIVED,
            _Again(lambda: (row for r in records() for row in _waived(r))),
            _VERDICTS | _WAIVER_STATES,
        ),
        LeagueTable(
            "findings",
            "问题",
            _FINDING,
            _Again(lambda: (row for r in records() for row in _findings(r))),
            _SEVERITIES | _STATUSES,
        ),
    )


def _league(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    for rank, standing in enumerate(summary.standings, start=1):
        record = standing.record
        is_checked = record.state is State.CHECKED
        counts = (
            yuan(standing.confirmed),
            standing.wrong_figures,
            standing.errors,
            standing.warnings,
            standing.infos,
            standing.waived,
        )
        yield (
            rank if is_checked else None,
            *_document(record),
            record.kind,
            record.state.value,
            *(counts if is_checked else (None,) * len(counts)),
            record.score,
            record.reports.get("html") or next(iter(record.reports.values()), ""),
            record.pages,
            record.tables if is_checked else None,
            record.figures if is_checked else None,
            record.reason or (f"未评分：{record.unscored}" if record.unscored else ""),
        )


def _document(record: Record) -> tuple[Cell, ...]:
    return record.name, record.department, record.year


def _findings(record: Record) -> Iterator[tuple[Cell, ...]]:
    for finding in record.findings:
        place = _place(finding, record)
        yield (
            *_document(record),
            finding["id"],
            finding["severity"],
            finding["rule"],
            finding["status"],
            finding["message"],
            *place,
            "、".join(finding["figures"] or ()),
            finding["expected"],
            finding["actual"],
            finding["difference"],
            finding["law"],
            " ".join(filter(None, (finding["suggestion"], finding["hint"]))),
        )


def _place(finding: Finding, record: Record) -> tuple[Cell, ...]:
    """Page, table, row and column of a finding's first place."""
    for where in finding["where"]:
        title = record.titles.get(where["table"], where["table"])
        return where["page"], title, where["row"], where["column"]
    return None, "", "", ""


def _waived(record: Record) -> Iterator[tuple[Cell, ...]]:
    for finding in record.waived:
        waiver = finding["waiver"]
        yield (
            *_document(record),
            finding["rule"],
            finding["message"],
            waiver["verdict"],
            waiver["reason"],
            waiver["approver"],
            waiver["expires"] or "",
            waiver["number"],
            "carried-over" if waiver["carried_over"] else "used",
        )


def _causes(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    for cause, reach in summary.causes.by_reach():
        yield (
            reach.documents,
            permille(reach.documents, summary.checked),
            reach.findings,
            cause.severity,
            cause.rule,
            cause.words,
            cause.table,
            cause.row,
            cause.column,
            reach.message,
            "；".join(reach.examples),
        )


def _rules(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    for rule, count in sorted(summary.rules.items(), key=lambda i: (-i[1].findings, i[0])):
        yield (
            rule,
            count.findings,
            count.accepted,
            count.false_alarms,
            count.standing,
            permille(count.findings - count.false_alarms, count.findings) if count.judged else None,
        )


def _waivers(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    for waiver in summary.waivers.entries:
        use = summary.uses.get(waiver.number)
        yield (
            waiver.number,
            waiver.rule,
            waiver.place,
            waiver.verdict.value,
            waiver.reason,
            waiver.approver,
            waiver.year,
            "" if waiver.expires is None else waiver.expires.isoformat(),
            waiver_state(waiver, use, on=summary.on),
            0 if use is None else use.findings,
        )


def waiver_state(waiver: Waiver, use: WaiverUse | None, *, on: dt.date) -> str:
    """Expired, unused, carried over from an earlier year, or in use."""
    if waiver.has_expired(on):
        return "expired"
    if use is None:
        return "unused"
    return "carried-over" if use.carried_over else "used"
