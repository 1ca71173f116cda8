"""Why a file could not be used, for the person who put it there: what it is, each fault with its place, what to do."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from yusuan.core import errors as e
from yusuan.core.errors import system_reason
from yusuan.reports.lines import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_FAULTS = 100
_READ = "请按下面各条改正，保存后重新放入。"
_SAVE_AS = "请确认文件完好、没有加密；旧格式请用原来的软件另存为 .xlsx、.docx 或 .pdf 后重新放入。"
_TELL = "请在“补充说明”中写明年度、种类或金额单位，再核对一次。"
_DRAFT = "请按核对结果改正后重新放入；只是征求意见时，可以勾选“草案”写出。"
_STOPPED = "处理到一半被停止，没有留下不完整的文件"
_SPLIT = "请拆分文件，或只放入需要核对的那一份；启动时可用 --memory、--timeout 放宽上限。"
_OURS = "这是程序的问题，不是您的数据有误。请把文件名和这段话（隐去涉密信息）报告给维护者。"

# The first kind an error is of speaks for it: what it is, and what to do.
_WORDS: Mapping[type[BaseException], tuple[str, str]] = {
    e.UnsupportedFormat: ("不认识这种文件", _SAVE_AS),
    e.ReadError: ("无法读取，共 {count} 处问题", _READ),
    e.SecretsExposed: (
        "不公开的金额可以被推算出来，公开文本和草案都没有写出",
        "请按下面各条处理后重新放入。",
    ),
    e.NotPublishable: ("还有错误级问题 {said} 项，没有写出任何文件", _DRAFT),
    e.RecognitionRefused: (
        "文件能打开，但无法确定是哪张表、哪一年度或什么金额单位，不作猜测",
        _TELL,
    ),
    e.UnplacedLine: (
        "有一笔资金在表中没有可列的位置，为避免漏列已停止",
        "请核对这一笔的科目、资金性质和支出性质。",
    ),
    e.DoesNotFit: ("内容放不进所要的格式，没有写出文件", "请缩短所指的内容，或不选这种格式。"),
    e.CatalogError: ("目录中没有所写的编码、版式或年度", _READ),
    e.YusuanError: ("无法继续", _OURS),
    OSError: ("文件无法读写", "请稍后重试；仍不行时检查磁盘空间。"),
    MemoryError: (_STOPPED, _SPLIT),
    BaseException: ("程序意外停止", _OURS),
}


def refusal(error: BaseException) -> dict[str, Any]:
    """The words for an exception: `title`, `detail`, `advice`, and `faults` with their places."""
    title, advice = next(words for kind, words in _WORDS.items() if isinstance(error, kind))
    return {
        "title": title.format(count=getattr(error, "count", 0), said=error),
        "detail": _detail(error),
        "advice": advice,
        "faults": list(_faults(error)),
    }


def _detail(error: BaseException) -> str:
    match error:
        case e.ReadError() | e.NotPublishable():
            return ""
        case e.CatalogError():
            return f"可用的有：{'、'.join(error.nearest)}" if error.nearest else ""
        case e.YusuanError():
            return str(error)
        case OSError():
            return system_reason(error)
        case MemoryError():
            return "所需的内存超过上限"
        case _:
            return type(error).__name__


def stopped(reason: str) -> dict[str, Any]:
    """The words for a process that was stopped."""
    return {"title": _STOPPED, "detail": reason, "advice": _SPLIT, "faults": []}


def _faults(error: BaseException) -> Iterator[dict[str, str]]:
    """Each fault; of a place only the file's own name, not where it lies meanwhile."""
    if isinstance(error, e.SecretsExposed):
        for outcome in error.outcomes:
            yield {"place": "", "field": "", "found": outcome.message, "allowed": outcome.hint}
    elif isinstance(error, e.ReadError):
        folder = str(PurePath(error.source).parent)
        for fault in error.faults[:_MOST_FAULTS]:
            yield {
                "place": fault.place.replace(f"{folder}{os.sep}", ""),
                "field": fault.field,
                "found": clean(fault.found),
                "allowed": fault.allowed,
            }
