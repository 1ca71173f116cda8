"""Versions are the dataset, are never changed, and say what differs; the database's lines make the same tables."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from tests.cli.command_line import run
from tests.web.place.workflow.steps import walk
from yusuan.catalog import names
from yusuan.core.errors import SpecError
from yusuan.readers.dataset_zip import unpacked_dataset
from yusuan.tables.derive import derive
from yusuan.warehouse.sql import cells_query, unplaced_query
from yusuan.warehouse.store import table_of
from yusuan.web.acting import building
from yusuan.web.budgets.checking import forget
from yusuan.web.budgets.dataset import facts_of
from yusuan.web.budgets.models import Row
from yusuan.web.journal.models import Entry
from yusuan.web.versions.models import Line, Version
from yusuan.web.versions.reading import run_of_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Table
    from yusuan.web.budgets.models import Book


@pytest.fixture
def versions(books: list[Book]) -> list[Version]:
    """Of the first department's book, up to the ceilings."""
    walk(books[0], "issue_ceilings")
    return list(Version.objects.filter(book=books[0]).order_by("number"))


def change(book: Book) -> Row:
    """One line of the draft becomes a yuan."""
    row = Row.objects.filter(part__book=book, record="lines").order_by("pk").first()
    assert row is not None
    with building():
        row.values["amount"] = "1.00"
        row.save()
        book.revision += 1
        book.save()
    forget()
    return row


def test_a_version_is_the_dataset(versions: list[Version], books: list[Book]) -> None:
    for version in versions:
        assert hashlib.sha256(bytes(version.dataset)).hexdigest() == version.sha256
        # A draft that nothing was approved of has no such sheet; the folder has an empty one.
        assert run_of_version(version).budget == replace(facts_of(books[0]), approved=())
        assert version.outcomes["error"] == 0
    said = Entry.objects.filter(kind="versions.version").values_list("after", flat=True)
    assert [one["sha256"] for one in said if one] == [one.sha256 for one in versions]


def test_the_same_facts_are_the_same_bytes(versions: list[Version]) -> None:
    assert versions[0].sha256 == versions[1].sha256


def test_the_command_line_reads_it(versions: list[Version], tmp_path: Path) -> None:
    file = tmp_path / "version.zip"
    file.write_bytes(bytes(versions[0].dataset))
    folder = unpacked_dataset(file, tmp_path / "unpacked")
    assert folder is not None
    said = run("check", folder)
    assert said.exit_code == 0, said.output


def test_nothing_changes_a_version(versions: list[Version]) -> None:
    version = versions[0]
    with building():
        version.sha256 = "0" * 64
        with pytest.raises(SpecError):
            version.save()
        with pytest.raises(SpecError):
            version.delete()
        line = version.lines.first()
        assert line is not None
        with pytest.raises(SpecError):
            line.save()


# --- the agreement law ------------------------------------------------------------------------------------


def from_database(spec: TableSpec, version: Version) -> Table:
    """What the database the place runs on makes of the warehouse's query over a version's lines."""
    columns = "unit, fund, source, origin, function, economic, nature, project, amount"
    lines = (
        f"WITH lines AS (SELECT '' AS department, {columns} "  # noqa: S608  our own names
        f"FROM versions_line WHERE version_id = {version.pk}) "
    )
    panels: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(lines + unplaced_query(spec))
        assert cursor.fetchall() == []
        cursor.execute(lines + cells_query(spec))
        for _, panel, row, column, amount in cursor.fetchall():
            panels[panel][row, column] = int(amount)
    budget = run_of_version(version).budget
    name = names(budget.department.fiscal_year, budget.code_names)
    return table_of(spec, [panels[n] for n in range(len(spec.panels))], name)


def test_the_database_makes_the_same_tables(versions: list[Version]) -> None:
    version = versions[0]
    run = run_of_version(version)
    organs = frozenset(u.code for u in run.budget.units if not u.is_public_institution)
    for spec in (one.of_organs(organs) for one in run.edition.tables):
        name = names(run.edition.year, run.budget.code_names)
        here, there = derive(spec, run.budget.lines, name), from_database(spec, version)
        assert there.rows == here.rows, spec.id
        assert dict(there.cells) == dict(here.cells), spec.id
    assert Line.objects.filter(version=version).count() == len(run.budget.lines)


# --- pages ------------------------------------------------------------------------------------------------


def test_the_list(signed_in: Callable[[str], Client], versions: list[Version]) -> None:
    text = signed_in("auditor").get(f"/versions/of/{versions[0].book_id}/").content.decode()
    assert "第1版（一上）" in text
    assert "第2版（控制数）" in text
    assert versions[0].sha256[:12] in text


def test_an_empty_list_says_what_makes_versions(
    signed_in: Callable[[str], Client], books: list[Book]
) -> None:
    assert "还没有版本" in signed_in("budget").get(f"/versions/of/{books[0].pk}/").content.decode()


def test_what_differs_from_the_draft(
    signed_in: Callable[[str], Client], versions: list[Version], books: list[Book]
) -> None:
    change(books[0])
    text = signed_in("finance0").get(f"/versions/diff/{versions[0].pk}/0/").content.decode()
    assert "<ins>1.00</ins>" in text
    assert "部门收支总表" in text or "收支" in text


def test_two_equal_versions(signed_in: Callable[[str], Client], versions: list[Version]) -> None:
    address = f"/versions/diff/{versions[0].pk}/{versions[1].pk}/"
    assert "没有差异" in signed_in("finance0").get(address).content.decode()


def test_texts_stand_side_by_side(
    signed_in: Callable[[str], Client], versions: list[Version], books: list[Book]
) -> None:
    row = Row.objects.filter(part__book=books[0], record="narrative").first()
    assert row is not None
    with building():
        row.values["text"] = "全新的一段文字。"
        row.save()
        books[0].refresh_from_db()
        books[0].revision += 1
        books[0].save()
    forget()
    text = signed_in("finance0").get(f"/versions/diff/{versions[0].pk}/0/").content.decode()
    assert "全新的一段文字。" in text


def test_an_unreadable_draft_is_not_compared(
    signed_in: Callable[[str], Client], versions: list[Version], books: list[Book]
) -> None:
    row = change(books[0])
    with building():
        row.values["amount"] = "不知道"
        row.save()
    forget()
    assert signed_in("finance0").get(f"/versions/diff/{versions[0].pk}/0/").status_code == 409


def test_the_file_is_the_bytes(signed_in: Callable[[str], Client], versions: list[Version]) -> None:
    answer = signed_in("budget").get(f"/versions/{versions[0].pk}/file/")
    assert answer.content == bytes(versions[0].dataset)
    assert versions[0].sha256[:12] in answer["Content-Disposition"]


@pytest.mark.parametrize("username", ["preparer0", "reviewer1", "finance1", "administrator"])
def test_others_find_nothing(
    signed_in: Callable[[str], Client], versions: list[Version], username: str
) -> None:
    client = signed_in(username)
    first, second = versions[0].pk, versions[1].pk
    for address in (
        f"/versions/of/{versions[0].book_id}/",
        f"/versions/diff/{first}/{second}/",
        f"/versions/diff/{first}/0/",
        f"/versions/{first}/file/",
    ):
        assert client.get(address).status_code == 404, address


def test_two_departments_are_not_compared(
    signed_in: Callable[[str], Client], versions: list[Version], books: list[Book]
) -> None:
    other = Version.objects.get(pk=versions[0].pk)
    other.pk, other.book = None, books[1]
    with building():
        other.save()
    client = signed_in("budget")
    assert client.get(f"/versions/diff/{versions[0].pk}/{other.pk}/").status_code == 404


def test_a_form_leads_there(signed_in: Callable[[str], Client], versions: list[Version]) -> None:
    client = signed_in("budget")
    answer = client.get(f"/versions/compare/?old={versions[0].pk}&new=0")
    assert answer["Location"] == f"/versions/diff/{versions[0].pk}/0/"
    assert client.get("/versions/compare/?old=x&new=0").status_code == 404
