"""Why a file could not be used, for the person who put it there: what it is, each fault with its place, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.core import errors as e
from yusuan.core.errors import system_reason

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_FAULTS = 100
_READ = "请按下面各条改正，保存后重新放入。"
_SAVE_AS = "请确认文件完好、没有加密；旧格式请用原来的软件另存为 .xlsx、.docx 或 .pdf 后重新放入。"
_TELL = "请在“补充说明”中写明年度、种类或金额单位，再核对一次。"
_DRAFT = "请按核对结果改正后重新放入；只是征求意见时，可以勾选“草案”写出。"
_OURS = "这是程序的问题，不是您的数据有误。请把文件名和这段话（隐去涉密信息）报告给维护者。"

_WORDS: Mapping[type[e.YusuanError], tuple[str, str]] = {
    e.RecognitionRefused: ("文件能打开，但无法确定是哪张表、哪一年度或什么金额单位，不作猜测", _TELL),
    e.UnplacedLine: (
        "有一笔资金在表中没有可列的位置，为避免漏列已停止",
        "请核对这一笔的科目、资金性质和支出性质。",
    ),
    e.DoesNotFit: ("内容放不进所要的格式，没有写出文件", "请缩短所指的内容，或不选这种格式。"),
}


def refusal(error: BaseException) -> dict[str, Any]:
    """The words for an exception: `title`, `detail`, `advice`, and `faults` with their places."""
    if isinstance(error, e.UnsupportedFormat):
        return _refusal("不认识这种文件", "", _SAVE_AS, _faults(error))
    if isinstance(error, e.ReadError):
        return _refusal(f"无法读取，共 {error.count} 处问题", "", _READ, _faults(error))
    if isinstance(error, e.SecretsExposed):
        faults = [
            {"place": "", "field": "", "found": outcome.message, "allowed": outcome.hint}
            for outcome in error.outcomes
        ]
        title = "不公开的金额可以被推算出来，公开文本和草案都没有写出"
        return _refusal(title, "", "请按下面各条处理后重新放入。", faults)
    if isinstance(error, e.NotPublishable):
        return _refusal(f"还有错误级问题 {error} 项，没有写出任何文件", "", _DRAFT)
    if isinstance(error, e.CatalogError):
        near = "、".join(error.nearest)
        return _refusal("目录中没有所写的编码、版式或年度", f"可用的有：{near}" if near else "", _READ)
    if isinstance(error, MemoryError):
        return stopped("所需的内存超过上限")
    if isinstance(error, OSError):
        return _refusal("文件无法读写", system_reason(error), "请稍后重试；仍不行时检查磁盘空间。")
    for kind, (title, advice) in _WORDS.items():
        if isinstance(error, kind):
            return _refusal(title, str(error), advice)
    if isinstance(error, e.YusuanError):
        return _refusal("无法继续", str(error), _OURS)
    return _refusal("程序意外停止", type(error).__name__, _OURS)


def stopped(reason: str) -> dict[str, Any]:
    """The words for a process that was stopped."""
    advice = "请拆分文件，或只放入需要核对的那一份；启动时可用 --memory、--timeout 放宽上限。"
    return _refusal("处理到一半被停止，没有留下不完整的文件", reason, advice)


def _refusal(
    title: str, detail: str, advice: str, faults: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    return {"title": title, "detail": detail, "advice": advice, "faults": faults or []}


def _faults(error: e.ReadError) -> list[dict[str, str]]:
    """Each fault; of a place only the file's own name, not where it lies meanwhile."""
    folder = error.source.rpartition("/")[0]
    return [
        {
            "place": fault.place.replace(f"{folder}/", "") if folder else fault.place,
            "field": fault.field,
            "found": fault.found,
            "allowed": fault.allowed,
        }
        for fault in error.faults[:_MOST_FAULTS]
    ]
