"""A workbook goes out, comes back, is shown before it is taken over, and can be undone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.web.place.small import actor
from tests.web.place.working import worked
from yusuan.core.errors import NotReady
from yusuan.web.budgets.exchange import importing
from yusuan.web.budgets.exchange.planning import planned
from yusuan.web.budgets.exchange.reading import Read
from yusuan.web.budgets.models import Import, Part
from yusuan.web.budgets.saving import Change, Edit, save
from yusuan.web.journal.models import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def _upload(client: Client, part: Part, content: bytes, name: str = "填报.xlsx") -> str:
    """What the page says once the worker has read the file."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("budgets:import", args=[part.pk]), {"file": file})
    if answer.status_code != 302:
        return answer.content.decode()
    assert "正在读取" in client.get(answer["Location"]).content.decode()
    worked()
    return client.get(answer["Location"]).content.decode()


def _prepared(part: Part, rows: list[tuple[str, dict[str, str]]]) -> Import:
    """A file with these rows of the part, as the worker leaves it."""
    found = importing.receive(actor("preparer0"), part, b"PK", "填报.xlsx")
    importing.prepare(found, Read({part.unit_id or "": rows}, []))
    return found


@pytest.mark.slow
def test_there_and_back(part: Part, signed_in: Callable[[str], Client]) -> None:
    import openpyxl

    client = signed_in("preparer0")
    before = importing.present(part)
    content = client.get(reverse("budgets:export", args=[part.pk])).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["预算明细"]
    headers = [cell.value for cell in sheet[1]]
    column = next(n for n, h in enumerate(headers) if h and str(h).startswith("金额"))
    row = next(r for r in sheet.iter_rows(min_row=2) if isinstance(r[column].value, (int, float)))
    row[column].value = 123456
    changed = io.BytesIO()
    book.save(changed)
    page = _upload(client, part, changed.getvalue())
    assert "修改 1 行" in page
    assert "新增 0 行" in page
    assert importing.present(part) == before
    found = Import.objects.get()
    for _ in range(2):
        client.post(reverse("budgets:import_preview", args=[found.pk]))
    after = importing.present(part)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    assert Entry.objects.filter(note__startswith="导入").count() == 1
    client.post(reverse("budgets:import_undo", args=[found.pk]))
    assert importing.present(part) == before


def test_faults_stand_by_sheet_and_cell(part: Part, signed_in: Callable[[str], Client]) -> None:
    import openpyxl

    client = signed_in("preparer0")
    content = client.get(reverse("budgets:export", args=[part.pk])).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["预算明细"]
    headers = [cell.value for cell in sheet[1]]
    column = next(n for n, h in enumerate(headers) if h and str(h).startswith("金额"))
    cell = next(r for r in sheet.iter_rows(min_row=2) if isinstance(r[column].value, (int, float)))
    cell[column].value = "很多"
    broken = io.BytesIO()
    book.save(broken)
    page = _upload(client, part, broken.getvalue())
    assert f"预算明细!{cell[column].coordinate}" in page
    _cannot_be_confirmed(client)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("病毒.exe", b"MZ", "只能导入"),
        ("空.xlsx", b"", "不能|没有|无法|损坏|文件"),
        ("乱.xlsx", b"PK\x03\x04 not a workbook", "不能|没有|无法|损坏|文件"),
    ],
)
def test_what_is_no_workbook(
    part: Part, signed_in: Callable[[str], Client], name: str, content: bytes, said: str
) -> None:
    import re

    client = signed_in("preparer0")
    assert re.search(said, _upload(client, part, content, name))
    _cannot_be_confirmed(client)


def _cannot_be_confirmed(client: Client) -> None:
    for found in Import.objects.all():
        assert found.state == Import.State.REFUSED
        answer = client.post(reverse("budgets:import_preview", args=[found.pk]))
        assert answer.status_code == 409
    assert not Entry.objects.filter(note__startswith="导入").exists()


def test_the_file_can_be_had_again(part: Part, signed_in: Callable[[str], Client]) -> None:
    found = importing.receive(actor("preparer0"), part, b"PK as it came", "../填报.xlsx")
    answer = signed_in("preparer0").get(reverse("budgets:import_file", args=[found.pk]))
    assert answer.content == b"PK as it came"
    assert ".." not in answer["Content-Disposition"]


def test_somebody_typed_since_the_preview(part: Part) -> None:
    who = actor("preparer0")
    rows = importing.present(part)
    found = _prepared(part, rows[:-1])
    row = part.rows.filter(record="lines").first()
    assert row is not None
    save(who, part, Edit("one", [Change(row.pk, "amount", row.values["amount"], "7")]))
    with pytest.raises(NotReady, match="有人改过"):
        importing.confirm(who, found)


def test_an_import_that_was_typed_over_is_not_undone(part: Part) -> None:
    who = actor("preparer0")
    rows = importing.present(part)
    found = _prepared(part, rows[:-1])
    importing.confirm(who, found)
    row = part.rows.filter(record="lines").first()
    assert row is not None
    save(who, part, Edit("one", [Change(row.pk, "amount", row.values["amount"], "7")]))
    with pytest.raises(NotReady, match="不能整个撤销"):
        importing.undo(who, found)


def test_another_units_file_is_refused(part: Part) -> None:
    found = importing.receive(actor("preparer0"), part, b"PK", "填报.xlsx")
    importing.prepare(found, Read({"999001": [("lines", {"unit": "999001"})]}, []))
    assert found.state == Import.State.REFUSED
    assert "没有这个单位" in found.error


@pytest.mark.parametrize(
    ("present", "wanted", "kinds"),
    [
        ([("assets", {"category": "房屋"})], [("assets", {"category": "房屋"})], []),
        (
            [("assets", {"category": "房屋"})],
            [("assets", {"category": "房屋", "value": "1"})],
            ["修改"],
        ),
        ([("assets", {"category": "房屋"})], [("assets", {"category": "车辆"})], ["新增", "删除"]),
        ([], [("assets", {"category": "车辆"})] * 2, ["新增", "新增"]),
    ],
)
def test_what_a_file_changes(
    present: list[tuple[str, dict[str, str]]],
    wanted: list[tuple[str, dict[str, str]]],
    kinds: list[str],
) -> None:
    assert [one.kind for one in planned(present, wanted)] == kinds
