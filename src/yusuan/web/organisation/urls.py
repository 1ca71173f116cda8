"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from yusuan.web.organisation import making, views

app_name = "organisation"
urlpatterns = [
    path("", views.home, name="home"),
    path("new-year/", making.new_year, name="new_year"),
    path("new-division/", making.new_division, name="new_division"),
    path("new-department/", making.new_department, name="new_department"),
    path("list/", making.list_, name="list"),
    path("departments/<str:pk>/", making.department, name="department"),
    path("standards/<int:pk>/", making.standard, name="standard"),
    path("new-unit/", views.new_unit, name="new_unit"),
    path("units/<str:pk>/", views.unit, name="unit"),
    path("years/<int:pk>/", views.year, name="year"),
    path("years/<int:pk>/copy/", views.copy, name="copy"),
]
