"""What is asked when a publication is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yusuan.web.policy import Role
from yusuan.web.publication.circumstances import Circumstances
from yusuan.web.publication.preparing import holders, usual

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor

LARGEST = 20 << 20


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PrepareForm(forms.Form):
    """The circumstances the files will state."""

    dated = forms.DateField(
        label=_("公开日期"), widget=_Day(), help_text=_("文件写明这一天；只能在这一天公开")
    )
    secrecy_by = forms.ChoiceField(label=_("保密审查人"))
    secrecy_on = forms.DateField(
        label=_("保密审查日期"), widget=_Day(), required=False, help_text=_("不填为公开当日")
    )
    head = forms.ChoiceField(label=_("审签负责人"))
    head_on = forms.DateField(
        label=_("审签日期"), widget=_Day(), required=False, help_text=_("不填为公开当日")
    )
    late_reason = forms.CharField(
        label=_("逾期原因"),
        required=False,
        max_length=300,
        help_text=_("批复后超过二十日公开时必填；只留存，不公开"),
    )
    late_approver = forms.CharField(label=_("原因批准人"), required=False, max_length=60)

    def __init__(self, actor: Actor, book: Book, data: Any = None, files: Any = None) -> None:  # noqa: ANN401  Django's
        chosen = usual(actor, book)
        told = {"dated": chosen.dated, "secrecy_by": chosen.secrecy_by, "head": chosen.head}
        super().__init__(data, files, initial=told)
        for name, role in (("secrecy_by", Role.SECRECY_REVIEWER), ("head", Role.HEAD)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(one, one) for one in holders(book, role, actor)]
        for name, field in self.fields.items():
            # Said of the field by `aria-describedby`: the words beside it.
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"{name}-help"

    @property
    def circumstances(self) -> Circumstances:
        """What was told, once it is valid."""
        told = self.cleaned_data
        return Circumstances(
            told["dated"],
            told["secrecy_by"],
            told["head"],
            told["secrecy_on"],
            told["head_on"],
            told["late_reason"].strip(),
            told["late_approver"].strip(),
        )


class CorrectForm(PrepareForm):
    """The same of a correction, with the corrected data and why."""

    field_order = ("file", "reason")
    file = forms.FileField(
        label=_("更正后的数据"),
        help_text=_("数据集（.zip）或填报工作簿（.xlsx），至多 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".zip,.xlsx"}),
    )
    reason = forms.CharField(
        label=_("更正原因"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与更正后的文件一并公开"),
    )

    def clean_file(self) -> Any:  # noqa: ANN401  Django's uploaded file
        """Refuse what no reader takes."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".zip", ".xlsx")):
            raise forms.ValidationError(_("请选择 .zip 或 .xlsx 文件"))
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件超过 20 MB"))
        return file
