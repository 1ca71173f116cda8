"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.accounts.users import views

app_name = "accounts_users"
urlpatterns = [
    path("", views.users, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.user, name="user"),
    path("<int:pk>/reset/", views.reset, name="reset"),
    path("<int:pk>/activate/", views.activate, name="activate"),
    path("roles/<int:pk>/end/", views.end_role, name="end_role"),
]
