"""What an editor left open: broken references, gaps of a template, units without their figure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import NAMED, context, quoted
from yusuan.rules.books._words import judged, listed
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, failed, on_either
from yusuan.rules.texts import around, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Subject, Verdict
    from yusuan.rules.texts import Text

# --- references -------------------------------------------------------------------------------------------

_BROKEN = pattern(
    r"错误!?(?:未定义书签|未找到引用源|超链接引用无效|文档中没有指定样式)|Error!\w*(?:Bookmark|Reference|Hyperlink)"
    r"|#REF!",
    re.IGNORECASE,
)


# The instruction of a field where its result belongs: PAGEREF _Toc25831 \\h.
_FIELD = pattern(
    r"(?:PAGEREF|NOTEREF|(?<![A-Z])REF)_?(?:Toc|Ref)\d+|_(?:Toc|Ref)\d{4,}|HYPERLINK\\?[l\"]|(?<![A-Z])TOC\\[a-z]"
    r"|\\?\*MERGEFORMAT|FORMTEXT|(?<![A-Z])SEQ[^\s]{1,6}\\\*ARABIC|第PAGE页|共NUMPAGES页|\{(?:PAGE|NUMPAGES|TOC|REF|SEQ|DATE)[^}]*\}"
)


def no_broken_references(subject: Subject) -> Iterable[Verdict]:
    """No text keeps a reference that a word processor could not resolve."""
    written = list(texts(subject.budget))
    return judged(
        (
            failed(f"{text.place}{_shown(text, found)}的引用已失效", text.where)
            for text in written
            if (found := _BROKEN.search(plain(text.content)))
        ),
        applies=written,
    )


def _shown(text: Text, found: re.Match[str]) -> str:
    return "" if text.is_classified else f"“{found[0]}”"


def printed_broken_references(evidence: Evidence) -> Iterator[Verdict]:
    """No line, entry of the contents or cell keeps a reference that the word processor could not resolve."""
    for passage in evidence.paper.passages:
        match = _BROKEN.search(passage.plain)
        if match is not None:
            yield failed(f"{quoted(passage.text)}一行的引用已失效：“{match[0]}”", passage.where)
    coded = [(p, m[0]) for p in evidence.paper.passages if (m := _FIELD.search(p.plain))]
    if coded:
        shown = "、".join(quoted(p.text) for p, _ in coded[:_NAMED_LINES])
        yield failed(
            f"{shown}等 {len(coded)} 行留有域代码“{coded[0][1]}”，没有换成页码或文字",
            *(p.where for p, _ in coded),
        )


# --- gaps of a template -----------------------------------------------------------------------------------


_PLACEHOLDERS = pattern(
    r"[×✕]{2,}|20[Xx]{2}(?=年)|(?<!\*)\*{2,}(?=万元|元[,。;]|%)|(?<!\.)\.{3,}(?=万元|元[,。;]|%)|(?<!…)…+(?=万元|元[,。;]|%)|(?<!\*)\*{2,}(?=年|局|部门|单位|项目)"
    r"|(?<![A-Za-z0-9])[Xx]{2,}(?![A-Za-z0-9])"
    r"|(?<!_)_{3,}+(?!\d*$)"
    r"|(?<![A-Za-z])(?:TO-?DO|TBD)(?![A-Za-z])"
    # 人员尚待补充 is a sentence, 金额：待补充 a gap.
    r"|待填(?![补报])|(?:^|(?<=[:(为]))待补(?:充|录)?(?=$|[,。;)、])"
    r"|某某(?=[省市区县]|部门|单位|局|委|厅|处|中心|项目|年)"
    r"|\((?:增加|补充|填写|新增|修改|删除)内容\)"
    r"|\((?:此处|请)(?:填写|补充|说明|插入)[^()]{0,12}\)"
    r"|\(具体(?:内容|情况)[^()]{0,10}填写\)"
    r"|[\[【](?:此处|请)?(?:填写|插入|输入)?(?:单位|部门)(?:全称|名称)[\]】]|\((?:单位|部门)(?:全称|名称)\)(?=20\d\d年)"
    r"|\((?:不涉及的不列|(?:如|若)[^()]{1,8}表述)\)"
)
# A sign every placeholder holds: most lines hold none, and the long pattern need not be tried on them.
_MAY_BE_ONE = pattern(r"[×✕Xx*…(\[【]|\.{3}|_{3}|待[填补]|某某|TO-?DO|TBD")
# A line to be signed by hand.
_DATE_LINE = pattern(r"(?<!_)_{2,}年_*月_*日")
# What an encoding lost; on paper it may be the reader's fault.
_LOST = pattern(r"□{2,}|\?{3,}")
_NAMED_LINES = 3


def no_placeholders(subject: Subject) -> Iterable[Verdict]:
    """No text keeps marks of a template. Cannot see sample sentences left unchanged."""
    written = list(texts(subject.budget))
    return judged(
        (
            failed(f"{text.place}{_context_of(text, found)}留有未填或出错的占位内容", text.where)
            for text in written
            if (found := _gap(unicodedata.normalize("NFKC", text.content)))
        ),
        applies=written,
    )


def _gap(content: str) -> re.Match[str] | None:
    return _PLACEHOLDERS.search(content) or _LOST.search(content)


def _context_of(text: Text, found: re.Match[str]) -> str:
    return "" if text.is_classified else f"“{around(found.string, found)}”"


def printed_placeholders(evidence: Evidence) -> Iterator[Verdict]:
    """No gap of a template is left unfilled; the same gap in many lines is one finding."""
    found: dict[str, list[Line]] = {}
    for passage in evidence.paper.passages:
        if not _MAY_BE_ONE.search(passage.plain):
            continue
        printed = _DATE_LINE.sub("", passage.plain)
        for match in _PLACEHOLDERS.finditer(printed):
            if match[0] == printed and set(printed) == {"_"}:
                continue
            kind = match[0] if match[0].startswith("(") else match[0][:2].upper()
            known = found.setdefault(kind, [])
            if passage not in known:
                known.append(passage)
    for kind, lines in found.items():
        shown = "、".join(quoted(p.text) for p in lines[:_NAMED_LINES])
        more = f"等 {len(lines)} 处" if len(lines) > _NAMED_LINES else ""
        yield failed(
            f"{shown}{more}留有未填写或未删去的“{kind}”",
            *(p.where for p in lines),
        )


# --- figures left blank -----------------------------------------------------------------------------------

_VERB = r"(?:增加|减少|增长|下降|上升|为|共计|合计|总计|占|完成|安排|达到?|共)"
_BLANK = pattern(
    # 增加 万元, 占 %: the unit stands without its figure.
    rf"(?<!单位)(?<!计量)(?<!以)(?<![转变]换)(?<!换算)(?<!折[合算]){_VERB}(?:了)?(?:人民币)?"
    r"(?:万元|个百分点|%(?!的))(?!为?单位|时|后)"
    # 占基本支出预算 %: so does what it is a share of.
    r"|占[一-龥“”]{2,24}(?:比重|比例|比率)?(?:为)?%(?=[,。;、)])|占比(?:为)?%(?=[,。;])"
    # 增加（ ）万元, 占（ ）%.
    r"|\(\)(?:[万亿]?元|%|个百分点)"
    # 预算数万元, 占总支出的%, 车辆辆: the same behind other words.
    r"|(?:预算|决算|安排|执行)数(?:额)?万元|占[^,。;:()\d%]{1,12}的%|车辆辆(?=[,。;、]|$)"
    r"|接待(?:国内|国外)?批次,?人次"
    # 为元。 can only be a unit where the clause ends.
    rf"|(?<!单位)(?<!计量){_VERB}(?:了)?元(?=[,。;、)]|$)"
    # 预算为，: the figure and its unit are both gone.
    r"|(?:预算|决算|支出|收入|经费|金额)(?:数)?(?:为|共计)(?=[,。;])"
    r"|(?:增加|减少|增长|下降)(?:了)?,(?:增长|下降|增幅|降幅)(?:为|了)?(?=[,。;])"
)
# 总额 万元: without a verb only the gap itself tells a figure left out from a unit named.
_GAP = pattern(
    r"(?:预算|决算|收入|支出|经费|总额|资金|拨款|补助|货物|工程|服务)(?:数|额)?[ \t]+(?:万元|%)(?=[,。;、])"
)
# Money counted in a unit, not money left out: 单位统一为万元, 转换为万元时, 标准为元.
_UNIT_WORD = pattern(
    r"(?:(?:单位|计量|口径|标准)(?:统一|均|都|一律)?[:]?为|(?:统一|[换折]算|转[换化]|改写|精确|保留)[为成到以]{1,2})(?:人民币)?(?:万元|元)"
)
# Choices a template offers are placeholders, reported as such.
_TEMPLATE = pattern(r"[Xx×]{2,}|_{2,}")


def figures_are_filled_in(evidence: Evidence) -> Iterator[Verdict]:
    """No unit stands without its figure: 增加 万元. Silent where a template's gap stands, which is another rule's."""
    for line in evidence.paper.body:
        text = _UNIT_WORD.sub("", line.plain)
        if _TEMPLATE.search(text):
            continue
        found = [context(text, match) for match in _BLANK.finditer(text)]
        if text.endswith("。"):
            spaced = unicodedata.normalize("NFKC", line.text)
            found += [context(spaced, match) for match in _GAP.finditer(spaced)]
        if found:
            said = listed((quoted(words) for words in dict.fromkeys(found)), NAMED)
            yield failed(f"{said}处没有填写数字", line.where)


RULES = (
    Rule(
        id="no-placeholder-is-left",
        claim="没有未填写或未删去的模板字样",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请补上实际内容，或者删去模板留下的字样。",
        check=on_either(no_placeholders, printed_placeholders),
        needs=(),
        looks_through=True,
    ),
    Rule(
        id="figure-left-blank",
        claim="文字中的金额和比例都已填写",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请补上数字；没有发生的，写明 0 或“无”。",
        check=figures_are_filled_in,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
    Rule(
        id="broken-reference",
        claim="目录和交叉引用没有失效",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.MANNER,
        hint="请在原稿中更新目录和交叉引用，再重新生成公开文件。",
        check=on_either(no_broken_references, printed_broken_references),
        needs=(),
        looks_through=True,
    ),
)
