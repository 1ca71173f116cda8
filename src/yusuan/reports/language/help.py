"""The help of the commands in English, by its first line in Chinese, and names in their examples."""

# ruff: noqa: E501  as in `english`
from __future__ import annotations

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

Everything classified is masked first. Where a withheld amount could be worked out of what is
printed, said or was published before (--earlier), nothing is written, not even a draft. Where
another error-level finding stands, nothing is written, the findings are listed and the exit code
is 1; with --draft every page says 草案 instead.
The files appear when all of them are complete, never half of one.""",
    "列出公开表中的每一个数，一行一个": """List every printed figure, one a line

Columns: table; row (classification code, 合计, or label without list number); label as printed;
column (header path, the panel first where a table has two); amount (yuan, two decimals);
printed (the figure as printed); unit (as printed). Blank cells are left out.
amount is the printed figure in yuan, so the two always agree.
UTF-8 without byte order mark; lines end in \\n. In csv a text that begins with = + - @ and is no number
has an apostrophe before it.""",
    "说明一个数：由哪些明细构成，还印在哪里": """Explain a figure: the lines behind it, and where else it is printed

TABLE is a table's id or title, ROW a code, 合计 or a label, COLUMN a header path or its end.
Width, quotes and list numbers need not match; part of a name will do where only one fits,
and near names are offered where none does. Every line is shown, classified ones included: what is
shown is for internal use, and JSON says so under "internal".""",
    "转换：数据集目录、工作簿、开放数据包三种形式互换，内容不变": """Convert: dataset folder, workbook, open-data package, without loss

The name of B decides: .xlsx is a workbook, .zip or datapackage.json an open-data package, a
folder that is a package stays one, anything else is a dataset folder; or say --to.
Nothing is left out, classified items included: converting is for use inside the office, publishing
is not (see yusuan publish). --public writes what may be published only: classified fields read 涉密,
and where a withheld amount could still be worked out nothing is written. What exists is overwritten only with --force.""",
    "比较两个版本或两个年度：哪些数变了，变了多少，在哪些表": """Compare two versions or two years: what changed, by how much, in which tables

A is the old one, B the new one; each may be any SOURCE. First the main changes in words, then
the figures by table, then lines, projects, indicators and all else added, removed or changed.
Between years, projects of the same name are taken for the same project. Classified content is
compared as well: what is shown is for internal use, and JSON says so under "internal".""",
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
