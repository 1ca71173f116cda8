"""Answers that are no page of ours: a file to keep, and a document with scripts of its own to be looked at."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

OCTETS = "application/octet-stream"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html; charset=utf-8"
# Opened in a browser all the same, a file may do nothing.
_HELD = "sandbox; default-src 'none'"
# A page of its own, made here, in a frame: it may run its own script and hand out a file, and reach nothing else.
_ALONE = "sandbox allow-scripts allow-downloads allow-modals; frame-ancestors 'self'"


def attached(content: bytes, name: str, kind: str = OCTETS) -> HttpResponse:
    """A file to keep, under a name that may be Chinese."""
    response = HttpResponse(content, content_type=kind)
    said = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = said or "attachment"
    response.headers["Content-Security-Policy"] = _HELD
    return response


def alone(content: bytes) -> HttpResponse:
    """A page that stands alone and has a policy of its own in it; beside that one it gets less than this page."""
    response = HttpResponse(content, content_type=HTML)
    response.headers["Content-Security-Policy"] = _ALONE
    return response
