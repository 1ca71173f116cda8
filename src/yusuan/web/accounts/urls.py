"""Signing in and out, one's own account: of allauth's pages only those that are used here have an address."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import RedirectView

from yusuan.web.accounts.views import end_others, own

# Django's own views take any method, and PUT for POST.
_form = require_http_methods(["GET", "HEAD", "POST"])
_TO_OWN = require_safe(RedirectView.as_view(pattern_name="own"))
_TO_LOGIN = require_safe(RedirectView.as_view(pattern_name="account_login"))

urlpatterns = [
    path("own/", own, name="own"),
    path("own/end-others/", end_others, name="end_others"),
    path("login/", _form(account.login), name="account_login"),
    path("logout/", _form(account.logout), name="account_logout"),
    path("password/change/", _form(account.password_change), name="account_change_password"),
    path("reauthenticate/", _form(account.reauthenticate), name="account_reauthenticate"),
    path("2fa/authenticate/", _form(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _form(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _form(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _form(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/codes/", require_safe(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/generate/",
        _form(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/codes/download/",
        require_safe(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    # Names that allauth's own pages ask for.
    path("signup/", _TO_LOGIN, name="account_signup"),
    path("inactive/", _TO_LOGIN, name="account_inactive"),
    path("2fa/", _TO_OWN, name="mfa_index"),
]
