"""The English of the interface, by the (first line of the) Chinese text; findings themselves stay Chinese."""

# ruff: noqa: E501  a text and its English stand side by side
from __future__ import annotations

from yusuan.reports.english_report import REPORT

# Names in examples; names of rows and columns are what the tables print, so they stay.
NAMES = {
    "我的部门": "my-department",
    "核对报告": "report",
    "公开文件": "published",
    "豁免.toml": "waivers.toml",
    "公开.": "published.",
    "-o 读出": "-o reading",
    "征求意见": "for-comment",
    "开放数据": "open-data",
    "2023年": "2023",
    "2024年": "2024",
    "一上": "first",
    "二上": "second",
    "-o 公开": "-o public",
}

HELP = {
    "部门预算：一套明细生成全部公开表，自动核对，写出各种格式。": """Departmental budgets: one set of facts gives all official tables, checked, in every format.

SOURCE is a dataset folder, a workbook (.xlsx) or an open-data package (folder or .zip);
check, cells and read also take published documents (PDF, Word, Excel, web page, text).
Exit codes: 0 no errors, 1 errors found, 2 cannot go on, 130 interrupted.""",
    "演示：推导、核对示例部门，写出全部格式": """Derive and check the example department, publish every format

The example carries the published figures of a real department's 2024 budget (three units, nine
tables, thirty projects). Run it as often as you like: the files come out the same.""",
    "新建：带一个小例子的数据集目录，或者工作簿": """Start a dataset folder, or a workbook, with a small example in it

The example department passes every check and can be published; change it into your own.
The folder comes with a guide to every field; the workbook has drop-downs and comments.""",
    "核对：列出全部问题，写明位置、金额、依据和处理办法": """Check: every finding with its place, amount, law and next step

Derives all tables and their identities, then runs every rule. Findings are errors, warnings
or information; the exit code is 1 when errors stand. The last line counts the six outcomes:
passed, failed, rounding, not applicable, insufficient, refused. SOURCE may be a published
document, too: PDF, Word, Excel, web page or text.

Several SOURCEs, a folder or .zip of documents, a pattern with * are a batch: -o names a directory for
the report of each document, a league table (index.html) and tables; run again after an
interruption, it goes on where it stopped. A document that cannot be opened, takes too long or
brings its process down harms no other; the exit code is 1, too, where one could not be checked.
Without -o, --format json gives one line a document.

json is for programs: source, summary, findings; amounts in yuan with two decimals.""",
    "读取公开文本：表格、每一个数、文字说明、项目和指标": """Read published documents: tables, every figure, text, projects and indicators

DOC is a published budget or final account: PDF, Word (.docx), a spreadsheet (.xlsx, .xls, .ods),
a web page or text, or a .zip of one of them; scans and pictures want yusuan[scan]. Written are the
recognised tables, every figure with its place (page, table, row, column, box, as printed, amount, which money), figures in the text, projects,
indicators and payment plans. What is in doubt is not guessed but listed in refused; tables that
were not recognised are written as they stand. Open data attached to a PDF are compared with the
print, which is authoritative. Several DOCs get a subdirectory each; one that cannot be read does
not stop the others.

In csv, text that begins with = + - @ and is no number gets an apostrophe before it, so that no
spreadsheet takes it for a formula; json has it as it is.""",
    "公开：写出 DOCX、PDF、XLSX、HTML 和开放数据": """Publish DOCX, PDF, XLSX, HTML and open data

Everything classified is masked first. Where an error-level finding stands, nothing is written,
the findings are listed and the exit code is 1; with --draft every page says 草案 instead.
The files appear when all of them are complete, never half of one.""",
    "列出公开表中的每一个数，一行一个": """List every printed figure, one a line

Columns: table; row (classification code, 合计, or label without list number); label as printed;
column (header path, the panel first where a table has two); amount (yuan, two decimals);
printed (the figure as printed); unit (as printed). Blank cells are left out.
amount is the printed figure in yuan, so the two always agree.
UTF-8 without byte order mark; lines end in \\n.""",
    "说明一个数：由哪些明细构成，还印在哪里": """Explain a figure: the lines behind it, and where else it is printed

TABLE is a table's id or title, ROW a code, 合计 or a label, COLUMN a header path or its end.
Width, quotes and list numbers need not match; part of a name will do where only one fits,
and near names are offered where none does.""",
    "转换：数据集目录、工作簿、开放数据包三种形式互换，内容不变": """Convert: dataset folder, workbook, open-data package, without loss

The name of B decides: .xlsx is a workbook, .zip or datapackage.json an open-data package, a
folder that is a package stays one, anything else is a dataset folder; or say --to.
Nothing is left out, classified items included: converting is for use inside the office, publishing
is not (see yusuan publish). --public writes what may be published only: classified fields read 涉密
and cannot be restored. What exists is overwritten only with --force.""",
    "比较两个版本或两个年度：哪些数变了，变了多少，在哪些表": """Compare two versions or two years: what changed, by how much, in which tables

A is the old one, B the new one; each may be any SOURCE. First the main changes in words, then
the figures by table, then lines, projects, indicators and all else added, removed or changed.
Between years, projects of the same name are taken for the same project.""",
    "版式：列出内置的公开版式": """List the editions that are built in

An edition says which tables and sections are published, their order, titles and money unit.""",
    "表样：列出版式中的表，或说明一张表的行、列各统计什么资金": """List an edition's tables, or say what the rows and columns of one count

TABLE is a table's id or title; without it all tables are listed.""",
    "规则：列出全部规则；或者一条规则的依据、要求和例子": """List the rules, or show one: its law, claim and examples

--derived lists in words the identities that follow from meaning: NAME is then a SOURCE,
the example where none is given. Nobody wrote them: cells of equal meaning print equal
figures, and a cell made up of others, nothing missing or twice, prints their sum.""",
    "科目：查编码的名称，或按名称查编码": """Look up the name of a code, or codes by name

QUERY is a code, the beginning of one or part of a name; without it categories are listed.
A full code also shows the codes above and below, and its name in other years. “unverified”
says that nobody has met the code in a published document yet.""",
}

TEXTS = {
    "[选项]": "[OPTIONS]",
    "用法：": "Usage: ",
    "选项：": "Options:",
    "命令：": "Commands:",
    "例子：": "Examples:",
    "显示这份帮助": "show this help",
    "显示版本": "show the version",
    "界面语言（也可用环境变量 YUSUAN_LANG）": "language of the interface (or set YUSUAN_LANG)",
    "程序出错时显示完整的调用栈": "show the traceback when the program fails",
    "输出格式（默认为第一种）": "output format (default: the first)",
    "写入文件（默认写到标准输出）": "write to a file instead of standard output",
    "写入的目录": "directory to write into",
    "写入的目录，默认 out": "directory to write into; default out",
    "要写出的格式，以逗号分隔：docx,pdf,xlsx,html,opendata；默认全部": "formats, separated by commas: docx,pdf,xlsx,html,opendata; default all",
    "写出草案，不因错误级问题而停止": "write a draft whatever the findings",
    "结果的显示格式": "how the result is shown",
    "预算年度，默认本年": "fiscal year; default this year",
    "只查一种编码": "one kind of code only",
    "写成哪种形式": "form to write",
    "覆盖已有的文件": "overwrite what exists",
    "只写可以公开的内容": "write the public view only",
    "列出全部明细（默认至多 30 条）": "list every line (default: at most 30)",
    "版式，见 yusuan editions；默认 hebei": "edition, see yusuan editions; default hebei",
    "新建工作簿而不是目录": "a workbook instead of a folder",
    "列出由表义推导的勾稽关系": "list the identities derived from meaning",
    # failures
    "错误：": "Error: ",
    "用法见：{command} --help": "See: {command} --help",
    "已中断。": "Interrupted.",
    "没有命令 {name}": "no command {name}",
    "；您要的可能是 {name}": "; did you mean {name}?",
    "没有选项 {name}": "no option {name}",
    "；相近的有 {names}": "; nearest: {names}",
    "相近的有：{names}": "Nearest: {names}",
    "缺少 {name}": "{name} is missing",
    "{name} 的值不对，应为：{allowed}": "{name} takes one of: {allowed}",
    "{name} 后面缺少值，或多写了值": "{name} lacks a value, or takes none",
    "多余的参数：{names}": "unexpected: {names}",
    "目录": "a directory",
    "文件": "a file",
    "（必填）": " (required)",
    "不支持的语言“{value}”；可用 zh 或 en": "no language “{value}”; there are zh and en",
    "没有格式“{names}”；可选：{allowed}": "no format “{names}”; there are {allowed}",
    "无法读取 {source}，共 {n} 处问题：": "cannot read {source}, faults found: {n}",
    "请按上面各条改正后重试；没有写出任何文件。": "Correct them and try again; nothing was written.",
    "文件无法读写：{reason} {file}": "cannot read or write: {reason} {file}",
    "目录中没有所要的内容（{detail}）": "not in the catalogue ({detail})",
    "{title}（{detail}）": "{title} ({detail})",
    "文件能打开，但无法确定是哪张表、哪一年度或什么金额单位，不作猜测": "the file opens, but its table, year or money unit would have to be guessed",
    "有一笔资金在表中没有可列的位置，为避免漏列已停止": "a table has no place for an amount; stopped rather than lose money",
    "还有错误级问题，不能公开；可加 --draft 写出草案": "error-level findings stand; use --draft for a draft",
    "没有权限或所处环节不允许这样做": "not allowed here and now",
    "程序内置的表样或规则有误，请报告开发者": "a built-in spec or rule is wrong; please report it",
    "无法继续": "cannot go on",
    "程序意外停止：{kind}": "the program stopped unexpectedly: {kind}",
    "这是程序的问题，不是您的数据有误；没有写出不完整的文件。": "This is the program's fault, not your data's; no incomplete file was written.",
    "请加 --debug 重新运行，把命令和显示的内容（隐去涉密信息）报告给维护者。": "Run it again with --debug and report the command and what it shows (nothing classified) to the maintainers.",
    "{path} 已经存在，不覆盖": "{path} exists and is not overwritten",
    "{path} 已经存在；确要覆盖请加 --force": "{path} exists; use --force to overwrite it",
    "parquet 不能显示在终端，请用 -o 指定文件": "parquet cannot be shown on a terminal; name a file with -o",
    "无法由“{name}”判断写成哪种形式，请用 --to 指明": "“{name}” does not say which form to write; use --to",
    "找不到唯一的表“{wanted}”；可选：{names}": "“{wanted}” does not name one table; there are {names}",
    "{table}没有{kind}“{wanted}”；相近的有：{names}": "{table} has no {kind} “{wanted}”; nearest: {names}",
    "“{row} {column}”不止一格：{names}": "“{row} {column}” is more than one cell: {names}",
    "没有规则“{name}”": "no rule “{name}”",
    "没有与“{query}”相符的编码": "no code matches “{query}”",
    "找不到示例 {name}；请在源码目录中运行，或写明它的位置": "the example {name} is not here; run in the source tree, or say where it is",
    # results
    "已写入 {path}（{size}）": "wrote {path} ({size})",
    "“{value}”不是页码；应为 7、3-5、1,4 或 all": "'{value}' is no page; say 7, 3-5, 1,4 or all",
    "在页面图像上标出读懂的内容：7、3-5、1,4 或 all；只限 PDF": "mark what was understood on pictures of pages: 7, 3-5, 1,4 or all; PDF only",
    "把 PDF 所附的文件也写出来": "write the files attached to a PDF as well",
    "{form} 不能显示在终端，请用 -o 指定文件": "{form} cannot be shown on a terminal; name a file with -o",
    # batches and waivers
    "写入文件（默认写到标准输出）；批量核对时为目录": "file to write (default: standard output); a directory for a batch",
    "同时核对几份（默认为处理器个数）": "documents at once (default: one a processor)",
    "批量核对时每份文件的时限，秒（默认 120）": "batch: time limit of a document (default 120)",
    "批量核对时每个进程的内存上限，MB（默认 2048）": "batch: memory limit of a process (default 2048)",
    "与另一份公开文件对照（上年、同年预算、所属单位、前一次公开），可以多次给出": "compare with another published document (last year, budget of the year, unit, earlier version); may be repeated",
    "--against 一次只对照一份 SOURCE": "--against compares one SOURCE at a time",
    "--against 只比较已公开的文件（PDF、Word、Excel、网页、文本）": "--against compares published documents only (PDF, Word, Excel, web page, text)",
    "豁免文件（.toml）：已判定的问题不再计数，另列一节": "waivers (.toml): judged findings leave the count and are listed apart",
    "按哪一天判断豁免是否到期（默认今天）": "day on which waivers are in force or over (default today)",
    "预算、决算的批复日期，用于核对是否在批复后二十日内公开": "day the budget or accounts were approved, to check publication within twenty days",
    "文件公开的日期，同上": "day the document was published, likewise",
    "{name} 应为日期，如 {example}；读到“{value}”": "{name} takes a date such as {example}; found “{value}”",
    "--approved-on、--published-on 一次只用于一份 SOURCE": "--approved-on and --published-on are for one SOURCE at a time",
    "--approved-on、--published-on 只用于已公开的文件（PDF、Word、Excel、网页、文本）": "--approved-on and --published-on are for published documents only (PDF, Word, Excel, web page, text)",
    "没有与“{path}”相符的文件": "nothing fits “{path}”",
    "没有找到可以核对的文件": "there is no document to check",
    "共有 {n} 份文件；请用 -o 指明写报告的目录，或用 --format json 每份输出一行": "{n} documents; name a directory for the reports with -o, or use --format json for a line each",
    "无法启动处理文件的进程；请加大 --memory 后重试": "processes cannot be started; try again with more --memory",
    "另一次核对正在写 {path}，请等它结束": "another check is writing {path}; wait for it to end",
    "共 {n} 份文件，已有结果 {done} 份": "{n} documents, {done} done already",
    "已完成 {done}/{n} 份；再次运行同一条命令即从这里继续。": "{done} of {n} done; run the same command to go on from here.",
    "已核对 {n} 份，未能核对 {lost} 份": "{n} checked, {lost} could not be checked",
    "错误 {errors} 项 · 警告 {warnings} 项 · 提示 {infos} 项 · 已豁免 {waived} 项": "errors {errors} · warnings {warnings} · information {infos} · waived {waived}",
    "报告：{path}": "report: {path}",
    "豁免": "waiver",
    "已豁免 {n} 项": "Waived: {n}",
    "第{n}条 {verdict}：{reason}（{approver}批准，有效期至 {expires}）": "no. {n}, {verdict}: {reason} (approved by {approver}, until {expires})",
    "；沿用 {year} 年度的豁免，请确认仍然适用": "; carried over from {year}, please confirm that it still holds",
    "第{n}条豁免没有用上：{rule} {place}": "waiver no. {n} was not used: {rule} {place}",
    "批量核对结果": "Batch of checks",
    "筛选：部门、文件、规则或问题中的词，以空格分开": "filter: words of department, document, rule or finding",
    "符合的文件：#": "documents that fit: #",
    "打开": "open",
    "未能核对": "not checked",
    "不是公开文件，略过": "other files",
    "排名": "League",
    "原因": "Causes",
    "规则": "rule",
    "各条规则": "Rules",
    "各条豁免": "Waivers",
    "错误": "errors",
    "公开文件": "document",
    "已豁免": "Waived",
    "错误多的在前；错误一样多的，依次比警告、得分；未能核对的在最后。": "Most errors first; then by warnings and score; what could not be checked comes last.",
    "同一条规则、同一句话（去掉名称和数字）、同一位置，算作一个原因。": "One rule, one sentence without names and numbers, one place: one cause.",
    "准确率 = 1 − 误报 ÷ 问题数，未判定的按属实计；没有人判定过的规则不给准确率。": "Precision = 1 − false alarms ÷ findings, what nobody judged counting as true; none for a rule nobody judged.",
    "名次": "rank",
    "年度": "year",
    "类型": "kind",
    "状态": "state",
    "警告": "warnings",
    "提示": "information",
    "页数": "pages",
    "识别表数": "tables",
    "数字": "figures",
    "报告": "report",
    "未能核对的原因": "why not checked",
    "页": "page",
    "表": "table",
    "栏目": "column",
    "应为（元）": "expected (yuan)",
    "实为（元）": "found (yuan)",
    "相差（元）": "difference (yuan)",
    "结论": "verdict",
    "理由": "reason",
    "批准人": "approver",
    "有效期至": "until",
    "豁免序号": "waiver",
    "文件数": "documents",
    "占比": "share",
    "问题数": "findings",
    "问题（… 代名称，# 代数字）": "finding (… a name, # a number)",
    "原文一例": "one as said",
    "例如": "for example",
    "判为属实": "judged true",
    "判为误报": "judged false",
    "未判定": "not judged",
    "准确率": "precision",
    "序号": "number",
    "范围": "where",
    "豁免问题数": "findings waived",
    "已核对": "checked",
    "未能核对：无法读取": "not checked: unreadable",
    "未能核对：不作猜测": "not checked: refused",
    "未能核对：程序中止": "not checked: crashed",
    "未能核对：超时": "not checked: timed out",
    "未能核对：内存超限": "not checked: out of memory",
    "不通过": "failed",
    "数据不足": "insufficient",
    "不予采信": "refused",
    "属实，予以接受": "true, accepted",
    "误报": "false alarm",
    "在用": "in use",
    "沿用，待确认": "carried over, to be confirmed",
    "已到期": "expired",
    "没有用上": "not used",
    "{n} 个文件没有读出：{names}": "{n} files could not be read: {names}",
    "{source} 没有页面图像：--show 只限 PDF": "{source} has no pictures of pages: --show is for PDF only",
    "{source} 没有附件": "{source} has no attachments",
    "没有第 {pages} 页：全文共 {last} 页": "there is no page {pages}: the document has {last} pages",
    "{source}：{reason}": "{source}: {reason}",
    "文字说明 {clauses} 处，项目 {projects} 个；未予采信的表 {refused} 张，见 refused": "{clauses} clauses, {projects} projects; {refused} tables refused, see refused",
    "注意：{remark}": "Note: {remark}",
    "所附开放数据：与印出的数比较 {compared} 个，{differing} 个不符（以印出的为准）": "attached open data: {compared} figures compared with the print, {differing} differ (the print is authoritative)",
    "已写入 {target}（{count} 个文件）": "wrote {target} ({count} files)",
    "已写入 {directory}：": "wrote into {directory}:",
    "读取并核对": "read and check",
    "组织内容": "lay out",
    "写出 {name}": "write {name}",
    "有错误级问题，未写出任何文件。改正后重试，或加 --draft 写出草案。": "Error-level findings stand; nothing was written. Correct them, or use --draft.",
    "核对结果": "Outcomes",
    "核对报告": "Check report",
    "由表义推导的勾稽关系": "identities derived from meaning",
    "由表义推导的勾稽关系 {n} 条": "{n} identities derived from meaning",
    "没有发现需要处理的问题。": "No findings.",
    "{severity} {n} 项": "{severity}: {n}",
    "等 {n} 处": "and others, {n} in all",
    "第{n}页": "page {n}",
    "应为 {expected}，实为 {actual}，相差 {difference}": "expected {expected}, found {actual}, difference {difference}",
    "万元": " ten thousand yuan",
    "位置": "where",
    "金额": "amount",
    "依据": "law",
    "处理": "next",
    "级别": "severity",
    "结果": "outcome",
    "问题": "finding",
    "发现的问题": "Findings",
    "汇总": "Summary",
    "来源": "source",
    "部门": "department",
    "已写成{kind}：{path}（{size}）": "wrote {kind} {path} ({size})",
    "数据集目录": "dataset folder",
    "工作簿": "workbook",
    "开放数据包": "open-data package",
    "注意：{path} 含有标为涉密的内容，只供内部使用，不得公开。": "Careful: {path} holds classified content; for internal use only.",
    "其中标为涉密的内容已写成“涉密”，不能由它还原。": "Classified content reads 涉密 in it and cannot be restored from it.",
    "已新建 {path}": "created {path}",
    "接下来：改成自己的内容，然后运行 yusuan check {path}": "Next: change it into your own, then run yusuan check {path}",
    # demo
    "{units} 个预算单位，{lines} 条明细，{projects} 个项目，{indicators} 条绩效指标": "{units} budget units, {lines} lines, {projects} projects, {indicators} performance indicators",
    "收入总计": "Total revenue",
    "支出合计": "Total expenditure",
    "其中：基本支出": "  basic",
    "其中：项目支出": "  project",
    "“三公”经费": "Three-public expenses",
    "比上年{direction} {by}": "{direction} {by} on last year",
    "增加": "up",
    "减少": "down",
    "持平": "unchanged",
    "没有错误；{n} 项警告和提示留给人看：yusuan check {source}": "No errors; {n} warnings and notes for people to look at: yusuan check {source}",
    "写出的文件": "Files",
    "{n} 个文件": "{n} files",
    "接下来": "What next",
    "用浏览器打开": "open in a browser",
    "一个数的来历": "where a figure comes from",
    "全部勾稽关系": "all identities",
    "做自己的": "start your own",
    "我的部门": "my-department",
    "用时 {seconds} 秒": "took {seconds} s",
    # explain
    "空白（没有这类资金）": "blank (no such money)",
    "含义": "meaning",
    "明细 {n} 条（元）": "{n} lines (yuan)",
    "  均为 {facts}": "  all of them {facts}",
    "  …… 还有 {n} 条，加 --all 全部列出": "  … {n} more; --all lists them",
    "同一笔钱还印在": "The same money is printed as",
    "由这些数相加": "Sum of",
    "是这些数的一部分": "Part of",
    "单位": "unit",
    "资金性质": "fund",
    "功能科目": "function",
    "经济科目": "economic class",
    "支出性质": "nature",
    "项目": "project",
    # diff
    "两者完全一致。": "The two are equal.",
    "公开表中的数没有变化。": "No printed figure changed.",
    "{table}（{unit}）": "{table} ({unit})",
    "行": "row",
    "列": "column",
    "原数": "old",
    "现数": "new",
    "增减": "change",
    # editions, tables, rules, codes
    "{n} 张表": "{n} tables",
    "{n} 项说明": "{n} sections",
    "单位：{u}": "unit: {u}",
    "统计范围": "counts",
    "空表说明": "when empty",
    "没有这类资金": "no such money",
    "标题行": "heading",
    "按{kind}逐级列到{level}": "by {kind}, down to {level}",
    "部门经济科目": "departmental economic class",
    "共 {n} 条；勾稽关系另由表义推导，见 yusuan rules --derived": "{n} rules; identities are derived from meaning, see yusuan rules --derived",
    "核对公开文件另有以上 {n} 项": "published documents are checked for these {n} items besides",
    "版式没有见过，表格按表头的意思读出，请留意核对": "a form not seen before: its tables were read by what their heads mean, look at them",
    "未能判定": "cannot be told",
    "单位名称": "publisher",
    "版式": "edition",
    "金额单位": "money unit",
    "要旨": "gist",
    "核对日期": "last checked",
    "类别": "class",
    "例子：通过、不通过、相近而通过": "Examples: pass, fail, near miss",
    "{left} 应为空：{table}没有这一科目的行": "{left} should be blank: {table} has no row for its code",
    "共 {n} 条": "{n} in all",
    "：表内 {inside} 条，表间 {across} 条；": ": {inside} within a table, {across} between tables; ",
    "功能分类": "function",
    "部门经济分类": "departmental economic",
    "政府经济分类": "government economic",
    "政府采购品目": "procurement",
    "财政区划": "division",
    "上级": "above",
    "下级": "below",
    "另一年度": "other year",
    "未核": "unverified",
}
ENGLISH = {**TEXTS, **REPORT, **HELP}
