"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.organisation import views

app_name = "organisation"
urlpatterns = [
    path("", views.home, name="home"),
    path("new-unit/", views.new_unit, name="new_unit"),
    path("units/<str:pk>/", views.unit, name="unit"),
    path("years/<int:pk>/", views.year, name="year"),
    path("years/<int:pk>/copy/", views.copy, name="copy"),
]
