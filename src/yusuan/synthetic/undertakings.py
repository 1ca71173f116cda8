"""Kinds of projects: what they pay for, at which prices, and what they promise."""

from __future__ import annotations

from dataclasses import dataclass

from yusuan.core.terms import IndicatorKind, ProjectCategory

_OTHER = ProjectCategory.OTHER_OPERATIONS
_DEPARTMENTAL = ProjectCategory.DEPARTMENTAL
_SPECIAL = ProjectCategory.SPECIAL_FUNDS
_ECONOMIC = IndicatorKind.ECONOMIC
_SOCIAL = IndicatorKind.SOCIAL
_ENVIRONMENTAL = IndicatorKind.ENVIRONMENTAL
_SUSTAINABILITY = IndicatorKind.SUSTAINABILITY


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A kind of project. `{s}` in a text is its subject; prices are in yuan and whole hundreds."""

    title: str
    category: ProjectCategory
    thing: str
    measure: str
    quantity: tuple[int, int]
    price: tuple[int, int]
    months: int
    main: str
    rest: str
    goal: str
    quality: tuple[str, tuple[int, int]]
    outcome: tuple[IndicatorKind, str, str]
    beneficiary: str
    catalogue_code: str = ""


UNDERTAKINGS = (
    Undertaking(
        "信息系统运行维护", _OTHER, "运维服务", "套", (1, 12), (12_000, 90_000), 1, "30213", "30207",
        "让{s}信息系统全年稳定运行，故障及时排除，数据不丢失。",
        ("故障修复率", (95, 99)), (_SOCIAL, "业务办理便利程度", "较上年提高"), "系统使用人员", "C16079900",
    ),
    Undertaking(
        "办公设备更新", _OTHER, "台式计算机", "台", (3, 60), (4_200, 5_500), 1, "31002", "30201",
        "更换{s}工作中到期报废的计算机，满足日常办公需要。",
        ("到货验收合格率", (96, 100)), (_SUSTAINABILITY, "设备使用年限", "≥6年"), "设备使用人员", "A02010105",
    ),
    Undertaking(
        "专用设备购置", _DEPARTMENTAL, "专用设备", "套", (1, 9), (20_000, 180_000), 1, "31003", "30218",
        "配齐{s}所需的专用设备，补上检测和作业能力的短板。",
        ("设备验收合格率", (96, 100)), (_SOCIAL, "作业能力", "明显提升"), "操作人员", "A02000000",
    ),
    Undertaking(
        "业务培训", _OTHER, "培训学员", "人", (40, 400), (300, 600), 1, "30216", "30211",
        "分批培训{s}业务骨干，使基层人员熟悉政策和操作流程。",
        ("培训考核合格率", (92, 98)), (_SUSTAINABILITY, "业务能力", "较上年提升"), "参训学员",
    ),
    Undertaking(
        "宣传引导", _OTHER, "宣传品", "份", (2_000, 30_000), (100, 100), 1, "30202", "30227",
        "面向群众宣传{s}政策，扩大知晓面，引导主动参与。",
        ("印制合格率", (97, 100)), (_SOCIAL, "政策知晓率", "≥85%"), "受众",
    ),
    Undertaking(
        "辅助人员服务", _OTHER, "辅助人员", "人", (2, 30), (3_200, 4_600), 12, "30226", "30299",
        "以购买服务方式充实{s}一线力量，保证工作不断档。",
        ("到岗率", (95, 99)), (_SOCIAL, "一线服务保障能力", "有效提升"), "服务对象", "C99000000",
    ),
    Undertaking(
        "场所维修改造", _DEPARTMENTAL, "维修面积", "平方米", (120, 2_600), (300, 900), 1, "31006", "30213",
        "修缮{s}相关场所的屋面、管线和消防设施，消除安全隐患。",
        ("工程验收合格率", (98, 100)), (_SOCIAL, "场所安全状况", "明显改善"), "场所使用人员", "B08000000",
    ),
    Undertaking(
        "专项调查", _OTHER, "调查点位", "个", (20, 260), (400, 2_600), 1, "30227", "30211",
        "查清{s}底数，形成可用于决策的调查成果。",
        ("成果评审通过率", (95, 99)), (_SUSTAINABILITY, "成果应用年限", "≥3年"), "成果使用单位", "C19000000",
    ),
    Undertaking(
        "困难群体补助", _SPECIAL, "补助对象", "人", (20, 600), (200, 900), 12, "30305", "30307",
        "按标准向{s}领域的困难群众发放补助，守住生活底线。",
        ("发放准确率", (98, 100)), (_SOCIAL, "困难群众基本生活", "有效保障"), "补助对象",
    ),
    Undertaking(
        "物业管理服务", _OTHER, "服务面积", "平方米", (2_000, 9_000), (100, 100), 1, "30209", "30206",
        "做好{s}场所的保洁、安保和设施维护，环境整洁有序。",
        ("巡检完成率", (95, 99)), (_ENVIRONMENTAL, "场所环境", "较上年改善"), "进驻单位", "C21040000",
    ),
    Undertaking(
        "执法执勤用车购置", _OTHER, "执法车辆", "辆", (1, 3), (120_000, 170_000), 1, "31013", "31013",
        "更新{s}一线的报废车辆，保障外勤出动。",
        ("车辆验收合格率", (98, 100)), (_SOCIAL, "外勤响应速度", "较上年提升"), "执法人员", "A02030500",
    ),
    Undertaking(
        "专题交流考察", _OTHER, "出访人员", "人", (2, 6), (18_000, 36_000), 1, "30212", "30211",
        "赴境外学习{s}的管理经验，形成可推广的做法。",
        ("考察任务完成率", (95, 100)), (_SUSTAINABILITY, "经验转化", "逐步提升"), "参与人员",
    ),
    Undertaking(
        "基础设施建设", _SPECIAL, "建设点位", "处", (1, 16), (60_000, 900_000), 1, "31005", "30227",
        "建成一批{s}设施，补齐公共服务的短板。",
        ("单位工程合格率", (98, 100)), (_ECONOMIC, "带动相关投资", "有效促进"), "周边居民", "B02000000",
    ),
    Undertaking(
        "企业扶持", _SPECIAL, "受益企业", "家", (4, 60), (10_000, 120_000), 1, "31204", "31299",
        "支持{s}领域的企业改进设备、稳定用工。",
        ("资金拨付准确率", (98, 100)), (_ECONOMIC, "企业营业收入", "较上年增长"), "受益企业",
    ),
    Undertaking(
        "服务站点运行", _DEPARTMENTAL, "服务站点", "个", (3, 40), (8_000, 46_000), 1, "30299", "30205",
        "维持{s}服务站点正常开放，让群众就近办事。",
        ("站点开放率", (95, 99)), (_SOCIAL, "就近办事便利程度", "较上年提升"), "办事群众",
    ),
    Undertaking(
        "会议活动", _OTHER, "会议人次", "人次", (60, 500), (200, 400), 1, "30215", "30202",
        "办好{s}年度工作部署和现场交流，统一工作标准。",
        ("议程完成率", (96, 100)), (_SOCIAL, "部署落实效果", "效果良好"), "参会人员", "C22010000",
    ),
)  # fmt: skip
