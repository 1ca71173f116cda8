"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.versions import views

app_name = "versions"
urlpatterns = [
    path("of/<int:pk>/", views.list_, name="list"),
    path("compare/", views.compare, name="compare"),
    path("diff/<int:old>/<int:new>/", views.diff, name="diff"),
    path("<int:pk>/file/", views.file, name="file"),
]
