"""Who may ask: the browser that was given the address, from the page itself, and nobody else.

A page on another site can make a browser ask here (forms, pictures, names that change what they stand for). It does not
know the token, cannot name this host and port as the one it asks, nor as the origin it asks from.
"""

from __future__ import annotations

import hmac
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Environ = dict[str, Any]
    App = Callable[[Environ, Any], Any]

HOST = "127.0.0.1"
# Larger than the largest file any reader takes, with the fields of a form around it.
LARGEST_REQUEST = 65 << 20
_READS = frozenset({"GET", "HEAD"})
# What a browser says of a request that another page made, on another port of this machine too.
_FOREIGN = frozenset({"cross-site", "same-site"})

_PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1><p>{text}</p></html>"
)


class Refused(NamedTuple):
    """Why a request is not answered: the status, what it is, and what to do."""

    status: HTTPStatus
    title: str
    text: str


_ELSEWHERE = Refused(
    HTTPStatus.FORBIDDEN,
    "请求不是从本页发出的",
    "只接受启动时给出的网址（http://127.0.0.1:…）上的页面发出的请求。请从那个网址打开。",
)
_NO_TOKEN = Refused(
    HTTPStatus.FORBIDDEN,
    "网址不完整或已失效",
    "每次启动的网址都不同。请从本次启动时打开的页面、或启动窗口中给出的完整网址进入。",
)


class Guard:
    """A WSGI application around another: refuses what does not come from the page, and keeps the token."""

    def __init__(self, app: App, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.host = f"{HOST}:{port}"

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{self.host}/{self.token}/"

    def __call__(self, environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer, or say why not."""
        refused = self._refused(environ)
        if refused is not None:
            return _said(refused, start_response)
        # Below its own root the other application makes addresses that begin with it.
        root = f"/{self.token}"
        inside = environ | {
            "SCRIPT_NAME": root,
            "PATH_INFO": environ["PATH_INFO"].removeprefix(root),
        }
        answer: Iterable[bytes] = self.app(inside, start_response)
        return answer

    def _refused(self, environ: Environ) -> Refused | None:
        if environ.get("HTTP_HOST") != self.host or self._is_foreign(environ):
            return _ELSEWHERE
        first, slash, _ = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if not slash or not hmac.compare_digest(_bytes(first), _bytes(self.token)):
            return _NO_TOKEN
        try:
            length = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return _ELSEWHERE
        return too_large(length) if length > LARGEST_REQUEST else None

    def _is_foreign(self, environ: Environ) -> bool:
        origin = environ.get("HTTP_ORIGIN")
        if origin is None and environ["REQUEST_METHOD"] not in _READS:
            return True
        is_other = origin not in {None, f"http://{self.host}"}
        return is_other or environ.get("HTTP_SEC_FETCH_SITE") in _FOREIGN


def too_large(length: int) -> Refused:
    """What is said of a file that nobody reads."""
    most = LARGEST_REQUEST >> 20
    return Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "文件过大",
        f"这次送来 {length / (1 << 20):.0f} MB，一次至多 {most - 1} MB。请拆分文件，或只放入需要核对的那一份。",
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _said(refused: Refused, start_response: Callable[..., object]) -> Iterable[bytes]:
    page = _PAGE.format(title=escape(refused.title), text=escape(refused.text)).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{refused.status.value} {refused.status.phrase}", headers)
    return [page]
