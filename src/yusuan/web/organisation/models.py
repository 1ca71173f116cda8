"""Fiscal years, divisions, departments, units over time, staff, standards, statutory days. Amounts are in fen."""

from __future__ import annotations

from django.db import models

from yusuan.core.terms import UnitNature

_NATURES = [(nature.value, nature.value) for nature in UnitNature]


class FiscalYear(models.Model):
    """A year whose budgets are made here; `edition` is how they are published."""

    class State(models.TextChoices):
        """What may be done with budgets of the year."""

        PREPARED = "prepared", "准备中"
        OPEN = "open", "编制中"
        LOCKED = "locked", "已锁定"

    year = models.PositiveSmallIntegerField(primary_key=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARED)
    edition = models.CharField(max_length=40)
    division = models.CharField("财政区划编码", max_length=12)
    division_name = models.CharField("财政区划名称", max_length=60)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-year",)

    def __str__(self) -> str:
        return str(self.year)


class StatutoryDay(models.Model):
    """A day by which law or the bureau asks for a step of a year."""

    class Kind(models.TextChoices):
        """Which step."""

        FIRST_UP = "first_up", "一上报送"
        CEILINGS = "ceilings", "下达控制数"
        SECOND_UP = "second_up", "二上报送"
        CONGRESS = "congress", "本级人大批准"
        APPROVAL = "approval", "批复部门预算（人大批准后20日内）"
        UNIT_APPROVAL = "unit_approval", "部门批复所属单位（接到批复后15日内）"
        PUBLICATION = "publication", "公开部门预算（批复后20日内）"

    year = models.ForeignKey(FiscalYear, models.CASCADE, related_name="days")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    law = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("year", "on")
        constraints = (models.UniqueConstraint(fields=("year", "kind"), name="one_day_a_step"),)

    def __str__(self) -> str:
        return f"{self.year_id} {self.kind} {self.on}"


class Division(models.Model):
    """A division of the finance bureau (业务科) that looks after departments."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department (部门) that answers for its units."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="departments")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A budget unit (预算单位), whatever department it belongs to."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class UnitMembership(models.Model):
    """What a unit is and whose it is, from a day to a day (exclusive)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    department = models.ForeignKey(Department, models.PROTECT, related_name="memberships")
    nature = models.CharField(max_length=20, choices=_NATURES)
    rank = models.CharField(max_length=20, blank=True)
    funding_form = models.CharField(max_length=40, blank=True)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("unit", "begins")
        constraints = (
            models.UniqueConstraint(fields=("unit", "begins"), name="one_membership_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.department_id} from {self.begins}"


class Staffing(models.Model):
    """Posts and staff of a unit on a day; vehicles that standards count."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="staffings")
    as_of = models.DateField()
    posts = models.PositiveIntegerField("编制人数", default=0)
    staff = models.PositiveIntegerField("在职人数", default=0)
    retired = models.PositiveIntegerField("离退休人数", default=0)
    vehicles = models.PositiveIntegerField("核定车辆数", default=0)

    class Meta:
        ordering = ("unit", "as_of")
        constraints = (models.UniqueConstraint(fields=("unit", "as_of"), name="one_count_a_day"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.as_of}"


class Standard(models.Model):
    """An expenditure standard (定额) of a year: so much a person, vehicle or unit, on an economic item."""

    class Per(models.TextChoices):
        """What the amount is multiplied by."""

        POST = "posts", "编制人数"
        STAFF = "staff", "在职人数"
        RETIRED = "retired", "离退休人数"
        VEHICLE = "vehicles", "核定车辆数"
        UNIT = "unit", "单位"

    year = models.ForeignKey(FiscalYear, models.CASCADE, related_name="standards")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    per = models.CharField(max_length=12, choices=Per.choices)
    amount = models.BigIntegerField("金额（分）")
    function = models.CharField("功能科目", max_length=7)
    economic = models.CharField("部门经济科目", max_length=5)
    nature = models.CharField("支出性质", max_length=20)
    # Empty: units of every nature.
    unit_nature = models.CharField(max_length=20, blank=True, choices=_NATURES)
    ground = models.CharField("依据", max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("year", "code")
        constraints = (
            models.UniqueConstraint(fields=("year", "code"), name="one_standard_a_code"),
        )

    def __str__(self) -> str:
        return f"{self.year_id} {self.code} {self.name}"
