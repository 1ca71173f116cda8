"""What people see when a command cannot go on: what is wrong and what to do, never a traceback."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

from yusuan.cli.screen import show, show_all
from yusuan.core.patterns import pattern
from yusuan.reports.lines import Painted, on_one_line, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.errors import OutputRefused, Unfinished, YusuanError
    from yusuan.reports.lines import Line

FOUND_ERRORS = 1
CANNOT_GO_ON = 2
INTERRUPTED = 130

_about: ContextVar[str] = ContextVar("about", default="")
_tracebacks: ContextVar[bool] = ContextVar("tracebacks", default=False)


def work_on(name: object) -> None:
    """Name what failures from now on are about, where they do not say so themselves."""
    _about.set(on_one_line(name))


def show_tracebacks(*, are_shown: bool = True) -> None:
    """Show the traceback of whatever goes wrong from now on."""
    _tracebacks.set(are_shown)


def tracebacks_are_shown() -> bool:
    """Tell whether whatever goes wrong is shown with its traceback."""
    return _tracebacks.get()


class Refusal(click.ClickException):
    """A request that cannot be met, said in Chinese."""

    exit_code = CANNOT_GO_ON


def explain_failure(error: BaseException) -> int:
    """Say on standard error what went wrong; the exit code."""
    from yusuan.core.errors import SecretsExposed, YusuanError, system_reason

    if tracebacks_are_shown():
        import traceback

        show("".join(traceback.format_exception(error)), err=True)
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        show("已中断。", err=True)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        show_all(_usage(error), err=True)
        return error.exit_code
    if isinstance(error, YusuanError):
        show_all(_expected(error), err=True)
        if isinstance(error, SecretsExposed):
            return FOUND_ERRORS
    elif isinstance(error, OSError):
        reason = system_reason(error)
        file = on_one_line(str(error.filename or _about.get()))
        show_all(_titled(say("文件无法读写：{reason} {file}", reason=reason, file=file)), err=True)
    else:
        show_all(_unexpected(error), err=True)
    return CANNOT_GO_ON


def _titled(text: str) -> list[Line]:
    return [(Painted("错误：", "red", is_bold=True), _shortened(text))]


# A message is some lines; what is longer repeats what somebody typed or named a file.
_LONGEST = 600


def _shortened(text: str) -> str:
    """The text; of one that is far too long the beginning and the end."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}……{text[-half:]}"


def _usage(error: click.ClickException) -> Iterator[Line]:
    yield from _titled(_misuse(error))
    if isinstance(error, click.UsageError) and error.ctx is not None:
        yield (say("用法见：{command} --help", command=error.ctx.command_path),)


def _misuse(error: click.ClickException) -> str:
    """Say in Chinese what click says in English only."""
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        hint = say("；相近的有 {names}", names=near) if near else ""
        return say("没有选项 {name}", name=error.option_name) + hint
    if isinstance(error, click.MissingParameter):
        return say("缺少 {name}", name=_named(error.param) or error.param_hint)
    if isinstance(error, click.BadParameter) and error.param is not None:
        wanted = {"name": _named(error.param), "allowed": _allowed(error.param)}
        return say("{name} 的值不对，应为：{allowed}", **wanted)
    if isinstance(error, click.BadOptionUsage):
        return say("{name} 后面缺少值，或多写了值", name=error.option_name)
    extra = _EXTRA.match(error.message)
    return say("多余的参数：{names}", names=extra[1]) if extra else error.message


_EXTRA = pattern(r"Got unexpected extra arguments? \((.*)\)")


def _named(param: click.Parameter | None) -> str:
    """What the help calls a parameter."""
    if param is None:
        return ""
    is_argument = isinstance(param, click.Argument)
    return param.metavar or (param.name or "").upper() if is_argument else "/".join(param.opts)


def _allowed(param: click.Parameter) -> str:
    """What a parameter takes."""
    if isinstance(param.type, click.Choice):
        return "、".join(param.type.choices)
    if isinstance(param.type, click.IntRange):
        return f"{param.type.min}–{param.type.max}"
    if isinstance(param.type, click.Path):
        return "目录" if param.type.dir_okay else "文件"
    return param.type.name


def _expected(error: YusuanError) -> Iterator[Line]:
    from yusuan.core import errors as e

    if isinstance(error, e.ReadError):
        source = on_one_line(error.source)
        said = say("无法读取 {source}，共 {n} 处问题：", source=source, n=error.count)
        yield from _titled(said)
        for number, fault in enumerate(error.faults, start=1):
            yield (f"  {number}. {_shortened(str(fault))}",)
        yield ("请按上面各条改正后重试；没有写出任何文件。",)
        return
    if isinstance(error, e.ReportRefused):
        yield from _titled(str(error))
        return
    if isinstance(error, e.CatalogError):
        detail = _looked_up(str(error).partition("; nearest")[0])
        yield from _titled(say("目录中没有所要的内容（{detail}）", detail=detail))
        if error.nearest:
            yield (say("相近的有：{names}", names="、".join(error.nearest)),)
        return
    if isinstance(error, (e.OutputRefused, e.Unfinished)):
        yield from _not_written(error)
        return
    if isinstance(error, e.SecretsExposed):
        yield from _titled("不公开的金额可以被推算出来，没有写出任何文件：")
        for outcome in error.outcomes:
            yield (f"  {outcome.message}",)
            yield (f"    {outcome.hint}",)
        return
    titles: dict[type[YusuanError], str] = {
        e.RecognitionRefused: "文件能打开，但无法确定是哪张表、哪一年度或什么金额单位，不作猜测",
        e.UnplacedLine: "有一笔资金在表中没有可列的位置，为避免漏列已停止",
        e.DoesNotFit: "内容放不进所要的格式，没有写出文件",
        e.NotPublishable: "还有错误级问题，不能公开；可加 --draft 写出草案",
        e.NotAllowed: "没有权限或所处环节不允许这样做",
        e.SpecError: "程序内置的表样或规则有误，请报告开发者",
    }
    title = titles.get(type(error), "无法继续")
    yield from _titled(say("{title}（{detail}）", title=title, detail=error))
    yield from _which()


def _which() -> Iterator[Line]:
    if _about.get():
        yield (say("读的是：{name}", name=_about.get()),)


def _not_written(error: OutputRefused | Unfinished) -> Iterator[Line]:
    """What stands in the way of writing, or of reading in one state."""
    from yusuan.core.errors import InUse, Occupied, OverSource, Unfinished

    if isinstance(error, Occupied):
        path = error.path / error.names[0] if error.names else error.path
        yield from _titled(say("{path} 已经存在；确要覆盖请加 --force", path=path))
        if error.names[1:]:
            yield (say("另有：{names}", names="、".join(error.names[1:])),)
    elif isinstance(error, OverSource):
        said = "{path} 属于正在读取的 {source}，写在那里会毁掉它；请用 -o 另指一个位置"
        yield from _titled(say(said, path=error.path, source=error.source))
    elif isinstance(error, InUse):
        by = say("进程 {by}", by=error.by) if error.by else "另一个进程"
        yield from _titled(say("{by} 正在写 {path}，请等它结束后重试", path=error.path, by=by))
    elif isinstance(error, Unfinished):
        said = "{path} 上次只替换了一半文件，须由有权写入的人再次运行写出它的命令"
        yield from _titled(say(said, path=error.path))
    else:
        said = "{path} 是链接、设备或目录，不是普通文件，不覆盖；请另指一个位置"
        yield from _titled(say(said, path=error.path))


def _looked_up(detail: str) -> str:
    """What a catalogue was asked for, in Chinese."""
    found = ((pattern.fullmatch(detail), words) for pattern, words in _LOOKED_UP)
    return next((match.expand(words) for match, words in found if match), detail)


_LOOKED_UP = (
    (pattern(r"no edition ['\"](.*)['\"]"), r"版式“\1”"),
    (pattern(r"no functional classification for (\d+)"), r"\1 年的功能分类科目"),
    (pattern(r"no departmental economic classification for (\d+)"), r"\1 年的部门经济分类科目"),
    (pattern(r"no government economic classification for (\d+)"), r"\1 年的政府经济分类科目"),
)


def _unexpected(error: BaseException) -> Iterator[Line]:
    yield from _titled(say("程序意外停止：{kind}", kind=f"{type(error).__name__}: {error}"[:200]))
    yield from _which()
    yield ("这是程序的问题，不是您的数据有误；没有写出不完整的文件。",)
    yield ("请加 --debug 重新运行，把命令和显示的内容（隐去涉密信息）报告给维护者。",)
