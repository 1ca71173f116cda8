"""What can be proved of a place: its journal's chains, its files' digests.

`python -m yusuan.web.serving.proof` brings the tables of the place that `YUSUAN_HOME` names up to date, prints what is
wrong with it, a line each, and exits with 1 where anything is: asked before a restored place is put in use.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def file_faults(files: Path) -> Iterator[str]:
    """Files that are not what their name says, and published files that are not there."""
    from yusuan.web.publication.models import File
    from yusuan.web.serving.packing import damaged

    yield from (f"文件 {name} 的内容与摘要不符" for name in damaged(files))
    for digest in File.objects.values_list("sha256", flat=True).distinct():
        if not (files / digest).is_file():
            yield f"文件 {digest} 不在存放处"


def main() -> int:
    """Prove the place of the environment."""
    from yusuan.web.starting import start

    place = start()
    from django.core.management import call_command

    from yusuan.web.acting import building
    from yusuan.web.journal.verify import breaks

    with building():
        call_command("migrate", verbosity=0, interactive=False)
    faults = [*map(str, breaks()), *file_faults(place.files)]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
