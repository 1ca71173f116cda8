"""Deadline day: every unit sends its workbook of five megabytes, while others go on clicking."""

from __future__ import annotations

import contextlib
import http.client
import io
import random
import sys
import threading
import time
import zipfile
from typing import TYPE_CHECKING

from benchmarks.place.clicking import Times, clicking

if TYPE_CHECKING:
    from benchmarks.place.served import Person, Served

_UNITS, _CLICKING = 200, 50
_BYTES = 5 << 20
# Seconds in which all are to be done, over which they come, and between two looks at one's own.
_TIME, _COMING, _LOOKS = 300.0, 200.0, 4.0


def deadline(place: Served) -> int:
    """1 where an import was lost or late."""
    senders = place.of("preparer")[:_UNITS]
    workbooks = [workbook(person, 123456, _BYTES) for person in senders]
    sys.stdout.write(
        f"{len(workbooks)} workbooks, {min(map(len, workbooks)) / (1 << 20):.1f} MB each\n"
    )
    others = [*place.of("reviewer"), *place.of("division"), *place.of("preparer")[_UNITS:]]
    times, done = Times(), Times()
    done.is_measuring = times.is_measuring = True
    ended: list[float] = []
    with clicking(others[:_CLICKING], times):
        began = time.perf_counter()
        threads = [
            threading.Thread(target=_send, args=(*one, began, done, ended))
            for one in zip(senders, workbooks, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    last = max(ended, default=0.0)
    sys.stdout.write(f"imported and confirmed: {len(ended)} of {len(senders)} in {last:.0f} s\n")
    done.say("those who import")
    times.say(
        f"{len(others[:_CLICKING])} others clicking meanwhile, {place.database}, {place.size}"
    )
    return bool(len(ended) != len(senders) or last > _TIME or times.wrong or done.wrong)


def workbook(person: Person, amount: int, filler: int) -> bytes:
    """What the unit exported, with a figure changed and a picture of so many bytes in it, as letterheads are."""
    import openpyxl

    content = b""
    while not content.startswith(b"PK"):
        with contextlib.suppress(OSError, http.client.HTTPException):
            _, content, _ = person.ask("GET", f"/budgets/parts/{person.parts[0]}/workbook")
        time.sleep(0.02)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["预算明细"]
    headers = [str(cell.value) for cell in sheet[1]]
    column = next(n for n, text in enumerate(headers) if text.startswith("金额"))
    row = next(r for r in sheet.iter_rows(min_row=2) if isinstance(r[column].value, (int, float)))
    row[column].value = amount
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written, "a") as packed:
        packed.writestr("xl/media/letterhead.png", random.Random(1).randbytes(filler))  # noqa: S311  no secret
    return written.getvalue()


def _send(person: Person, content: bytes, began: float, times: Times, ended: list[float]) -> None:
    part = person.parts[0]
    time.sleep(random.Random(part).uniform(0, _COMING))  # noqa: S311  no secret
    page = f"/budgets/parts/{part}/import/"
    person.ask("GET", page)
    status, led_to, taken = person.upload(page, "budget.xlsx", content)
    times.add("upload", status, taken)
    while time.perf_counter() - began < 2 * _TIME:
        status, shown, taken = person.ask("GET", led_to)
        times.add("look", status, taken)
        if "确认导入".encode() in shown:
            status, _, taken = person.send_form(led_to, {"csrfmiddlewaretoken": person.token})
            times.add("confirm", status, taken)
            _, shown, _ = person.ask("GET", led_to)
            if "撤销这次导入".encode() in shown:
                ended.append(time.perf_counter() - began)
            return
        if "正在读取".encode() not in shown:
            times.wrong.append(f"refused: part {part}")
            return
        time.sleep(_LOOKS)
