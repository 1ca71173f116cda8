"""The forms, in the order in which they take a stretch of text that several could take.

A new wording is a word of the vocabulary or one value here.
"""

from __future__ import annotations

from yusuan.narrative.forms.form import Effect, Form
from yusuan.narrative.item_names import CODED, HEADING

_SAYS_WHY = "(?:(?:是由于|是因为|是|为|系|在于|：){1,3}|(?=[。；，]|同[上前]|[与同和][^，。；]{1,16}(?:相同|一致|一样|相仿)))"

_DIGITS = "0123456789"

FORMS: tuple[Form, ...] = (
    # ── Structure ────────────────────────────────────────────────────────────────────────────
    Form(Effect.NUMBERED, "(?<=[；：])(?:{item_number})"),
    Form(Effect.HEADING, HEADING.pattern, "类款项"),
    Form(Effect.CODED, CODED.pattern, "2"),
    Form(Effect.OF_WHICH, "其中(?!的)", "其"),
    Form(Effect.OF_WHICH, "(?<=[，。；])(?:主要)?包括|(?<=[，。；(])(?:包?含)(?![)有])", "包含"),
    Form(Effect.MADE_OF, "由(?=[^。；]{4,90}(?:组成|构成|两部分|三部分|合计))", "由"),
    Form(Effect.OF_WHICH, "用于以下方面|分别(?:为|是)(?=：)", "用分"),
    # ── Why and what for ─────────────────────────────────────────────────────────────────────
    Form(Effect.REASON, f"(?:主要)?(?:变动|增减|变化)?(?:原因|因素)(?:说明)?{_SAYS_WHY}", "因"),
    Form(Effect.REASON, "主要(?:是由于|是因为|由于|是|为|系)", "主"),
    # 此项为新增科目: that it is new is the reason.
    Form(
        Effect.REASON,
        "(?<=[，。])(?:此|该|本)[类款项](?:级)?(?:科目|支出|经费|预算)?(?:为|是|系)(?=[^，。；]{0,8}新)",
        "新",
    ),
    # 主要原因本年度增加了…, 属于正常变化: the verb left out, or no other reason than that.
    Form(
        Effect.REASON,
        "(?<=[，。])主要原因(?=[一-龥])(?!如下|分析|说明)|(?<=[，。])属于?(?=[^，。；]{0,40}正常)",
        "因属",
    ),
    Form(
        Effect.REASON,
        "(?<=，)(?:系|因为|由于|因(?!公))|(?<=[均都])(?:因为|由于|因(?!公))",
        "系因由",
    ),
    Form(Effect.PURPOSE, "(?:主要|专门)?用于(?!以下)：?", "用"),
    # ── Held against a budget ────────────────────────────────────────────────────────────────
    Form(
        Effect.AGAINST,
        "(?P<what>(?:支出)?决算数?|执行数|(?:本年|今年)(?:预算)?数){held}{of_budget}(?:{amount})?",
        "数算",
    ),
    Form(
        Effect.AGAINST,
        "(?P<what>(?:支出)?决算数?|执行数|(?:本年|今年)(?:预算)?数)(?P<word>与|同|比|和){of_budget}{same}",
        "数算",
    ),
    Form(
        Effect.COMPLETION,
        "(?:完成|为|占)(?P<of>年初|调整后?|全年|当年)?预算(?:数)?的?(?:完成)?{rate}",
    ),
    Form(Effect.AGAINST, "(?<=[，；])(?P<what>){held}了?{of_budget}(?:{amount})?", "算"),
    Form(
        Effect.COMPLETION, "(?P<of>调整后?|年初|全年)?(?:预算)?(?:完成|执行)率(?:为|达|是)?{rate}"
    ),
    # ── Shares ───────────────────────────────────────────────────────────────────────────────
    Form(
        Effect.SHARE,
        r"占(?P<whole>[^，。；\d]{0,30}?)的?(?:比重|比例|比率|比)?(?:约?为)?{rate}",
        "占",
    ),
    Form(
        Effect.SHARE,
        r"在(?P<whole>[^，。；\d]{2,20}?)中(?:的)?(?:占|占比|比重|所占比重|所占比例)(?:约?为)?{rate}",
        "占比",
    ),
    # A share without its sign: only 占 right before a figure with decimals is one.
    Form(
        Effect.SHARE, r"占(?P<whole>)(?P<percent>\d{1,2}\.\d{1,2})(?P<sign>)(?=[。，；)]|$)", "占"
    ),
    # ── Changes ──────────────────────────────────────────────────────────────────────────────
    Form(
        Effect.CHANGE,
        "(?<!新){direction}{left}?(?:了|额|为|约|各|共){0,2}(?:{amount})?"
        "(?:[，、(]{0,2}(?:同比|环比|幅度|变动)?{second}?{second_left}?(?:率|幅度|比例)?(?:约|为|了|达)?{bare_rate})?",
    ),
    Form(
        Effect.CHANGE,
        "(?<![至不减最缺])(?P<word>多|少)(?:支出|安排|收入|列支|开支|拨付)?了?{amount}"
        "(?:[，、(]{0,2}(?:同比)?{second}?{second_left}?(?:率|幅度|比例)?(?:约|为|了|达)?{bare_rate})?",
        "多少",
    ),
    # ── Amounts and counts ───────────────────────────────────────────────────────────────────
    Form(Effect.LEVELS, "(?:分别|各|依次)(?:为|是)?：?{numbers}", "分各依"),
    Form(Effect.LEVELS, "(?:分别|各|依次)(?:为|是)：?{amounts}", "分各依"),
    Form(Effect.LEVEL, r"(?P<digits>(?:(?<=[为是：])-)?{number})(?P<unit>{money})", _DIGITS),
    Form(
        Effect.COUNT,
        r"(?<!第)(?P<digits>{number})(?P<unit>台/套|台\(套\)|台套|批次|{thing}|组|项|分)(?!月|工作日|[级类款季]|钟|别)",
        _DIGITS,
    ),
    Form(
        Effect.NIL,
        "(?:均|都)?(?:未|没有|不)(?:安排|发生|列支)|无(?:支出|安排|发生)(?=[，。；])",
        "未没不无",
    ),
    Form(
        Effect.NIL,
        "(?:没有|未安排|无)(?P<what>[一-龥]{2,16}?(?:支出|收入|经费|费))(?=[，。；])",
        "没未无",
    ),
    Form(Effect.MARK, "[()；，：]"),
)
