"""Signing in and out, one's own account: of allauth's pages only those that are used here have an address."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import RedirectView

from yusuan.web.accounts.views import end_others, own

_TO_OWN = RedirectView.as_view(pattern_name="own")
_TO_LOGIN = RedirectView.as_view(pattern_name="account_login")

urlpatterns = [
    path("own/", own, name="own"),
    path("own/end-others/", end_others, name="end_others"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    # Names that allauth's own pages ask for.
    path("signup/", _TO_LOGIN, name="account_signup"),
    path("inactive/", _TO_LOGIN, name="account_inactive"),
    path("2fa/", _TO_OWN, name="mfa_index"),
]
