"""Pictures of every kind of page, by the role that sees it first, at two widths: `make screens`.

They stand in `docs/screens`; whoever changes a page makes them again and looks at what changed.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "screens"
WIDTHS = (1440, 390)
# A page is shown from its top; what is longer is cut, and few colours are enough for text.
_TALLEST, _COLOURS = 1800, 48


def main() -> int:
    """Make them all anew."""
    from tests.web.place.browsing import chromium, signed_in
    from tests.web.place.running import running
    from tests.web.place.walking import USERS, walk

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    said = ["# 页面", "", "`make screens` 生成：示范县里每一种页面，由最先见到它的角色打开。", ""]
    known: set[str] = set()
    with (
        TemporaryDirectory() as home,
        running(Path(home), "small-county") as place,
        chromium() as browser,
    ):
        for user in USERS:
            known -= {"home"}
            context = signed_in(browser, place.address, user)
            for step, page in walk(context, f"{place.address}/", known):
                name = f"{step.kind.replace(':', '-').replace(' ', '-')}-{user}"
                title = page.title()
                for width in WIDTHS:
                    (FOLDER / f"{name}-{width}.png").write_bytes(shown(page, width))
                page.set_viewport_size({"width": WIDTHS[0], "height": 900})
                links = "、".join(f"[{width}]({name}-{width}.png)" for width in WIDTHS)
                said.append(f"* {title}（{user}）：{links}")
                sys.stdout.write(f"{name}\n")
            context.close()
    (FOLDER / "README.md").write_text("\n".join(said) + "\n", encoding="utf-8")
    return 0


def shown(page: Page, width: int) -> bytes:
    """The page at a width, in few colours."""
    from PIL import Image

    page.set_viewport_size({"width": width, "height": 900})
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), _TALLEST)
    page.set_viewport_size({"width": width, "height": max(height, 400)})
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.place.settings")
    import django

    django.setup()
    raise SystemExit(main())
