"""Signing in and out, one's own account."""

from __future__ import annotations

from django.urls import include, path

from yusuan.web.accounts.views import own

urlpatterns = [
    path("own/", own, name="own"),
    path("", include("allauth.urls")),
]
