"""Pages show what may be seen, offer what may be done, and give out exactly the files that were made."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.place.publication.approved import AT, DAY, again, let_through, made, public
from tests.web.place.small import actor
from tests.web.place.working import worked
from yusuan.web.clock import stopped
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.models import Publication
from yusuan.web.publication.publishing import publish
from yusuan.web.store import digest_of
from yusuan.web.tasks.models import Task
from yusuan.web.versions.freezing import dataset_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book

    SignIn = Callable[[str], Client]

_FORM = {"dated": DAY.isoformat(), "secrecy_by": "保密审查0", "head": "负责人0"}
_READS = ("", "masked/", "dataset/", "files/{digest}/", "page/{digest}/")


def test_from_the_first_page_to_the_last(book: Book, signed_in: SignIn) -> None:
    publisher = signed_in("publisher0")
    assert "准备公开" in publisher.get(f"/publications/books/{book.pk}/").content.decode()
    answer = publisher.post(f"/publications/books/{book.pk}/prepare/", _FORM)
    at = answer["Location"]
    assert "data-task" in publisher.get(at).content.decode()
    worked()
    found = Publication.objects.get()
    for name, kind in (("secrecy0", "secrecy"), ("head0", "head")):
        client = signed_in(name)
        assert f"{at}gates/{kind}/" in client.get(at).content.decode()
        decided = {"decision": "pass", "digest": found.digest}
        assert client.post(f"{at}gates/{kind}/", decided).status_code == 302
    assert f"{at}publish/" in publisher.get(at).content.decode()
    assert publisher.post(f"{at}publish/").status_code == 302
    assert again(found).state == Publication.State.PUBLISHED
    assert "更正公开" in publisher.get(f"/publications/books/{book.pk}/").content.decode()


@pytest.mark.parametrize("path", _READS)
@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("secrecy0", 200),
        ("auditor", 200),
        ("publisher1", 404),
        ("finance1", 404),
        ("preparer0", 404),
        ("administrator", 404),
    ],
)
def test_who_sees_what_is_not_public_yet(
    path: str, username: str, status: int, quick: None, book: Book, signed_in: SignIn
) -> None:
    found = made(book)
    page = found.files.get(name__endswith=".html")
    client = signed_in(username)
    answer = client.get(f"/publications/{found.pk}/{path.format(digest=page.sha256)}")
    assert answer.status_code == status


@pytest.mark.parametrize("action", ["publish/", "abandon/", "gates/secrecy/", "gates/head/"])
def test_foreign_hands_find_nothing(
    action: str, quick: None, book: Book, signed_in: SignIn
) -> None:
    found = made(book)
    answer = signed_in("publisher1").post(f"/publications/{found.pk}/{action}")
    assert answer.status_code == 404
    for page in ("", "prepare/", "correct/"):
        path = f"/publications/books/{book.pk}/{page}"
        assert signed_in("publisher1").get(path).status_code == 404


def test_what_is_public_is_seen_by_units_too_but_not_from_inside(
    quick: None, book: Book, signed_in: SignIn
) -> None:
    found = public(book)
    client = signed_in("preparer0")
    assert client.get(f"/publications/{found.pk}/").status_code == 200
    assert client.get(f"/publications/{found.pk}/dataset/").status_code == 404
    assert client.get(f"/publications/{found.pk}/masked/").status_code == 404


def test_files_are_given_out_as_they_are(quick: None, book: Book, signed_in: SignIn) -> None:
    found = made(book)
    client = signed_in("secrecy0")
    for file in found.files.all():
        answer = client.get(f"/publications/{found.pk}/files/{file.sha256}/")
        assert digest_of(answer.content) == file.sha256
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"].startswith("sandbox")
    page = found.files.get(name__endswith=".html")
    shown = client.get(f"/publications/{found.pk}/page/{page.sha256}/")
    assert digest_of(shown.content) == page.sha256
    assert shown["Content-Security-Policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in shown["Content-Security-Policy"]
    other = found.files.exclude(name__endswith=".html").first()
    assert other is not None
    assert client.get(f"/publications/{found.pk}/page/{other.sha256}/").status_code == 404
    assert client.get(f"/publications/{found.pk}/files/{'0' * 64}/").status_code == 404


def test_buttons_are_there_for_whom_they_are(quick: None, book: Book, signed_in: SignIn) -> None:
    found = made(book)
    at = f"/publications/{found.pk}/"
    assert f"{at}gates/" not in signed_in("publisher0").get(at).content.decode()
    let_through(found)
    assert f"{at}publish/" not in signed_in("secrecy0").get(at).content.decode()
    assert f"{at}publish/" in signed_in("publisher0").get(at).content.decode()


def test_a_stale_page_passes_nothing(quick: None, book: Book, signed_in: SignIn) -> None:
    found = made(book)
    answer = signed_in("secrecy0").post(
        f"/publications/{found.pk}/gates/secrecy/", {"decision": "pass", "digest": "0" * 64}
    )
    assert answer.status_code == 409
    assert not found.gates.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dated": ""}, "dated"),
        ({"dated": "2026-05-01"}, "超期"),
        ({"dated": "2026-01-01"}, "早于批复"),
        ({"head": "别人"}, "head"),
    ],
)
def test_a_wrong_form_comes_back_with_words(
    changed: dict[str, str], said: str, book: Book, signed_in: SignIn
) -> None:
    client = signed_in("publisher0")
    answer = client.post(f"/publications/books/{book.pk}/prepare/", _FORM | changed)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Publication.objects.exists()


def test_why_it_is_late_is_told_inside_only(quick: None, book: Book, signed_in: SignIn) -> None:
    late = {"dated": "2026-03-01", "late_reason": "系统故障", "late_approver": "王局长"}
    client = signed_in("publisher0")
    client.post(f"/publications/books/{book.pk}/prepare/", _FORM | late)
    worked()
    found = Publication.objects.get()
    with stopped(AT + dt.timedelta(days=9)):
        let_through(found)
        publish(actor("publisher0"), found)
    at = f"/publications/{found.pk}/"
    assert "系统故障（王局长）" in client.get(at).content.decode()
    assert "系统故障" not in signed_in("preparer0").get(at).content.decode()


def test_a_correction_is_sent_in_as_a_file(book: Book, signed_in: SignIn) -> None:
    old = public(book)
    budget = budget_of(bytes(old.dataset))
    at = next(n for n, line in enumerate(budget.lines) if not line.project and line.amount > 0)
    amount = budget.lines[at].amount
    more = replace(budget.lines[at], amount=amount + 100_000)
    corrected = replace(budget, lines=(*budget.lines[:at], more, *budget.lines[at + 1 :]))
    client = signed_in("publisher0")
    path = f"/publications/books/{book.pk}/correct/"
    file = SimpleUploadedFile("data.zip", dataset_bytes(corrected))
    answer = client.post(path, _FORM | {"file": file, "reason": "录入有误"})
    assert answer.status_code == 302, answer.content.decode()
    worked()
    found = Publication.objects.exclude(pk=old.pk).get()
    assert found.state == Publication.State.MADE, found.error
    assert found.supersedes_id == old.pk
    shown = client.get(f"/publications/{found.pk}/difference/").content.decode()
    assert "10.00" in shown or "1000.00" in shown or "0.10" in shown
    assert client.get(f"/publications/{old.pk}/difference/").status_code == 404


def _zip_of(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content", [b"no zip", _zip_of("department.toml", b"name ="), _zip_of("../x", b"")]
)
def test_a_correction_that_cannot_be_read_says_so(
    content: bytes, quick: None, book: Book, signed_in: SignIn
) -> None:
    public(book)
    client = signed_in("publisher0")
    file = SimpleUploadedFile("data.zip", content)
    path = f"/publications/books/{book.pk}/correct/"
    client.post(path, _FORM | {"file": file, "reason": "录入有误"})
    worked()
    assert Task.objects.filter(state=Task.State.FAILED).count() == 1
    assert "没有采用" in client.get(f"/publications/books/{book.pk}/").content.decode()
    assert Publication.objects.count() == 1


def test_the_list_is_of_one_s_own(book: Book, signed_in: SignIn) -> None:
    assert book.department.name in signed_in("publisher0").get("/publications/").content.decode()
    other = signed_in("publisher1").get("/publications/").content.decode()
    assert book.department.name not in other


def test_masked_things_are_shown_with_their_ground(
    quick: None, book: Book, signed_in: SignIn
) -> None:
    from yusuan.web.acting import building

    found = made(book)
    with building():
        Publication.objects.filter(pk=found.pk).update(
            masked=[{"record": "项目", "name": "甲", "fields": "金额", "ground": "保密法"}]
        )
    shown = signed_in("secrecy0").get(f"/publications/{found.pk}/masked/").content.decode()
    assert "保密法" in shown
    assert actor("secrecy0").name in shown
