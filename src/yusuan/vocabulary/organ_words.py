"""How names of organs end and places are called, for telling one organ from another."""

from __future__ import annotations

# Organs that are departments of their own; a subordinate unit (中心, 所, 学校) is rightly spoken of by its department.
BODIES = (
    r"局|委员会|委办|委[一-龥]{2,5}部|纪委监委|厅|署|办公室|人民法院|法院|检察院|人民政府|办事处|总工会|妇女联合会|红十字会"
    r"|残疾人联合会|工商业联合会|文学艺术界联合会|科学技术协会"
)
# Units, which speak of themselves alone.
UNITS = r"中学|小学|学校|幼儿园|学院|大学|医院|卫生院|中心|所|站|馆|院|队|处"

# From the smallest upward: the first that a name holds tells its place.
REGIONS = ("旗", "县", "区", "州", "盟", "市", "省")

# Places of which another of the same kind is never the superior; a city may be that of another.
LEAST_PLACES = frozenset("旗县区")
