"""The headers that every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# Shown in a frame of ours, with scripts of their own and nothing else of ours.
FRAMED = {"budgets:preview_page", "publication:page"}


def missing(headers: Mapping[str, str], *, is_framed: bool = False) -> list[str]:
    """What an answer lacks, or a policy that lets in too much."""
    found = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe-" in policy or "*" in policy:
        found.append(policy)
    if is_framed:
        if "allow-same-origin" in policy or not policy.startswith("sandbox"):
            found.append(policy)
    elif "default-src 'none'" not in policy:
        found.append(policy or "no policy")
    return found
