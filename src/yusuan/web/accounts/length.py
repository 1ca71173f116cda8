"""The length of passwords."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django 5.2 words its refusal otherwise than its own translations, so users would read English."""

    def get_error_message(self) -> str:
        """The refusal, in the language of the interface."""
        return _("密码太短，至少要有 %(least)d 个字符") % {"least": self.min_length}
