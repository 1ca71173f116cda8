"""Addresses of the room; the home page has the bare one."""

from __future__ import annotations

from django.urls import path

from yusuan.web.workflow import years
from yusuan.web.workflow.ceilings.views import of_year
from yusuan.web.workflow.views import take_step

app_name = "workflow"
urlpatterns = [
    path("years/", years.years, name="years"),
    path("years/<int:year>/open/", years.open_, name="open"),
    path("years/<int:year>/lock/", years.lock, name="lock"),
    path("ceilings/<int:year>/", of_year, name="ceilings"),
    path("<str:of>/<int:pk>/<str:name>/", take_step, name="take"),
]
