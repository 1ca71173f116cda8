"""Nobody but the page itself is answered: not another site, not a name that changed what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.desk.served import Server

# Only what came through the guard has it.
_SERVED = "放入文件，核对、查来历、公开"


def test_only_the_loopback_address_listens(page: Server) -> None:
    import socket

    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127.0.0.1"):
        own = "127.0.0.2"
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex((own, page.port)) != 0


@pytest.mark.parametrize("token", ["", "x", "static", "A" * 32])
def test_an_address_without_its_token_is_refused(page: Server, token: str) -> None:
    answer = page.ask("", token=token)
    assert answer.status == 403
    assert "网址不完整或已失效" in answer.text
    assert page.token not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1"]
)
def test_a_name_that_changed_what_it_stands_for_is_refused(page: Server, host: str) -> None:
    """DNS rebinding: the browser believes it asks evil.example, whose address is now ours."""
    answer = page.ask("", Host=host.format(port=page.port))
    assert answer.status == 403
    assert _SERVED not in answer.text


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:{port}"]
)
def test_a_form_of_another_site_changes_nothing(page: Server, origin: str) -> None:
    """Cross-site request forgery, even by somebody who has learnt the token."""
    answer = page.ask("end", "POST", b"", Origin=origin.format(port=page.port))
    assert answer.status == 403
    assert page.ask("").status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_port_reads_nothing(page: Server, site: str) -> None:
    assert page.ask("", Sec_Fetch_Site=site).status == 403
    assert page.ask("", Sec_Fetch_Site="none").status == 200


@pytest.mark.parametrize("path", ["", "static/yusuan/page.css", "papers/999/", "nowhere", "put"])
def test_every_answer_has_a_policy_without_exceptions(page: Server, path: str) -> None:
    headers = page.ask(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_request_larger_than_any_file_is_refused_before_it_is_read(page: Server) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=30)
    connection.putrequest("POST", f"/{page.token}/put")
    connection.putheader("Origin", page.origin)
    connection.putheader("Content-Length", str(10 << 30))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "static/../settings.py",
        "static/%2e%2e/settings.py",
        "papers/1/public/../seen.json",
        "papers/1/public/seen.json",
        "papers/1/report.json",
    ],
)
def test_nothing_but_what_is_handed_out_can_be_read(page: Server, clean: int, path: str) -> None:
    assert page.ask(path.replace("/1/", f"/{clean}/")).status in {400, 404}
