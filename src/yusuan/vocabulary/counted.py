"""The words for what is counted: units, offices, staff, vehicles, grades, and the words around a count.

Every entry is a piece of a regular expression over text without blanks, in half-width signs.
"""

from __future__ import annotations

# --- around a count ---------------------------------------------------------------------------------------

# What follows divides the count before it.
OPENERS = "其中|包括|包含|分别[为是]|具体[为是]|构成[为是]|含"
# They stand right before a number and name nothing themselves.
LINKS = "共计|共有|共|合计|总计|计|为|是|有|达|约|:"
# After one of them a number counts what follows it: 设5个内设机构.
VERBS = (
    "设置|设立|下设|内设|分设|设有|设|拥有|现有|共有|共计|共|有|下辖|所辖|管辖|辖|管理|所属|下属|纳入|包括|包含|含|为|计|"
    "以及|及|和|与|由|等|本级|本部|机关|分别是|分别为|即|从|对|至|:"
)
# A list that ends here leaves nothing over.
REST = ("其他", "其它", "其余")

# --- units and offices ------------------------------------------------------------------------------------

UNITS = (
    r"(?:所属|下属|直属|二级|三级|基层|独立核算|独立编制|财政拨款|事业|行政|预算|一级|主管|参公|公益|全额|机关|本部门|部门|的)*"
    r"(?:预算)?单位"
)
OFFICES = (
    r"(?:职能|内设|行政|业务|综合|机关|正科级|副科级|正处级|股级|科级|处级|党政|直属|的)*"
    r"(?:内设机构|机构|处室|科室|股室|处\(室\)|科\(室\)|股\(室\)|处\(科、股\)室|部门|处|科|股|室)"
)
# What is more than any number of offices says: places inside, and other organs.
NOT_OFFICES = r"派出|直属机构|分支|下属|所属|事业|社区|村|议事|协调|临时|服务|医疗|金融|科研|培训|企业|检测|检验"
# A list of units names the organ itself now with the others and now before them.
SELF = r"(?:[局厅委办院校会部处所站市区县省镇乡]|机关|单位|部门|街道)*(?:本级|本部|机关本级)"
# The ends of names of offices and of units: a list of other things is no list of them.
OFFICE_ENDS = "办公室|办|科|股|处|室|中心|队|大队|支队|部|所|站|组|委|委员会|会|局|党委|工会|馆|院|厅|团|台|署|庭|机关"
UNIT_ENDS = (
    "局|委|委员会|办公室|办事处|中心|院|校|学校|大学|学院|中学|小学|幼儿园|队|大队|支队|总队|所|站|馆|会|协会|学会|社|部|厅|署|"
    "政府|公司|园|台|处|办|场|库|室|基地|联社|机关|本级|科|厂|团|组|行|宫|库|局机关|研究所|医院|血站"
)
# Offices of the party and the unions stand in lists of offices without being counted among them, or are.
BESIDE_OFFICES = (
    "党委|党总支|党支部|工会|纪委|纪检|监察|团委|妇委|妇联|离退休|老干部|派驻|总工程师|总规划师"
)

# --- staff ------------------------------------------------------------------------------------------------

STAFF_WHOLE = "编制|在职|在编|在岗|实有|现有|职工|人员|离退休|供养|医护|学生|幼儿"
# Families of words that part people: a list of one family counts nobody twice.
STAFF_PARTS = {
    "post": "行政|事业|参公|参照|工勤|机关|公务员|全额|差额|全部补助|财政补助|部分补助|自收自支|经费自理|政法|执法|教师|教辅|医生|医师|护士|护理|医技|专业技术|管理岗|后勤",
    "standing": "在职|离休|退休|离退休|退职|遗属",
    "contract": "在编|编内|编外|编制外|合同|聘用|临聘|临时|派遣|雇员|辅助|劳务",
    "court": "检察官|检察辅助|司法行政|法官|审判辅助|书记员|法警|民警|辅警",
    "school": "小学|初中|高中|中职|本科|专科|研究生|[一二三四五六七八九]年级|[大中小]班",
    "sex": "男|女",
}
# Words of posts that may stand inside another post of the same list.
INSIDE_OTHERS = "参公|参照|工勤|机关|政法|执法"
# Lists that leave nobody out, by the words of their parts.
COMPLETE_STAFF = (
    ("行政", "事业"),
    ("行政", "事业", "工勤"),
    ("行政", "参公", "工勤"),
    ("行政", "参照", "工勤"),
    ("行政", "参公", "事业"),
    ("行政", "参照", "事业"),
    ("行政", "参公", "事业", "工勤"),
    ("行政", "参照", "事业", "工勤"),
    ("参公", "事业"),
    ("参照", "事业"),
    ("在职", "离退休"),
    ("在职", "离休", "退休"),
    ("在编", "编外"),
    ("在编", "临聘"),
    ("初中", "高中"),
    ("男", "女"),
)

# --- grades of evaluation, worst first ----------------------------------------------------------------------

GRADES = (
    ("worst", "不合格|不及格|(?<![偏误])差"),
    ("fair", "(?<!不)[合及]格|中等|(?:(?<=[为是评得级次档])|^)中"),
    ("good", "(?<!优)良好?"),
    ("best", "优秀?"),
)
