"""Who publishes a document: the name its cover, titles, labels and sentences give, weighed.

A name is what stands where a publisher stands (after 编制单位：, before 2026年部门预算, above 概况) and is none of the
words a document of this kind is made of. The word it ends with (局, 委员会, 中心 …) makes it surer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.recognition.votes import Reading, Votes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.recognition.standing import Lines

_SHORTEST, _SHORTEST_LABELLED = 4, 3
_LONGEST = 40
_CHINESE_YEAR = r"[二贰][〇○零Oo0][一二三四五六七八九〇○零Oo0]{2}"
_YEAR = rf"(?:20\d{{2}}|{_CHINESE_YEAR})年?度?"
# \w and not the range of Chinese characters, which takes a millisecond to compile each time it stands in a pattern.
_NAME = r"(?P<name>[\w×·()、—-]{3,40}?)"
_KIND = r"(?:部门|单位|本级|[省市区县]级)*(?:综合|年度|年初)?(?:收支)?(?:预算|决算)"
# 单位：某某局 (after the unit of money, too), 编制部门：…, 资金主管部门：…; what may follow stands in the same line.
_AFTER_LABEL = r"(?:\(?(?:金额|货币)?单位[:：].*|预算年度.*|20\d{2}年.*|公开\d+表.*|第\d+页.*)?$"
_LABELLED = pattern(
    r"(?:金额单位[:：](?:人民币)?(?:万元|元))?"
    r"(?P<label>(?:编制|预算主管|主管|资金主管|公开|填报|填制|编报|编审|汇总|预算|申报|实施|项目)?"
    r"(?:部门|单位|机构|机关)(?:\((?:部门|单位|机构)\)|[/、或](?:部门|单位))?(?:名称|全称)?(?:\((?:公章|盖章|章)\))?)[:：]"
    rf"(?:\d{{3,9}}[-—_]?|\[\d{{3,9}}\]|【\d{{3,9}}】)?{_NAME}(?:\([^()]*\))?{_AFTER_LABEL}"
)
# Whoever manages the money or does the project need not be who publishes.
_INDIRECT = pattern(r"^(?:资金主管|主管|申报|实施|项目)")
_NUMBERED = pattern(
    rf"(?:\d{{3}}|\d{{6}}|\d{{9}})[-—_ ]?(?P<name>[^\W\d_](?:[^\W\d_]|[()]){{2,39}}?){_AFTER_LABEL}"
)
_TITLES = (
    pattern(rf"(?:关于)?{_NAME}(?:部门|单位)?(?:关于)?{_YEAR}[^,。;]{{0,14}}?(?:预算|决算)"),
    pattern(rf"{_YEAR}{_NAME}{_KIND}"),
    pattern(rf"(?:关于)?{_NAME}(?:部门|单位)(?:综合)?(?:预算|决算)"),
)
_SPENDING_TITLE = pattern(
    rf"(?:{_YEAR}{_NAME}|{_NAME.replace('name', 'before')}{_YEAR})[^,。;]{{0,12}}[“\"]?三公[”\"]?经费"
)
_HEADING = pattern(
    rf"{_NAME}(?:部门|单位)?(?:概况|基本概况|主要职能|主要职责|职能职责|机构设置|基本情况|简介)"
)
_SENTENCE = pattern(
    rf"(?:{_YEAR}[,，]?{_NAME}|{_NAME.replace('name', 'before')}{_YEAR})"
    r"(?:部门|单位)?(?:当年|全年|本年)?(?:总|财政拨款|一般公共预算|部门|单位)*(?:收入|支出|收支|预算|决算|[“\"]?三公)"
)
_SECTION = pattern(
    r"^(?:第[一二三四五六七八九十\d]+[部章篇]分?|附件?\d*[:：]?|关于|纳入|列入|现将)"
)
_ORGAN = (
    r"(?:局|委|会|办|室|处|院|厅|心|校|学|站|所|队|馆|部|府|园|团|社|厂|库|台|署|司|联|宫|场|狱|圃|庭|房|店|网|基地|协会|学会|银行|支行"
    r"|街道|镇|乡|村|社区|集团|公司|小学|中学|工会|党组|纪检组|联盟|党委|机关)"
)
_ORGANISATION = pattern(rf".{{2,38}}{_ORGAN}(?:\([^()]{{1,12}}\))?")
# Words that a document of this kind is made of: no organisation is called so.
_NO_NAME = pattern(
    r":|公开|目录|年度|20\d{2}年|^年|^本(?:部门|单位|年|级)|^部门|^单位|^各|^全|^其中|^我|下属|所属|说明|情况|汇总|名称|收支|收入|支出"
    r"|^[省市区县]级|三公|绩效目标|第.{1,2}部分|部分$|目标$|任务$|工作$|职责|职能|概况|报表|附表|明细|总表|^与|^比|^较|^按|^根据|万元|^元$"
    r"|一般公共|政府性基金|国有资本|财政拨款|^预算|^决算|预算$|决算$|构成$|设置$|^主要|^关于$|^为|^从|安排"
)
_PLACE = pattern(r".*[省市区县州盟旗]")
_WITH_PLACE = pattern(r".{1,10}?[省市区县州盟旗镇乡].")
_PLACEHOLDER = pattern(r"[X×xＸ*＊…]{2,}")
_ADDED = pattern(
    r"\((?:本级|部门|单位|机关|汇总|公章|盖章|行政|事业)\)$|(?<=[局委办室处院厅会])(?:部门|单位)$"
)


def publisher(lines: Lines) -> Reading[str]:
    """Weigh who publishes; no value where nobody is named or a placeholder was left in."""
    votes: Votes[str] = Votes()
    for word in (*lines.headlines, *lines.labels):
        _vote_labels(votes, word)
    for words in lines.beginnings:
        _vote_cover(votes, words)
    for word in lines.headlines:
        for name in _titled(word):
            _vote(votes, name, "标题", 1, 3, word)
        if (heading := _HEADING.match(word)) and (name := _name(heading["name"])):
            _vote(votes, name, "标题", 0.7, 3, word)
    for word in (*lines.headlines, *lines.body):
        said = _SENTENCE.match(word)
        name = _name(said["name"] or said["before"]) if said else ""
        if _ORGANISATION.fullmatch(name):
            votes.add(name, "正文", 0.3, 1, word)
    return _best_name(votes)


def _vote_cover(votes: Votes[str], words: Sequence[str]) -> None:
    """The title that begins with a line of the cover, in as few lines as make it one; or a name by itself."""
    for word in words:
        if named := next(_titled(word), ""):
            _vote(votes, named, "封面", 3, 6, word)
            break
    for word in words:
        if (name := _name(word)) and _ORGANISATION.fullmatch(name):
            votes.add(name, "封面", 1.5, 3, word)
            break


def _vote_labels(votes: Votes[str], word: str) -> None:
    if labelled := _LABELLED.fullmatch(word):
        weight, limit = (0.5, 1.0) if _INDIRECT.match(labelled["label"]) else (3.0, 3.0)
        if name := _name(labelled["name"], shortest=_SHORTEST_LABELLED):
            _vote(votes, name, "编制部门", weight, limit, word)
    elif numbered := _NUMBERED.fullmatch(word):
        name = _name(numbered["name"], shortest=_SHORTEST_LABELLED)
        if _ORGANISATION.fullmatch(name):
            votes.add(name, "编制部门", 3, 3, word)


def _titled(word: str) -> Iterator[str]:
    """The names that stand in a line as the publisher stands in a title."""
    for title in _TITLES:
        if (match := title.match(word)) and (name := _name(match["name"])):
            yield name
            return
    match = _SPENDING_TITLE.match(word)
    if match and (name := _name(match["name"] or match["before"])):
        yield name


def _vote(votes: Votes[str], name: str, sort: str, weight: float, limit: float, word: str) -> None:
    """A name that ends like no organisation may be one all the same, only less surely."""
    unlike = 1.0 if _ORGANISATION.fullmatch(name) or _PLACEHOLDER.search(name) else 0.3
    votes.add(name, sort, weight * unlike, limit * unlike, word)


def _name(words: str, *, shortest: int = _SHORTEST) -> str:
    """A name without what stands around it; empty for words that name no organisation."""
    name = _SECTION.sub("", "".join(words.split())).strip("、-—·")
    name = _ADDED.sub("", _ADDED.sub("", name))
    is_none = (
        _NO_NAME.search(name) or _PLACE.fullmatch(name) or not shortest <= len(name) <= _LONGEST
    )
    return "" if is_none else name


def _best_name(votes: Votes[str]) -> Reading[str]:
    """The name with most weight; what is said of a short form is said of the full name."""
    names = list(votes.weights)
    own = {name: votes.weight(name) for name in names}
    labelled = {name for name in names if "编制部门" in votes.weights[name]}
    for full in names:
        if _PLACEHOLDER.search(full):
            continue
        short = [
            n for n in names if n != full and _is_short_for(n, full, is_label=full in labelled)
        ]
        if short:
            votes.weights[full]["简称"] = max(own[name] for name in short)
    best = votes.best()
    if best.value is not None and _PLACEHOLDER.search(best.value):
        return Reading(None, 0.0, (f"名称处仍是占位符“{best.value}”",))
    return best


def _is_short_for(short: str, full: str, *, is_label: bool) -> bool:
    """Tell whether a name is a short form of another, or stands in it with words of a sentence around it.

    某市退役军人事务局 is said as 退役军人事务局; where a label gives the full name, 某市卫健委 is 某市卫生健康委员会.
    """
    if short in full and full.endswith(short):
        before = full.removesuffix(short)
        return not _WITH_PLACE.match(short) or bool(_PLACE.fullmatch(before) or before == "中共")
    if full in short and short.endswith(full):
        # 有关某市统计局: more words before a name that has its place already are no part of it.
        return bool(_WITH_PLACE.match(full)) and not _PLACE.fullmatch(short.removesuffix(full))
    return is_label and _ends_alike(short, full) and _is_abbreviation(short, full)


def _ends_alike(short: str, full: str) -> bool:
    return any(full.endswith(short[-1] + rest) for rest in ("", "员会", "公室"))


def _is_abbreviation(short: str, full: str) -> bool:
    """Tell whether the signs of one stand in the other in their order."""
    signs = iter(full)
    return len(short) < len(full) and all(sign in signs for sign in short)
