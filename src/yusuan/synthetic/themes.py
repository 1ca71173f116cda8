"""What made-up departments are about: bureaus, their institutions, functional codes and subjects."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Institution:
    """A kind of subordinate institution: what it is called and the item its running costs stand under."""

    name: str
    function: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A policy field: the bureau, its functional section and items, and what its projects deal with."""

    bureau: str
    duty: str
    section: str
    executive: str
    institutions: tuple[Institution, ...]
    project_items: tuple[str, ...]
    subjects: tuple[str, ...]

    @property
    def running(self) -> str:
        """行政运行 of the section."""
        return f"{self.section}01"

    @property
    def general_affairs(self) -> str:
        """一般行政管理事务 of the section."""
        return f"{self.section}02"


THEMES = (
    Theme(
        "教育局",
        "中小学和幼儿园的规划、管理与督导",
        "20501",
        "教育考试中心",
        (
            Institution("第一小学", "2050202"),
            Institution("实验小学", "2050202"),
            Institution("第二初级中学", "2050203"),
            Institution("第一高级中学", "2050204"),
            Institution("中心幼儿园", "2050201"),
            Institution("职业技术学校", "2050302"),
            Institution("特殊教育学校", "2050701"),
            Institution("教师发展中心", "2050801"),
        ),
        ("2050199", "2050299", "2050202", "2050203"),
        ("校园安全", "课后服务", "实验教学", "校舍", "阅读推广", "体育场地"),
    ),
    Theme(
        "司法局",
        "公共法律服务、人民调解和社区矫正",
        "20406",
        "法治宣传中心",
        (
            Institution("公证处", "2040650"),
            Institution("法律援助中心", "2040650"),
            Institution("社区矫正服务中心", "2040650"),
        ),
        ("2040604", "2040605", "2040607", "2040610"),
        ("人民调解", "普法", "社区矫正", "公证", "法律顾问", "司法所"),
    ),
    Theme(
        "卫生健康局",
        "疾病预防、基层医疗和妇幼保健",
        "21001",
        "卫生监督所",
        (
            Institution("疾病预防控制中心", "2100401"),
            Institution("妇幼保健院", "2100403"),
            Institution("城东社区卫生服务中心", "2100301"),
            Institution("中心卫生院", "2100302"),
            Institution("人民医院", "2100201"),
        ),
        ("2100408", "2100409", "2100499", "2100717"),
        ("慢性病管理", "预防接种", "妇幼保健", "急救网络", "家庭医生", "消毒监测"),
    ),
    Theme(
        "文化和旅游局",
        "公共文化服务、文物保护和旅游市场管理",
        "20701",
        "文化市场综合执法队",
        (
            Institution("图书馆", "2070104"),
            Institution("文化馆", "2070109"),
            Institution("博物馆", "2070205"),
        ),
        ("2070108", "2070109", "2070204"),
        ("流动图书", "非遗展示", "群众文艺", "文物库房", "旅游导览", "数字阅览"),
    ),
    Theme(
        "农业农村局",
        "粮食生产、农业技术推广和乡村建设",
        "21301",
        "农业综合执法队",
        (
            Institution("农业技术推广站", "2130104"),
            Institution("动物疫病预防控制中心", "2130104"),
            Institution("农产品质量检测站", "2130104"),
        ),
        ("2130106", "2130108", "2130122", "2130701"),
        ("良种示范", "病虫防控", "耕地质量", "农机作业", "高标准农田", "村级公益设施"),
    ),
    Theme(
        "交通运输局",
        "公路建设养护和道路运输管理",
        "21401",
        "交通运输执法队",
        (Institution("公路养护中心", "2140106"), Institution("道路运输服务中心", "2140112")),
        ("2140104", "2140106", "2140112"),
        ("农村公路", "桥梁", "公交候车", "治超站", "道路标线", "运输信用"),
    ),
    Theme(
        "住房和城乡建设局",
        "城市建设管理、市容环境和住房保障",
        "21201",
        "城市管理执法队",
        (
            Institution("环境卫生服务中心", "2120501"),
            Institution("园林绿化中心", "2120399"),
            Institution("规划技术服务中心", "2120201"),
        ),
        ("2120104", "2120399", "2120501", "2210108"),
        ("市政道路", "背街小巷", "公园绿地", "垃圾分类", "路灯", "老旧小区"),
    ),
    Theme(
        "应急管理局",
        "安全生产监管、防灾减灾和应急救援",
        "22401",
        "安全生产执法队",
        (Institution("应急指挥保障中心", "2240150"), Institution("防灾减灾中心", "2240150")),
        ("2240104", "2240106", "2240108", "2240204"),
        ("危化品监管", "防汛", "应急演练", "避灾安置", "微型消防", "灾情速报"),
    ),
    Theme(
        "人力资源和社会保障局",
        "就业创业、社会保险经办和劳动关系协调",
        "20801",
        "劳动保障监察队",
        (Institution("就业服务中心", "2080106"), Institution("社会保险事业中心", "2080109")),
        ("2080105", "2080106", "2080701", "2080702"),
        ("零工市场", "技能提升", "社保经办", "劳动仲裁", "创业孵化", "人才招聘"),
    ),
    Theme(
        "自然资源局",
        "国土空间规划、耕地保护和不动产登记",
        "22001",
        "自然资源执法队",
        (Institution("不动产登记中心", "2200150"), Institution("测绘中心", "2200150")),
        ("2200104", "2200106", "2200199"),
        ("不动产档案", "地籍调查", "耕地监测", "基础测绘", "矿山修复", "规划编制"),
    ),
    Theme(
        "市场监督管理局",
        "市场准入、质量安全和食品安全监管",
        "20138",
        "市场监管综合执法队",
        (Institution("检验检测中心", "2013850"), Institution("消费维权服务中心", "2013850")),
        ("2013805", "2013815", "2013816"),
        ("食品抽检", "特种设备", "计量检定", "消费维权", "广告监测", "价格检查"),
    ),
)

# Money of these funds has functional items of its own.
GOVERNMENT_FUNDS_ITEMS = ("2120803", "2120804", "2121301", "2296002", "2296003", "2296004")
STATE_CAPITAL_ITEMS = ("2230105", "2230201", "2230301", "2239999")
