"""The length of passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from yusuan.web.accounts.models import User

_LONGEST = 128


class LongEnough(MinimumLengthValidator):
    """Django 5.2 words its refusal otherwise than its own translations, so users would read English."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is too short, and what is no password but a load to hash."""
        super().validate(password, user)
        if len(password) > _LONGEST:
            raise ValidationError(_("密码太长，至多 %(most)d 个字符") % {"most": _LONGEST})

    def get_error_message(self) -> str:
        """The refusal, in the language of the interface."""
        return _("密码太短，至少要有 %(least)d 个字符") % {"least": self.min_length}
