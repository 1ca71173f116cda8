"""What is filled in of base data."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yusuan.core.errors import YusuanError
from yusuan.core.terms import Nature
from yusuan.editions import EDITIONS, edition
from yusuan.web.organisation import models as m

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    _MembershipForm = forms.ModelForm[m.UnitMembership]
    _StaffingForm = forms.ModelForm[m.Staffing]
    _StandardForm = forms.ModelForm[m.Standard]
    _YearForm = forms.ModelForm[m.FiscalYear]
    _DivisionForm = forms.ModelForm[m.Division]
    _DepartmentForm = forms.ModelForm[m.Department]
else:
    _MembershipForm = _StaffingForm = _StandardForm = forms.ModelForm
    _YearForm = _DivisionForm = _DepartmentForm = forms.ModelForm

_FEN = 100


def _day(label: StrOrPromise) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class YearForm(_YearForm):
    """A year that is not there yet."""

    class Meta:
        """Only these."""

        model = m.FiscalYear
        fields = ("year", "edition", "division", "division_name")
        labels = {"year": _("年度")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["edition"] = forms.ChoiceField(
            label=_("公开格式"), choices=[(name, name) for name in EDITIONS]
        )

    def clean(self) -> None:
        """Refuse a year whose form nobody knows."""
        told = self.cleaned_data
        if "year" in told and "edition" in told:
            try:
                edition(told["edition"], told["year"])
            except YusuanError as error:
                self.add_error("year", str(error))


class DivisionForm(_DivisionForm):
    """A division of the bureau."""

    class Meta:
        """All of it."""

        model = m.Division
        fields = ("code", "name")
        labels = {"code": _("编码"), "name": _("业务科名称")}  # noqa: RUF012


class DepartmentForm(_DepartmentForm):
    """A department that is not there yet."""

    class Meta:
        """All of it."""

        model = m.Department
        fields = ("code", "name", "short_name", "division")
        labels = {  # noqa: RUF012
            "code": _("部门编码"),
            "name": _("部门名称"),
            "short_name": _("简称"),
            "division": _("业务科"),
        }


class KnownDepartmentForm(DepartmentForm):
    """One that is there: its code stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        del self.fields["code"]


class ListForm(forms.Form):
    """Departments and units as a sheet holds them."""

    begins = _day(_("从哪天起"))
    rows = forms.CharField(
        label=_("从表格里粘贴，每行一个单位"),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "各列依次为：业务科编码、业务科名称、部门编码、部门名称、单位编码、单位名称、单位性质、级别、经费形式；后两列可以不填"
        ),
    )


class MoveForm(_MembershipForm):
    """What a unit is from a day on."""

    begins = _day(_("从哪天起"))

    class Meta:
        """Only these."""

        model = m.UnitMembership
        fields = ("begins", "department", "nature", "rank", "funding_form")
        labels = {  # noqa: RUF012
            "department": _("部门"),
            "nature": _("单位性质"),
            "rank": _("级别"),
            "funding_form": _("经费形式"),
        }


class NewUnitForm(MoveForm):
    """A unit that is not there yet."""

    code = forms.RegexField(
        r"^[0-9]{3,20}$",
        label=_("单位编码"),
        error_messages={"invalid": _("单位编码只用数字，3 到 20 位")},
    )
    name = forms.CharField(label=_("单位名称"), max_length=100)
    field_order = ("code", "name", "begins")


class StaffForm(_StaffingForm):
    """Staff on a day."""

    as_of = _day(_("截至"))

    class Meta:
        """Only these."""

        model = m.Staffing
        fields = ("as_of", "posts", "staff", "retired", "vehicles")


class DayForm(forms.Form):
    """A day of the statutory calendar."""

    kind = forms.ChoiceField(label=_("事项"), choices=m.StatutoryDay.Kind.choices)
    on = _day(_("日期"))
    law = forms.CharField(label=_("依据"), required=False, max_length=120)


class StandardForm(_StandardForm):
    """A standard; its amount is typed in yuan."""

    yuan = forms.DecimalField(label=_("金额（元）"), min_value=0, max_digits=14, decimal_places=2)

    class Meta:
        """Only these."""

        model = m.Standard
        fields = (
            "code",
            "name",
            "per",
            "function",
            "economic",
            "nature",
            "unit_nature",
            "ground",
        )
        labels = {  # noqa: RUF012
            "code": _("编码"),
            "name": _("名称"),
            "per": _("按什么计"),
            "unit_nature": _("适用单位性质（空为全部）"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["yuan"].initial = Decimal(self.instance.amount) / _FEN
        # Empty: the unit's main function.
        self.fields["function"].required = False
        self.fields["nature"] = forms.ChoiceField(
            label=_("支出性质"), choices=[(one.value, one.value) for one in Nature]
        )

    def fen(self) -> int:
        """The amount typed, fen."""
        return int(self.cleaned_data["yuan"] * _FEN)
