"""How names of organs end and places are called, for telling one organ from another."""

from __future__ import annotations

# Organs that are departments of their own; a subordinate unit (中心, 所, 学校) is rightly spoken of by its department.
BODIES = "局|委员会|委办|厅|署|办公室|人民法院|法院|检察院|人民政府|办事处|总工会|妇女联合会|红十字会|残疾人联合会|工商业联合会|文学艺术界联合会|科学技术协会"

# From the smallest upward: the first that a name holds tells its place.
REGIONS = ("旗", "县", "区", "州", "盟", "市", "省")
