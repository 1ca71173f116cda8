"""The room: what allauth reports is journalled."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    """Users and signing in."""

    name = "yusuan.web.accounts"

    def ready(self) -> None:
        """Listen to allauth."""
        from allauth.account import signals as account
        from allauth.mfa import signals as mfa

        from yusuan.web.accounts import told

        account.user_logged_in.connect(told.signed_in)
        account.user_logged_out.connect(told.signed_out)
        account.password_changed.connect(told.changed_password)
        mfa.authenticator_added.connect(told.added_step)
        mfa.authenticator_removed.connect(told.removed_step)
        mfa.authenticator_reset.connect(told.reset_step)
        mfa.authentication_failed.connect(told.refused_step)
