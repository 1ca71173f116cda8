"""An outsider with the published files, paper and patience: works out what is not printed, with code of its own.

It reads the bytes of open-data packages and knows nothing of how they were made. It is told in which lines of the
tables each project has money, which outsiders rarely know: what is safe from it is safe from them.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from yusuan.core.budget import BudgetLine, DepartmentalBudget

INFINITE = float("inf")
# The classes the three-public table shows; an outsider sees lines of withheld projects by these keys only.
_SHOWN = {"30212", "30215", "30216", "30217", "30231", "30913", "31013"}
_COSTS = {"成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标"}
_FUNDS = (
    "general_public",
    "government_funds",
    "state_capital",
    "special_account",
    "unit_funds",
    "carry_over",
)
_PER_UNIT = ("每", "平均", "人均", "单位成本", "单价", "标准")


@dataclass
class Paper:
    """Equations between things that are not negative; yuan."""

    equations: list[tuple[dict[Hashable, float], float]] = field(default_factory=list)

    def note(self, terms: Iterable[Hashable], total: float, less: Iterable[Hashable] = ()) -> None:
        """Write down that some things, less some others, add up to a total."""
        counted: dict[Hashable, float] = defaultdict(float)
        for term in terms:
            counted[term] += 1
        for term in less:
            counted[term] -= 1
        if counted:
            self.equations.append((dict(counted), total))

    def range_of(self, wanted: Sequence[Hashable]) -> tuple[float, float] | None:
        """The least and the most the wanted things add up to; None where the paper contradicts itself."""
        import highspy
        import numpy as np

        names = sorted({n for terms, _ in self.equations for n in terms} | set(wanted), key=repr)
        number = {name: n for n, name in enumerate(names)}
        scale = max([1.0, *(abs(total) for _, total in self.equations)])
        ends = []
        for sign in (1.0, -1.0):
            solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor is not annotated
            solver.silent()
            for name in names:
                solver.addVar(0.0, 2.0)
                solver.changeColCost(number[name], sign * sum(name == w for w in wanted))
            for terms, total in self.equations:
                columns = np.array([number[n] for n in terms], dtype=np.int32)
                weights = np.array(list(terms.values()), dtype=np.double)
                value = total / scale
                solver.addRow(value, value, len(columns), columns, weights)
            solver.setOptionValue("primal_feasibility_tolerance", 1e-10)
            solver.run()
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            ends.append(sign * solver.getInfo().objective_function_value * scale)
        return ends[0], ends[1]


def key_of(line: BudgetLine) -> tuple[str, ...]:
    """What an outsider can tell a line of a withheld project by."""
    economic = str(line.economic) if line.economic else ""
    shown = economic if economic[:5] in _SHOWN else ""
    words = (line.fund.value, line.source.value, line.origin.value, str(line.function))
    return (*words, line.nature.value, shown)


def rows(package: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    """The rows of a file of a package."""
    return list(csv.DictReader(io.StringIO(package[f"opendata/{name}.csv"].decode())))


Key = tuple[str, ...]


def read(paper: Paper, package: Mapping[str, bytes], truth: DepartmentalBudget) -> None:
    """Write down what a package says; `truth` says only where projects have lines."""
    where: dict[str, set[Key]] = defaultdict(set)
    for line in truth.lines:
        if line.project:
            where[line.project].add(key_of(line))
    projects = rows(package, "projects")
    shown = {p["code"] for p in projects if p["fiscal_amount"] or p["other_amount"]}
    hidden = [p["code"] for p in projects if p["code"] not in shown]
    for (project, key), total in _sums(package).items():
        of = hidden if project == "涉密" else [project]
        paper.note([("money", p, key) for p in of if key in where[p]], total)
    _assets(paper, package, truth, hidden)
    costing, goals = _by_project(package, "costing"), _by_project(package, "indicators")
    for form in projects:
        code = form["code"]
        if code in shown:
            amount = float(form["fiscal_amount"] or 0) + float(form["other_amount"] or 0)
            _parts(paper, code, costing[code], amount)
            _targets(paper, code, goals[code], amount)


def _assets(
    paper: Paper, package: Mapping[str, bytes], truth: DepartmentalBudget, hidden: list[str]
) -> None:
    """What is planned and not listed is bought all the same, by whoever buys and is not listed."""
    planned = sum(float(row["planned_purchase"] or 0) for row in rows(package, "assets"))
    listed = sum(
        float(row[fund] or 0)
        for row in rows(package, "procurement")
        if row["catalogue_code"][0] in "AB"
        for fund in _FUNDS
    )
    goods = {n: p for n, p in enumerate(truth.procurement) if p.catalogue_code[0] in "AB"}
    missing = [n for n, p in goods.items() if p.classified or p.project in hidden]
    if planned and missing:
        paper.note([("purchase", n) for n in missing], max(0.0, planned - listed))
        for project in hidden:
            own = [("purchase", n) for n, p in goods.items() if p.project == project]
            if own:
                keys = {key_of(line) for line in truth.lines if line.project == project}
                money = [("money", project, key) for key in sorted(keys)]
                paper.note(money, 0, [*own, ("rest", project)])


def _sums(package: Mapping[str, bytes]) -> dict[tuple[str, Key], float]:
    """The money of each project, and of 涉密, by what lines can be told apart by."""
    sums: dict[tuple[str, Key], float] = defaultdict(float)
    for row in rows(package, "lines"):
        words = (row["fund"], row["source"], row["origin"], row["function"], row["nature"])
        shown = row["economic"] if row["economic"][:5] in _SHOWN else ""
        if row["project"]:
            sums[row["project"], (*words, shown)] += float(row["amount"])
    return sums


def _by_project(package: Mapping[str, bytes], name: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(package, name):
        found[row["project"]].append(row)
    return found


def _parts(paper: Paper, project: str, items: list[dict[str, str]], amount: float) -> None:
    names = [("item", project, n) for n in range(len(items))]
    paper.note(names, amount)
    for name, item in zip(names, items, strict=True):
        if item["amount"]:
            paper.note([name], float(item["amount"]))
        elif item["quantity"] and item["unit_price"]:
            times = Decimal(item["periods"] or 1)
            paper.note(
                [name], float(Decimal(item["quantity"]) * Decimal(item["unit_price"]) * times)
            )


def _targets(paper: Paper, project: str, goals: list[dict[str, str]], amount: float) -> None:
    found = []
    for n, goal in enumerate(goals):
        if goal["kind"] in _COSTS and not any(word in goal["name"] for word in _PER_UNIT):
            money = _yuan(goal["target"])
            if money is None and (goal["target"] != "涉密" or goal["name"] == "涉密"):
                return
            found.append((("goal", project, n), money))
    paper.note([name for name, _ in found], amount)
    for name, money in found:
        if money is not None:
            paper.note([name], money)


def _yuan(target: str) -> float | None:
    digits = target.lstrip("≤<=≥>不超过大于小低高")
    for unit, worth in (("万元", 10_000), ("元", 1)):
        if digits.endswith(unit) and "/" not in digits:
            try:
                return float(digits[: -len(unit)].replace(",", "")) * worth
            except ValueError:
                return None
    return None


@dataclass(frozen=True)
class Secret:
    """Something classified: what the outsider calls it, and what it is, yuan."""

    names: tuple[Hashable, ...]
    yuan: float


def secrets_of(truth: DepartmentalBudget) -> list[Secret]:
    """Every classified amount of the facts."""
    found = []
    for project in truth.projects:
        own = [line for line in truth.lines if line.project == project.code]
        if "amount" in project.classified:
            names = sorted({("money", project.code, key_of(line)) for line in own})
            found.append(Secret(tuple(names), sum(line.amount for line in own) / 100))
            continue
        for n, item in enumerate(project.costing):
            if "amount" in item.classified:
                found.append(Secret((("item", project.code, n),), (item.amount or 0) / 100))
        for n, indicator in enumerate(project.indicators):
            if "target" in indicator.classified and (money := _yuan(str(indicator.target))):
                found.append(Secret((("goal", project.code, n),), money))
    for n, line in enumerate(truth.procurement):
        if line.classified:
            found.append(Secret((("purchase", n),), line.amount / 100))
    return found


def found_out(
    truth: DepartmentalBudget, packages: Sequence[Mapping[str, bytes]], margin: float = 0.2
) -> list[tuple[Secret, tuple[float, float]]]:
    """The secrets that the last of some packages, alone or with the others, bounds to within the margin."""
    lost = []
    papers = []
    for chosen in {(len(packages) - 1,), tuple(range(len(packages)))}:
        paper = Paper()
        for n in chosen:
            read(paper, packages[n], truth)
        papers.append(paper)
    for secret in secrets_of(truth):
        for paper in papers:
            bounds = paper.range_of(secret.names) if secret.yuan else None
            if bounds is None:
                continue
            least, most = bounds
            is_exact = most - least < 0.005 and abs(least - secret.yuan) < 0.01
            is_inside = least > (1 - margin) * secret.yuan and most < (1 + margin) * secret.yuan
            if is_exact or is_inside:
                lost.append((secret, bounds))
    return lost
