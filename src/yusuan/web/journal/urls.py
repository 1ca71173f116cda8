"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.entries, name="list"),
    path("<str:kind>/<str:key>/", views.history, name="object"),
]
